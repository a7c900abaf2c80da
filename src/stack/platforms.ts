/** What runs a service or a variant, as far as things are called or done differently there. */
import type { Platform } from './model.ts'

/** Whether compose files describe it, so that Compose's keys are the words for it. */
export const runsCompose = ({ platform }: { readonly platform: Platform }): boolean =>
  platform === 'compose' || platform === 'swarm'
