/** What loading compose files takes and gives. */
import type { MapEntry, MapNode, Problem, ScalarNode } from '../../core/node.ts'
import type { Origin, SpanOrigin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { Tree } from '../../core/tree.ts'
import type { VariableForm, VariableOutcome } from '../../formats/compose/template.ts'

export interface ComposeRequest {
  readonly tree: Tree
  /** Paths in the tree, in the order in which they override each other. */
  readonly files: readonly string[]
  /** Directory in the tree that relative paths start from; by default that of the first file. */
  readonly projectDirectory?: string
  /** By default what `COMPOSE_PROJECT_NAME`, the files' `name:` or the directory says. */
  readonly projectName?: string
  /** Env files for interpolation; by default `.env` of the project directory, where there is one. */
  readonly envFiles?: readonly string[]
  /** Variables from outside, which win over env files. The process's own environment is never looked at. */
  readonly environment?: Readonly<Record<string, string>>
  /** Profiles to activate; by default those of `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[] | 'all'
}

/** What kind of thing is wrong. Compose itself refuses to load the files for every kind but the last three. */
export type ComposeProblemKind =
  /** Not YAML, or not YAML that Compose takes. */
  | 'syntax'
  /** A variable reference that is not valid, or a value that is not of its field's type. */
  | 'interpolation'
  /** `${NAME:?}` without a value: the files are fine, the surroundings are not. */
  | 'required-variable'
  /** Unknown keys, wrong types, values that cannot be understood. */
  | 'schema'
  /** A file, service or anchor that is referred to and is not there. */
  | 'missing'
  /** A file that is there and is no text, or too large a one. */
  | 'unreadable'
  /** Includes or `extends` that go in a circle. */
  | 'cycle'
  /** Too much of something to go on. */
  | 'limit'
  /** The files load, the stack does not start: undefined networks, volumes, services … */
  | 'consistency'
  /** An env file that a service requires and that cannot be read: only starting it fails. */
  | 'env-file'

export interface ComposeProblem extends Problem {
  readonly kind: ComposeProblemKind
  /** Variables without a value behind the refused value: with them set, it might well be right. */
  readonly unset?: readonly string[]
  /** The file of the tree that should be there and is not, where an env file is meant. */
  readonly missing?: string
}

/** One place where a variable is used. */
export interface ComposeVariableUse {
  readonly place: SpanOrigin
  readonly form: VariableForm
  readonly outcome: VariableOutcome
  /** Where the value that it got is written; absent where it got none. */
  readonly valueOrigin?: Origin
}

export interface ComposeVariable {
  readonly name: string
  /** `file`: an env file sets it · `environment`: the request does · `default`: every use has one · `unset`: some use has nothing. */
  readonly source: 'file' | 'environment' | 'default' | 'unset'
  readonly uses: readonly ComposeVariableUse[]
}

/** One variable of a service's effective environment. */
export interface ComposeEnvironmentEntry {
  readonly name: string
  /** A scalar; null where only the surroundings at start-up can say. */
  readonly value: ScalarNode
  readonly source: 'environment' | 'env_file'
  /** Values of the same name that lost, nearest first. */
  readonly overridden: readonly ScalarNode[]
}

export interface ComposeService {
  readonly name: string
  /** Where the service's name is written. */
  readonly keyOrigin: Origin
  readonly node: MapNode
  /** Whether one of its profiles is active, or it has none. */
  readonly active: boolean
  readonly profiles: readonly string[]
  /** The environment its container gets: `env_file:` below `environment:`. */
  readonly environment: readonly ComposeEnvironmentEntry[]
}

export interface ComposeModel {
  readonly name: string
  readonly projectDirectory: string
  /**
   * The effective model, in long forms. Local paths in it start with `.` and are relative to the top of the tree
   * (`./app/Dockerfile`, `../outside`), or are absolute, or start with `~`.
   */
  readonly root: MapNode
  /** Services of every profile, in written order. */
  readonly services: readonly ComposeService[]
  /** Every file that was read: compose files, included and extended ones, env files; in order of reading. */
  readonly files: readonly string[]
  /** The texts of those files. */
  readonly sources: ReadonlyMap<string, SourceText>
  readonly variables: readonly ComposeVariable[]
  readonly problems: readonly ComposeProblem[]
}

/** The entries of a top-level section such as `networks`; empty where there is none. */
export function sectionOf(model: ComposeModel, section: string): readonly MapEntry[] {
  const node = model.root.entries.find((entry) => entry.key === section)?.value
  return node?.kind === 'map' ? node.entries : []
}

/** The services' nodes by name, active or not. */
export const serviceNodes = (model: ComposeModel): ReadonlyMap<string, MapNode> =>
  new Map(model.services.map((service) => [service.name, service.node]))
