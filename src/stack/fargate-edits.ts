/** Repairs of settings that Fargate refuses, where what they asked for is no more than what Fargate does anyway, or cannot be had. */
import type { Repair } from '../core/fix.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import { refusedInContainer, refusedInTask } from '../knowledge/fargate.ts'
import { deployedFix, removeIn, setIn } from './deployed-edits.ts'
import type { Variant } from './model.ts'
import { settingsOf } from './task-settings.ts'

/** Settings without which a program runs as well as it can on Fargate. */
const needless = new Set([
  'placementConstraints',
  'privileged',
  'dockerSecurityOptions',
  'disableNetworking',
  'linuxParameters.sharedMemorySize',
  'linuxParameters.maxSwap',
  'linuxParameters.swappiness',
])

/** Repairs the setting whose value lies at the origin. */
export function repairSetting(origin: Origin, variant: Variant): Repair {
  const found = settingsOf(variant, refusedInTask, refusedInContainer).find(({ value }) => value.origin === origin)
  const node = found?.service?.node ?? variant.task
  if (found === undefined || node?.kind !== 'map')
    return { refused: 'Fargate has no host whose files could be mounted', supply: 'a volume of EFS, or an empty one' }
  const { name, setting } = found
  const whom = found.service?.name ?? 'the task'
  if (name === 'networkMode') {
    const effect = 'the service that runs the task has to name subnets and security groups'
    return setIn(
      node,
      { title: 'Give the task a network of its own', safety: 'guarded', effect },
      ['networkMode'],
      'awsvpc',
    )
  }
  const effect = `${whom} does without ${name}, as everything on Fargate does`
  if (needless.has(name))
    return removeIn(node, { title: `Leave ${name} of ${whom} out`, safety: 'guarded', effect }, ...setting.path)
  if (name === 'linuxParameters.capabilities.add') {
    const list = nodeAt(node, ...setting.path)
    const all = list?.kind === 'list' ? list.items.flatMap((item) => textOf(item) ?? []) : []
    const kept = all.filter((one) => setting.allowed?.test(one))
    const deed = { title: `Add only the capabilities to ${whom} that Fargate has`, safety: 'guarded', effect } as const
    return deployedFix(node, deed, (at) => [
      kept.length > 0
        ? { do: 'set', path: at(...setting.path), value: kept }
        : { do: 'remove', path: at(...setting.path) },
    ])
  }
  return { refused: `Fargate has nothing like it: ${setting.instead}`, supply: 'what the program needs in its place' }
}
