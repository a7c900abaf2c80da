/** What runs a service or a variant, as far as things are called or done differently there. */
import type { Platform } from './model.ts'

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
