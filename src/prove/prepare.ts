/** Puts a copy of a project where a stack can be started from, with a compose file of its own that does no harm. */
import { isAbsolute, join, relative, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { StackCheck } from '../core/stack-check.ts'
import type { Tree } from '../core/tree.ts'
import type { Compose } from '../engine/run/compose.ts'
import { parseEnvFile } from '../formats/env/parse-env-file.ts'
import { portsToReach } from './checks/reach.ts'
import { at, type Json, objectOf, textOf } from './compose-json.ts'
import { type HarmlessStack, harmlessStack } from './harmless-stack.ts'
import type { Allowance } from './refusals.ts'
import { copyOf, copyOutside, kindOf, type Staged, stagedText, stageTree, writeStaged } from './staged-tree.ts'
import { standInFiles, standInText } from './stand-in-files.ts'
import { envText, missingVariables } from './stand-in-values.ts'

/** One way a stack is run; paths are from the tree's top. */
export interface ProvedVariant {
  readonly name: string
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly projectDirectory: string
  readonly profiles: readonly string[]
}

/** What stays the same for every start of a run. */
export interface Scene {
  readonly compose: Compose
  /** Names the run. */
  readonly run: string
  readonly directory: string
  readonly tree: Tree
  readonly variant: ProvedVariant
  /** Absolute paths of env files that may be used as they are. */
  readonly envFiles: readonly string[]
  readonly allowed: ReadonlySet<Allowance>
  /** The value that stands for a variable which nobody handed in: the same one whenever it is asked for. */
  readonly standIn: (name: string) => string
  /** What it has to do besides starting. */
  readonly checks: readonly StackCheck[]
  /** What programs of the project that run on this machine get of its environment. */
  readonly programEnv: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** A stack that can be started. */
export interface Prepared {
  readonly stack: HarmlessStack
  readonly project: string
  readonly staged: Staged
  /** What `docker compose` is called with, before the word that says what to do. */
  readonly words: readonly string[]
  readonly workingDirectory: string
  /** Variables that were made up. */
  readonly madeUp: readonly string[]
  /** What stands for variables in its files: made up, and of env files. They may be secret. */
  readonly values: ReadonlyMap<string, string>
}

/** A stack that Docker Compose does not even read, in its own words. */
export class UnreadableStack extends Error {}

/** More variables than this no stack misses. */
const mostRounds = 200

/**
 * Copies the project into `side`, with the new texts of `files`, and asks Docker Compose what it makes of it. Throws an
 * `UnreadableStack` where that is nothing.
 */
export async function prepare(
  scene: Scene,
  side: string,
  project: string,
  files: ReadonlyMap<string, string>,
): Promise<Prepared> {
  const { compose, directory, tree, variant, standIn } = scene
  const given = scene.envFiles.map((path) => relative(directory, path).replaceAll(sep, '/'))
  const standIns = standInFiles(tree, new Set(given), standIn)
  const staged = stageTree(directory, side, new Map([...standIns, ...files]))
  const inStage = (path: string): string => join(staged.tree, path)
  const workingDirectory = inStage(variant.projectDirectory)
  const usual = join(variant.projectDirectory, '.env')
  const ownEnv =
    variant.envFiles.length > 0 ? variant.envFiles : stagedText(inStage(usual)) === undefined ? [] : [usual]
  const madeUpFile = join(side, 'made-up.env')
  const words = [
    ...['--project-name', project, '--project-directory', workingDirectory, '--progress', 'plain'],
    ...[madeUpFile, ...ownEnv.map(inStage), ...scene.envFiles].flatMap((file) => ['--env-file', file]),
  ]
  const asWritten = [
    ...words,
    ...variant.files.flatMap((file) => ['-f', inStage(file)]),
    ...variant.profiles.flatMap((profile) => ['--profile', profile]),
  ]
  const madeUp = new Map<string, string>()
  for (let round = 0; ; round++) {
    writeStaged(madeUpFile, envText(madeUp))
    const asked = await compose.run([...asWritten, 'config', '--format', 'json'], {
      directory: workingDirectory,
      within: 60_000,
      signal: scene.signal,
    })
    scene.signal.throwIfAborted()
    const missing = missingVariables(asked.errors).filter((name) => !madeUp.has(name))
    const missingFile = missingEnvFile(asked.errors, staged.tree)
    if (round < mostRounds && missing.length > 0) for (const name of missing) madeUp.set(name, standIn(name))
    else if (round < mostRounds && missingFile !== undefined) {
      writeStaged(inStage(missingFile), standInText(tree, missingFile, standIn))
    } else if (asked.exitCode !== 0)
      throw new UnreadableStack(lastLine(asked.errors).replaceAll(`${staged.tree}${sep}`, ''))
    else {
      const config = configIn(asked.output)
      writeSecrets(config, staged, standIn)
      const stack = harmlessStack(config, {
        run: scene.run,
        project,
        allowed: scene.allowed,
        reached: portsToReach(scene.checks),
        kindOf: kindOf(directory, staged),
        copyOf: copyOf(staged),
      })
      copyOutside(directory, staged, stack.copied)
      const file = join(side, 'compose.json')
      writeStaged(file, JSON.stringify(stack.model))
      const values = new Map([...madeUp, ...[...ownEnv.map(inStage), ...scene.envFiles].flatMap(variablesIn)])
      return {
        ...{ stack, project, staged, words: [...words, '-f', file], workingDirectory },
        ...{ madeUp: [...madeUp.keys()], values },
      }
    }
  }
}

const variablesIn = (file: string): readonly (readonly [string, string])[] =>
  parseEnvFile({ file: '', text: stagedText(file) ?? '', utf8: true }).variables.map(({ name, value }) => [name, value])

/** An env file of the project that a service names and that is not there, as a path of the tree. */
function missingEnvFile(errors: string, top: string): string | undefined {
  const path = /env file (\S+) not found/.exec(errors)?.[1]
  if (path === undefined) return undefined
  const inside = relative(top, path)
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : inside.replaceAll(sep, '/')
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

function configIn(output: string): Json {
  try {
    return objectOf(JSON.parse(output))
  } catch {
    throw new UsageError('`docker compose config --format json` does not print JSON.', 'Version 2.20 or later does.')
  }
}

/** Secrets that are files of the project, and not there: nobody has put them there yet. */
function writeSecrets(config: Json, { tree }: Staged, standIn: (name: string) => string): void {
  for (const [name, secret] of [
    ...Object.entries(objectOf(at(config, 'secrets'))),
    ...Object.entries(objectOf(at(config, 'configs'))),
  ]) {
    const path = textOf(at(secret, 'file'))
    if (path.startsWith(tree + sep) && stagedText(path) === undefined) writeStaged(path, standIn(name))
  }
}
