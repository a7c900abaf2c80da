/** How bad it is when a container is given a capability. */
import type { Severity } from '../core/verdict.ts'
import type { Capability, CapabilityDanger } from './capabilities.ts'

/** Where a capability alone is worth more or less than others of its kind. */
const apart: ReadonlyMap<string, Severity> = new Map([
  ['SYS_MODULE', 'critical'],
  // Without the host's processes in sight, it reaches those of its own container.
  ['SYS_PTRACE', 'medium'],
  ['BPF', 'high'],
  ['PERFMON', 'medium'],
  ['SYS_BOOT', 'high'],
])
const usual: Readonly<Record<CapabilityDanger, Severity | undefined>> = {
  host: 'critical',
  kernel: 'medium',
  network: 'medium',
  isolation: 'low',
  ordinary: undefined,
}

/** Undefined for what is of no consequence outside of the container. */
export const severityOfCapability = ({ name, danger }: Capability): Severity | undefined =>
  apart.get(name) ?? usual[danger]
