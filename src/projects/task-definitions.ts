/** Finds ECS task definitions: JSON files by name, folder or mention, told by their content. */
import { nodeAt, textOf } from '../core/node.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { readTaskFile, type TaskDefinition } from '../formats/ecs/task-definition.ts'
import { type Deployment, shortNameOf } from './deployment.ts'
import { type EcsCall, findEcsCalls } from './ecs-calls.ts'
import { environmentOfFile } from './environment-words.ts'
import { environmentOfContexts, environmentOfFiles } from './model.ts'
import type { Survey } from './survey.ts'
import type { Environment, Evidence } from './workspace.ts'

/** Every task definition of the workspace, each a deployment of its own. */
export function findTaskDefinitions(survey: Survey): readonly Deployment[] {
  const calls = findEcsCalls(survey)
  const files = [...new Set([...survey.found.taskDefinitions, ...calls.map(({ file }) => file)])]
  return files.flatMap((file): readonly Deployment[] => {
    const source = survey.text(file)
    if (source === undefined || !source.text.includes('"containerDefinitions"')) return []
    const { definition } = readTaskFile(source)
    if (definition === undefined || definition.containers.length === 0) return []
    return [
      deploymentOf(
        file,
        definition,
        calls.filter((call) => call.file === file),
      ),
    ]
  })
}

function deploymentOf(file: string, { node, containers }: TaskDefinition, calls: readonly EcsCall[]): Deployment {
  const familyNode = nodeAt(node, 'family')
  const family = familyNode?.kind === 'scalar' && familyNode.unset === undefined ? textOf(familyNode) : undefined
  const compatible = nodeAt(node, 'requiresCompatibilities')
  const fargate = compatible?.kind === 'list' && compatible.items.some((item) => textOf(item) === 'FARGATE')
  const named = environmentOfFiles([file])
  const byFamily = environmentOfFile(family ?? '')
  const because: Evidence[] = [{ text: 'the file is an ECS task definition' }]
  if (named.because !== undefined) because.push({ text: `the name of ${file} says ${named.environment}` })
  else if (byFamily !== 'unknown') because.push({ text: `the family ${family} says ${byFamily}` })
  for (const { by, origin } of calls) because.push({ text: `${by} deploys it`, origin })
  const environment = [named.environment, byFamily].find((one): one is Environment => one !== 'unknown') ?? 'unknown'
  const images = containers.flatMap((container) => shortNameOf(textOf(nodeAt(container, 'image')) ?? '') ?? [])
  return {
    model: {
      name: family ?? nameOf(file).replace(/\.json$/i, ''),
      files: [file],
      envFiles: [],
      projectDirectory: directoryOf(file),
      profiles: [],
      platform: fargate ? 'ecs-fargate' : 'ecs-ec2',
      environment,
      context: environmentOfContexts(calls.map(({ context }) => context)),
      isDefault: false,
      evidence: because,
      runBy: [...new Set(calls.map(({ by }) => by))],
    },
    images,
    containers: containers.flatMap((container) => textOf(nodeAt(container, 'name')) ?? []),
  }
}
