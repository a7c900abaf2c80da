/** Settings of an ECS task definition that no field of the model holds, for rules about ECS itself. */
import { type Known, known } from '../core/known.ts'
import { type MapNode, type Node, nodeAt } from '../core/node.ts'
import { absent, type Origin } from '../core/origin.ts'
import type { RefusedSetting } from '../knowledge/fargate.ts'
import { mapItems, textValue } from './fields.ts'
import type { Variant } from './model.ts'
import type { Service } from './service-model.ts'

/** Where a task definition is named: its family, or the whole of it where it has none. */
export const taskPlace = (task: MapNode): Origin => nodeAt(task, 'family')?.origin ?? task.origin

/** A text of the task definition itself; where it is absent, the family lacks it. */
export const taskText = (task: MapNode, key: string): Known<string | undefined> =>
  textValue(nodeAt(task, key), absent(key, taskPlace(task)))

/** A setting that is there and that the platform refuses. */
export interface FoundSetting {
  readonly name: string
  /** The value in words, where it decides. */
  readonly value: Known<string | undefined>
  readonly setting: RefusedSetting
  readonly service: Service | undefined
}

/** The values of a node that say something: of a list each item. */
function valuesOf(node: Node | undefined): readonly Known<string | undefined>[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return []
  if (node.kind === 'list') return node.items.length === 0 ? [] : node.items.flatMap(valuesOf)
  return node.kind === 'map' ? [known(undefined, node.origin)] : [textValue(node, node.origin)]
}

function foundIn(
  node: MapNode,
  settings: readonly RefusedSetting[],
  service: Service | undefined,
): readonly FoundSetting[] {
  return settings.flatMap((setting) =>
    valuesOf(nodeAt(node, ...setting.path)).map((value) => ({ name: setting.path.join('.'), value, setting, service })),
  )
}

/** Every one of the settings that a task definition or its containers have, whatever their values. */
export const settingsOf = (
  { task, services }: Variant,
  ofTask: readonly RefusedSetting[],
  ofContainers: readonly RefusedSetting[],
): readonly FoundSetting[] =>
  task === undefined
    ? []
    : [
        ...foundIn(task, ofTask, undefined),
        ...services.flatMap((service) => foundIn(service.node, ofContainers, service)),
      ]

/** A volume that a task definition declares. */
export interface TaskVolume {
  readonly name: string
  readonly node: MapNode
  readonly origin: Origin
}

export const volumesOfTask = (task: MapNode): readonly TaskVolume[] =>
  mapItems(nodeAt(task, 'volumes')).map((node) => {
    const name = textValue(nodeAt(node, 'name'), node.origin)
    return { name: (name.known && name.value) || 'a volume', node, origin: nodeAt(node, 'name')?.origin ?? node.origin }
  })
