/** Loads a variant that a task definition or Kubernetes manifests describe, and links its containers to the project's builds. */
import { lazy } from '../../core/lazy.ts'
import { type MapNode, nodeAt, type Problem, textOf } from '../../core/node.ts'
import { span } from '../../core/origin.ts'
import { readTaskFile, type TaskDefinition } from '../../formats/ecs/task-definition.ts'
import { secretManifestsIn, workloadsIn } from '../../formats/kubernetes/manifest.ts'
import { parseYamlStream } from '../../formats/yaml/parse-yaml.ts'
import type { VariantSource } from '../../projects/workspace.ts'
import { isProductionLike } from '../../projects/workspace.ts'
import type { Build } from '../build-model.ts'
import type { BuildRequest } from '../builds.ts'
import type { Project, Variant } from '../model.ts'
import type { Service } from '../service-model.ts'
import type { Sources } from '../sources.ts'
import { type ContainerFacts, deployedService } from './container.ts'
import { type Candidate, requestFor } from './image-builds.ts'
import { containersOfWorkload } from './pods.ts'
import { replacementsIn } from './replaced-images.ts'
import { containersOfTask } from './task.ts'

/** A variant whose services can only be made once the project's builds are known. */
export interface Deployed {
  readonly variant: Variant
  /** Asks for the builds of its containers' images; each request is one of `candidates` once more. */
  readonly requests: (candidates: readonly Candidate[]) => readonly BuildRequest[]
  /** Tells which build became of a request. */
  readonly link: (builds: ReadonlyMap<BuildRequest, Build>) => void
}

export function deployedVariant(source: VariantSource, project: Project, sources: Sources): Deployed {
  const kubernetes = source.platform === 'kubernetes'
  const documents = source.files.map((file) =>
    kubernetes ? readPods(file, sources) : readTask(file, project, sources),
  )
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

interface Read {
  readonly task: TaskDefinition | undefined
  readonly containers: readonly ContainerFacts[]
  /** By container: the workflows that replace its image. */
  readonly replacements: ReadonlyMap<string, readonly string[]>
  readonly secrets: readonly MapNode[]
  readonly problems: readonly Problem[]
}

const nothing: Read = { task: undefined, containers: [], replacements: new Map(), secrets: [], problems: [] }

function readTask(file: string, project: Project, sources: Sources): Read {
  const source = sources.text(file)
  if (source === undefined) return nothing
  const { definition: task, problems } = readTaskFile(source)
  const found = replacementsIn(project, file)
  const names = (task?.containers ?? []).map((container) => textOf(nodeAt(container, 'name')) ?? '')
  // A name that only the run knows is that of the only container.
  const alone = names.length === 1
  const replacements = new Map(
    names.map((name) => [
      name,
      found.filter(({ container }) => container === name || (container === undefined && alone)).map(({ by }) => by),
    ]),
  )
  const replaced = (container: string): string | undefined => {
    const [by] = replacements.get(container) ?? []
    return by && `${by} puts the image of ${container} in when it deploys`
  }
  const containers = task ? containersOfTask(task, replaced) : []
  return { ...nothing, task, containers, replacements, problems: unreadWithout(containers, problems) }
}

function readPods(file: string, sources: Sources): Read {
  const source = sources.text(file)
  if (source === undefined) return nothing
  const { roots, problems } = parseYamlStream(source)
  const containers = workloadsIn(roots).flatMap(containersOfWorkload)
  const secrets = secretManifestsIn(roots)
  return { ...nothing, containers, secrets, problems: unreadWithout(containers, problems) }
}

/** Problems of a file in which no container was found count as a file that could not be read. */
const unreadWithout = (containers: readonly ContainerFacts[], problems: readonly Problem[]): readonly Problem[] =>
  containers.length > 0 ? problems : problems.map((problem) => ({ ...problem, kind: 'syntax' }))
