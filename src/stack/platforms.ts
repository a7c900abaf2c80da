/** What runs a service or a variant, as far as things are called or done differently there. */
import { nodeAt, textOf } from '../core/node.ts'
import type { Platform } from './model.ts'
import type { Service } from './service-model.ts'

/** Whether compose files describe it, so that Compose's keys are the words for it. */
export const runsCompose = ({ platform }: { readonly platform: Platform }): boolean =>
  platform === 'compose' || platform === 'swarm'

/** How a container is given another user where compose has no part in it. */
export function userRemedy({ platform }: { readonly platform: Platform }): { readonly remedy?: string } {
  if (runsCompose({ platform })) return {}
  const where =
    platform === 'kubernetes'
      ? '`securityContext.runAsUser` to a number other than 0, with `runAsNonRoot: true`'
      : '`user` of the container definition to a number other than 0'
  return { remedy: `Set ${where}; or end the Dockerfile with \`USER\` and a number.` }
}

/** Whether the container is one of Windows, which knows no capabilities, no read-only root and no setuid programs. */
export const runsWindows = ({ variant, pod }: Pick<Service, 'variant' | 'pod'>): boolean =>
  /^windows/i.test(textOf(nodeAt(variant.task, 'runtimePlatform', 'operatingSystemFamily')) ?? '') ||
  textOf(nodeAt(pod, 'nodeSelector', 'kubernetes.io/os')) === 'windows' ||
  textOf(nodeAt(pod, 'os', 'name')) === 'windows'
