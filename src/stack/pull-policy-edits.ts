/** Repairs of when Compose pulls an image. */
import type { Repair } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import { setKey } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Lets a service that is built here never be pulled under its name, where nobody has said when it is. */
export function neverPulled(service: Service): Repair {
  const { name, node } = service
  if (nodeAt(node, 'pull_policy') !== undefined)
    return { refused: `somebody chose when ${name} is pulled`, supply: 'whether it is to be built or pulled' }
  return setKey(
    service,
    {
      title: `Build ${name} where it runs, and never pull it`,
      safety: 'guarded',
      effect: 'every start builds, and what others pushed under the name is not used',
    },
    ['pull_policy'],
    'build',
    // Beside the name, which every run has that may pull it.
    service.image?.origin ?? nodeAt(node, 'build')?.origin,
  )
}
