/** How messages call a container: by its service, and by its own name where that says more. */
import type { Container } from './model.ts'

export const calledIn = ({ seen, service }: Container): string =>
  service ? `${service.name} (container ${seen.name})` : `Container ${seen.name}`

/** Whether it runs, or tries to. */
export const isUp = ({ seen }: Container): boolean => ['running', 'restarting', 'paused'].includes(seen.state.status)
