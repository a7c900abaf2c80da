/** ECS task definitions that Terraform registers, in the shape that the JSON form has. */
import type { MapEntry, MapNode, Node } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import { jsonValue } from '../../formats/hcl/json-text.ts'
import { fieldOf } from '../../formats/hcl/value.ts'
import type { CloudResource, Infrastructure } from './model.ts'
import { attribute } from './module-scope.ts'
import { blocksAt } from './questions.ts'

export interface TerraformTaskDefinition {
  readonly resource: CloudResource
  /** `family`, `networkMode`, `containerDefinitions` …: as `register-task-definition` takes them; what is not known is marked `unset`. */
  readonly node: MapNode
  /** The file that declares it. */
  readonly file: string
  readonly origin: SpanOrigin
}

/** How Terraform calls what the JSON form calls otherwise. */
const names: readonly (readonly [terraform: string, json: string])[] = [
  ['family', 'family'],
  ['network_mode', 'networkMode'],
  ['requires_compatibilities', 'requiresCompatibilities'],
  ['cpu', 'cpu'],
  ['memory', 'memory'],
  ['task_role_arn', 'taskRoleArn'],
  ['execution_role_arn', 'executionRoleArn'],
  ['pid_mode', 'pidMode'],
  ['ipc_mode', 'ipcMode'],
]

/** Every task definition of a project's Terraform. */
export const terraformTaskDefinitions = ({ resources }: Infrastructure): readonly TerraformTaskDefinition[] =>
  resources
    .filter(({ type }) => type === 'aws_ecs_task_definition')
    .map((resource) => ({ resource, node: taskNode(resource), file: resource.origin.file, origin: resource.origin }))

function taskNode(resource: CloudResource): MapNode {
  const entries = names.flatMap(([terraform, json]) => renamed(resource, terraform, json))
  const written = attribute(resource.block, 'container_definitions')
  if (written !== undefined) {
    entries.push({
      key: 'containerDefinitions',
      keyOrigin: written.origin,
      value: jsonValue(written, resource.scope),
    })
  }
  const volumes = blocksAt(resource.body, 'volume').maps.map(volumeNode)
  if (volumes.length > 0) {
    const list: Node = { kind: 'list', items: volumes, origin: resource.origin }
    entries.push({ key: 'volumes', keyOrigin: resource.origin, value: list })
  }
  return { kind: 'map', entries, origin: resource.origin }
}

function renamed(resource: CloudResource, terraform: string, json: string): MapEntry[] {
  const value = fieldOf(resource.body, terraform)
  return value === undefined ? [] : [{ key: json, keyOrigin: value.origin, value }]
}

/** `volume { name, host_path, efs_volume_configuration { … } }`. */
function volumeNode(volume: MapNode): MapNode {
  const entries: MapEntry[] = volume.entries.filter(({ key }) => key === 'name')
  const path = fieldOf(volume, 'host_path')
  if (path !== undefined) {
    const host: Node = {
      kind: 'map',
      entries: [{ key: 'sourcePath', keyOrigin: path.origin, value: path }],
      origin: path.origin,
    }
    entries.push({ key: 'host', keyOrigin: path.origin, value: host })
  }
  const [efs] = blocksAt(volume, 'efs_volume_configuration').maps
  if (efs !== undefined) {
    const camel = (key: string): string => key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    const value: Node = { ...efs, entries: efs.entries.map((entry) => ({ ...entry, key: camel(entry.key) })) }
    entries.push({ key: 'efsVolumeConfiguration', keyOrigin: efs.origin, value })
  }
  return { ...volume, entries }
}
