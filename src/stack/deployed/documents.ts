/** Reads task definitions and manifests into the containers that they run. */
import { type MapNode, nodeAt, type Problem, textOf } from '../../core/node.ts'
import { readTaskDefinition, readTaskFile, type TaskDefinition } from '../../formats/ecs/task-definition.ts'
import { secretManifestsIn, workloadsIn } from '../../formats/kubernetes/manifest.ts'
import { parseYamlStream } from '../../formats/yaml/parse-yaml.ts'
import type { VariantSource } from '../../projects/workspace.ts'
import type { Project } from '../model.ts'
import type { Sources } from '../sources.ts'
import type { ContainerFacts } from './container.ts'
import { containersOfWorkload } from './pods.ts'
import { replacementsIn } from './replaced-images.ts'
import { containersOfTask } from './task.ts'

/** What one file says of what runs. */
export interface DeployedDocument {
  readonly task: TaskDefinition | undefined
  readonly containers: readonly ContainerFacts[]
  /** By container: the workflows that replace its image. */
  readonly replacements: ReadonlyMap<string, readonly string[]>
  readonly secrets: readonly MapNode[]
  readonly problems: readonly Problem[]
}

const nothing: DeployedDocument = {
  task: undefined,
  containers: [],
  replacements: new Map(),
  secrets: [],
  problems: [],
}

function readTask(file: string, project: Project, sources: Sources): DeployedDocument {
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

function readPods(file: string, sources: Sources): DeployedDocument {
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

/** The documents of a variant's files. */
export const documentsOf = (source: VariantSource, project: Project, sources: Sources): readonly DeployedDocument[] =>
  source.files.map((file) =>
    source.platform === 'kubernetes' ? readPods(file, sources) : readTask(file, project, sources),
  )

/** A task definition that something else than a JSON file says. */
export function documentOfTask(node: MapNode): DeployedDocument {
  const task = readTaskDefinition(node)
  return { ...nothing, task, containers: containersOfTask(task, () => undefined) }
}
