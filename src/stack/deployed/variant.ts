/** Loads a variant that a task definition or Kubernetes manifests describe, and links its containers to the project's builds. */
import { lazy } from '../../core/lazy.ts'
import { nodeAt, textOf } from '../../core/node.ts'
import { span } from '../../core/origin.ts'
import { isProductionLike, type VariantSource } from '../../projects/workspace.ts'
import type { Build } from '../build-model.ts'
import type { BuildRequest } from '../builds.ts'
import type { Project, Variant } from '../model.ts'
import type { Service } from '../service-model.ts'
import { type ContainerFacts, deployedService } from './container.ts'
import type { DeployedDocument } from './documents.ts'
import { type Candidate, requestFor } from './image-builds.ts'

/** A variant whose services can only be made once the project's builds are known. */
export interface Deployed {
  readonly variant: Variant
  /** Asks for the builds of its containers' images; each request is one of `candidates` once more. */
  readonly requests: (candidates: readonly Candidate[]) => readonly BuildRequest[]
  /** Tells which build became of a request. */
  readonly link: (builds: ReadonlyMap<BuildRequest, Build>) => void
}

/** The variant that the documents describe. */
export function deployedVariant(
  source: VariantSource,
  project: Project,
  documents: readonly DeployedDocument[],
): Deployed {
  const task = documents.find((document) => document.task !== undefined)?.task
  const containers = documents.flatMap((document) => document.containers)
  const asked = new Map<ContainerFacts, BuildRequest>()
  let linked: ReadonlyMap<BuildRequest, Build> = new Map()
  const services = lazy(() =>
    containers.map((facts) => {
      const request = asked.get(facts)
      return deployedService(facts, { project, variant, build: request && linked.get(request) })
    }),
  )
  const variant: Variant = {
    subject: { kind: 'variant', name: source.name },
    origin: task ? task.node.origin : span(source.files[0] ?? '', [], 0, 0),
    inVariants: [source.name],
    name: source.name,
    project,
    platform: source.platform,
    stack: textOf(nodeAt(task?.node, 'family')) ?? '',
    environment: source.environment,
    productionLike: isProductionLike(source),
    evidence: source.evidence,
    files: source.files,
    profiles: [],
    task: task?.node,
    secretManifests: documents.flatMap(({ secrets }) => secrets),
    get services() {
      return services()
    },
    networks: [],
    volumes: [],
    dialogues: [],
    unsetVariables: [],
    problems: documents.flatMap(({ problems }) => problems),
  }
  const serviceOf = (facts: ContainerFacts): Service => services()[containers.indexOf(facts)] as Service
  return {
    variant,
    requests: (candidates) => {
      for (const facts of containers) {
        const by = documents.flatMap(({ replacements }) => replacements.get(facts.name) ?? [])
        const found = requestFor(facts, candidates, by, containers.length === 1)
        if (found === undefined) continue
        const { dockerfile, context, contextUnknown, target } = found
        asked.set(facts, {
          ...{ dockerfile, context, contextUnknown, target, arguments: [], tags: [], secrets: [] },
          inVariants: [source.name],
          use: () => ({ kind: 'service', service: serviceOf(facts) }),
          origin: facts.origin,
        })
      }
      return [...asked.values()]
    },
    link: (builds) => {
      linked = builds
    },
  }
}
