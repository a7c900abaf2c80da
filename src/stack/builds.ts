/** Which Dockerfiles are built how: gathered from compose services, workflow steps, and files that nobody mentions. */

import { type Known, unknowable } from '../core/known.ts'
import { lazy } from '../core/lazy.ts'
import { type Node, nodeAt } from '../core/node.ts'
import { type Origin, span } from '../core/origin.ts'
import { directoryOf, within } from '../core/tree.ts'
import { copyOf } from '../formats/dockerfile/readers.ts'
import type { Build, BuildContext, BuildUse, Dockerfile } from './build-model.ts'
import { buildContext, cleanSource } from './context.ts'
import { listValue, textEntries, textValue } from './fields.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import type { Sources } from './sources.ts'
import { globalArguments, stagesOf } from './stages.ts'

/** Somebody builds a Dockerfile: what they say about it. */
export interface BuildRequest {
  readonly dockerfile: string
  /** Directory in the tree; `undefined` where it is a URL or cannot be known. */
  readonly context: string | undefined
  readonly contextUnknown: string | undefined
  readonly target: string | undefined
  readonly arguments: readonly EnvironmentVariable[]
  readonly tags: readonly Known<string>[]
  readonly secrets: readonly string[]
  /** Names of further contexts. */
  readonly namedContexts?: readonly string[]
  /** Variants in which it is asked for; empty = in all. */
  readonly inVariants: readonly string[]
  readonly use: () => BuildUse
  readonly origin: Origin
}

const keyOf = (request: BuildRequest): string => [request.dockerfile, request.context, request.target].join('\0')

/** The request of a compose service's `build:` section (long form); `undefined` where it names no file of this tree. */
export function requestOfService(
  node: Node | undefined,
  sources: Sources,
  variant: string,
  service: () => Service,
  interpolations: (origin: Origin) => EnvironmentVariable['interpolations'],
): BuildRequest | undefined {
  if (node?.kind !== 'map') return undefined
  const contextText = textValue(nodeAt(node, 'context'), node.origin)
  const file = textValue(nodeAt(node, 'dockerfile'), node.origin)
  const context = contextText.known && contextText.value?.startsWith('.') ? within('', contextText.value) : undefined
  if (context === undefined || !file.known) return undefined
  const dockerfile = findDockerfile(sources, context, file.value ?? 'Dockerfile')
  if (dockerfile === undefined) return undefined
  const target = textValue(nodeAt(node, 'target'), node.origin)
  return {
    dockerfile,
    context,
    contextUnknown: undefined,
    target: target.known ? target.value : undefined,
    arguments: textEntries(nodeAt(node, 'args')).map((entry) => ({
      subject: { kind: 'build-argument', name: entry.name },
      origin: entry.origin,
      inVariants: [variant],
      name: entry.name,
      value: entry.given ? entry.value : unknowable(`${entry.name} is taken from the shell that builds`, entry.origin),
      partial: entry.value.known ? entry.value.value : '',
      source: 'build-args' as const,
      written: sources.text(fileOf(entry.origin))?.text.slice(...boundsOf(entry.origin)) ?? '',
      interpolations: interpolations(entry.origin),
      nameOrigin: entry.nameOrigin,
      get service() {
        return service()
      },
      stage: undefined,
      overrides: [],
    })),
    tags: listValue(nodeAt(node, 'tags'), node.origin).items,
    secrets: listValue(nodeAt(node, 'secrets'), node.origin).items.flatMap((item) => (item.known ? [item.value] : [])),
    namedContexts: textEntries(nodeAt(node, 'additional_contexts')).map(({ name }) => name),
    inVariants: [variant],
    use: () => ({ kind: 'service', service: service() }),
    origin: node.origin,
  }
}

const fileOf = (origin: Origin): string => (origin.kind === 'span' ? origin.file : '')
const boundsOf = (origin: Origin): [number, number] => (origin.kind === 'span' ? [origin.start, origin.end] : [0, 0])

/** `dockerfile:` is relative to the context; a loaded model may also hold it relative to the tree's top. */
function findDockerfile({ tree }: Sources, context: string, file: string): string | undefined {
  const candidates = [within(context, file), within('', file)]
  return candidates.find((candidate) => candidate !== undefined && tree.entry(candidate)?.kind === 'file')
}

