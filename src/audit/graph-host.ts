/** Which parts of the host a service is given: sockets and sensitive paths, devices, its network, its processes. */
import type { GraphLines } from '../core/architecture.ts'
import { valueOr } from '../core/known.ts'
import { nodeAt } from '../core/node.ts'
import { firstSpanOf, type SpanOrigin } from '../core/origin.ts'
import { positionAt } from '../core/text.ts'
import { givesEngine, hostPathOf } from '../stack/host-mounts.ts'
import type { Service } from '../stack/service-model.ts'

/** A part of the host in a service's hands. */
export interface HostPart {
  readonly label: string
  /** How the service has it. */
  readonly how: string
  readonly risk: string | null
}

export function hostPartsOf(service: Service): readonly HostPart[] {
  const { devices, ipc, networkMode, pid, privileged } = service
  const paths = service.mounts.flatMap((mount): readonly HostPart[] => {
    const found = hostPathOf(service, mount)
    if (!found?.known) return []
    const { path, gives, evenReadOnly } = found.value
    const readOnly = valueOr(mount.readOnly, false)
    const label = givesEngine(found.value) ? `${path} (container engine)` : path
    return [{ label, how: readOnly ? 'read-only' : 'read-write', risk: readOnly && !evenReadOnly ? null : gives }]
  })
  const isHosts = (value: Service['pid']): boolean => value.known && value.value === 'host'
  return [
    ...paths,
    ...devices.items.flatMap((device): readonly HostPart[] =>
      device.known && device.value !== ''
        ? [{ label: device.value.split(':')[0] ?? '', how: 'device', risk: null }]
        : [],
    ),
    ...(isHosts(networkMode)
      ? [{ label: 'network of the host', how: 'shares', risk: 'every port it opens is the host’s' }]
      : []),
    ...(isHosts(pid)
      ? [{ label: 'processes of the host', how: 'shares', risk: 'it sees every process of the host' }]
      : []),
    ...(isHosts(ipc)
      ? [{ label: 'memory of the host', how: 'shares', risk: 'it shares memory with the host’s programs' }]
      : []),
    ...(valueOr(privileged, false)
      ? [{ label: 'every device of the host', how: 'privileged', risk: 'it is root on the host' }]
      : []),
  ]
}

/** The lines in which a service is defined, one stretch per file. */
export function linesOf({ definitions, node, project }: Service): readonly GraphLines[] {
  const whole = firstSpanOf(node.origin)
  const places = definitions.flatMap((definition): readonly SpanOrigin[] => {
    const document = project.composeFiles.find(({ file }) => file === definition.file)
    const block = document && firstSpanOf(nodeAt(document.root, ...definition.path)?.origin ?? definition)
    const end =
      block?.file === definition.file ? block.end : whole?.file === definition.file ? whole.end : definition.end
    const start = document === undefined && whole?.file === definition.file ? whole.start : definition.start
    return [{ ...definition, start: Math.min(start, definition.start), end: Math.max(end, definition.end) }]
  })
  return places.flatMap(({ file, start, end }) => {
    const source = project.file(file)?.source
    if (source === undefined) return []
    const last = source.text.slice(start, end).trimEnd().length
    return [
      { file, first: positionAt(source, start).line, last: positionAt(source, start + Math.max(last - 1, 0)).line },
    ]
  })
}
