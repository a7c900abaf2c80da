/** The containers of a project as the report lists them: which service each is, and how it fares. */
import type { ContainerCondition, ContainerSummary } from '../core/observed.ts'
import type { Project } from '../stack/model.ts'

export const containerSummaries = ({ id, containers }: Project): readonly ContainerSummary[] =>
  containers.map(({ seen, service, variant }) => ({
    name: seen.name,
    project: id,
    service: service?.name ?? null,
    variant: variant?.name ?? null,
    startedAsVariant: variant !== undefined && seen.variant === variant.name,
    image: seen.image.reference || seen.image.id,
    state: stateText(seen.state),
    startedAt: seen.state.startedAt,
  }))

function stateText({ status, health, exitCode, outOfMemory, restarts }: ContainerCondition): string {
  const code = status === 'exited' || status === 'dead' ? ` with code ${exitCode}` : ''
  const more = [
    health ?? '',
    outOfMemory ? 'was out of memory' : '',
    restarts > 0 ? `restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : '',
  ]
  return [`${status || 'unknown'}${code}`, ...more].filter((part) => part !== '').join(', ')
}