/** A request for a Dockerfile that no compose file and no workflow mentions: its context is guessed from what it copies. */
export function assumedRequest(dockerfile: string, project: Project, sources: Sources): BuildRequest {
  const origin = span(dockerfile, [], 0, 0)
  return {
    dockerfile,
    context: likelyContext(dockerfile, project.directory, sources),
    contextUnknown: undefined,
    target: undefined,
    arguments: [],
    tags: [],
    secrets: [],
    inVariants: [],
    use: () => ({ kind: 'assumed', because: 'no compose file or workflow says how it is built' }),
    origin,
  }
}

/** The nearest directory, from the Dockerfile's own upwards to the project's, that holds most of what it copies. */
function likelyContext(dockerfile: string, top: string, sources: Sources): string {
  const own = directoryOf(dockerfile)
  const copied = (sources.dockerfile(dockerfile)?.instructions ?? []).flatMap((instruction) => {
    if (instruction.keyword !== 'copy' && instruction.keyword !== 'add') return []
    const copy = copyOf(instruction)
    return copy.from === undefined
      ? copy.sources.map(({ text }) => cleanSource(text)).filter((text) => text !== '' && !/[*?[$:]/.test(text))
      : []
  })
  let best = { directory: own, found: -1 }
  for (let directory = own; ; directory = directoryOf(directory)) {
    const found = copied.filter(
      (path) => sources.tree.entry(directory === '' ? path : `${directory}/${path}`) !== undefined,
    ).length
    if (found > best.found) best = { directory, found }
    if (directory === top || directory === '') return best.directory
  }
}

/** One build per Dockerfile, context and target; several requests for the same are its uses. */
export function buildsOf(
  requests: readonly BuildRequest[],
  project: Project,
  sources: Sources,
): ReadonlyMap<BuildRequest, Build> {
  const dockerfiles = new Map<string, Dockerfile | undefined>()
  const groups = new Map<string, BuildRequest[]>()
  for (const request of requests) {
    const group = groups.get(keyOf(request))
    if (group) group.push(request)
    else groups.set(keyOf(request), [request])
  }
  const byRequest = new Map<BuildRequest, Build>()
  const all: Build[] = []
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    if (!dockerfiles.has(first.dockerfile)) dockerfiles.set(first.dockerfile, dockerfileOf(first.dockerfile, sources))
    const dockerfile = dockerfiles.get(first.dockerfile)
    if (!dockerfile) continue
    const build = buildOf(first, group, dockerfile, project, sources, () => all)
    all.push(build)
    for (const request of group) byRequest.set(request, build)
  }
  return byRequest
}

function dockerfileOf(file: string, sources: Sources): Dockerfile | undefined {
  const document = sources.dockerfile(file)
  if (!document) return undefined
  const origin = span(file, [], 0, document.source.text.length)
  const dockerfile: Dockerfile = {
    subject: { kind: 'dockerfile', name: file },
    origin,
    inVariants: [],
    file,
    document,
    get globalArgs() {
      return globalArguments(document.instructions, { dockerfile, supplied: [] }).args
    },
  }
  return dockerfile
}

function buildOf(
  first: BuildRequest,
  group: readonly BuildRequest[],
  dockerfile: Dockerfile,
  project: Project,
  sources: Sources,
  all: () => readonly Build[],
): Build {
  const inVariants = group.some((request) => request.inVariants.length === 0)
    ? []
    : [...new Set(group.flatMap((request) => request.inVariants))]
  const uses = lazy(() => group.map((request) => request.use()))
  const services = (): readonly Service[] => uses().flatMap((use) => (use.kind === 'service' ? [use.service] : []))
  const supplied = group.flatMap((request) => request.arguments)
  const stages = lazy(() =>
    stagesOf({ dockerfile, build: () => build, supplied, target: first.target, usedBy: services, inVariants }),
  )
  const context = lazy((): BuildContext | undefined =>
    first.context === undefined
      ? undefined
      : buildContext(
          sources,
          first.context,
          dockerfile,
          () => all().filter((other) => other.context?.path === first.context && other.dockerfile === dockerfile),
          inVariants,
        ),
  )
  const build: Build = {
    subject: { kind: 'build', name: dockerfile.file },
    origin: first.origin,
    inVariants,
    project,
    dockerfile,
    get context() {
      return context()
    },
    contextUnknown: first.contextUnknown,
    target: first.target,
    get stages() {
      return stages()
    },
    get finalStage() {
      return stages().find(({ isFinal }) => isFinal)
    },
    arguments: supplied,
    tags: group.flatMap((request) => request.tags),
    secrets: group.flatMap((request) => request.secrets),
    namedContexts: group.flatMap((request) => request.namedContexts ?? []),
    get usedBy() {
      return uses()
    },
  }
  return build
}
