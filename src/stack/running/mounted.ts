/** What a running container has mounted, of the host and of volumes, and the devices that it was given. */
import { type Answer, any, holds, no, some, yes } from '../../core/known.ts'
import { nodeAt, textOf } from '../../core/node.ts'
import type { ObservedMount } from '../../core/observed.ts'
import type { Severity } from '../../core/verdict.ts'
import { type HostPath, severityOfHostPath } from '../../knowledge/host-paths.ts'
import { mapItems } from '../fields.ts'
import { givesEngine, sensitivePath } from '../host-mounts.ts'
import type { Mount, Service } from '../service-model.ts'
import { keyOf, type Look, type Meaning, unreadIn, type Weakness, weakness, when } from './weakness.ts'

const sensitive = ({ source, inTree }: ObservedMount): HostPath | undefined =>
  inTree ? undefined : sensitivePath(source)

function severityOf(mount: ObservedMount): Severity {
  const path = sensitive(mount)
  if (path) return givesEngine(path) ? 'critical' : severityOfHostPath(path, mount.readOnly)
  return mount.readOnly ? 'low' : 'medium'
}

const nameOf = ({ source, inTree }: ObservedMount): string => (inTree ? `./${source}`.replace(/\/$/, '') : source)

/** Docker Desktop and its kin put their own machine's directory before the paths of the host. */
const isSamePath = (seen: ObservedMount, written: Mount): boolean => {
  if (!written.source.known || written.source.value === undefined) return true
  const { value } = written.source
  if (written.inTree) return seen.inTree ? seen.source === value : value === '' || seen.source.endsWith(`/${value}`)
  // Whoever writes an absolute path may well mean the tree's own.
  if (seen.inTree) return seen.source === '' || `${value.replace(/\/$/, '')}/`.endsWith(`/${seen.source}/`)
  // A path below a home directory, or above the tree, is another one on every machine.
  if (/^[~.]/.test(value)) return true
  return seen.source.replace(/\/$/, '') === value.replace(/\/$/, '')
}

/** Compose mounts secrets and configurations from files, too. */
function handedOver({ node }: Service, target: string): boolean {
  const targets = (section: string, directory: string): readonly string[] =>
    mapItems(nodeAt(node, section)).map((one) => {
      const written = textOf(nodeAt(one, 'target')) ?? textOf(nodeAt(one, 'source')) ?? ''
      return written.startsWith('/') ? written : `${directory}/${written}`
    })
  return [...targets('secrets', '/run/secrets'), ...targets('configs', '')].includes(target)
}

const mountsAt = ({ mounts }: Service, target: string): readonly Mount[] =>
  mounts.filter((mount) => mount.target.known && clean(mount.target.value) === clean(target))

const clean = (path: string): string => path.replace(/(?<=.)\/+$/, '')

/** Whether something that cannot be read may be the mount in question. */
const mayBeMeant = (service: Service): Answer =>
  any(
    ...service.mounts.map(({ target }): Answer => holds(target, () => false)),
    unreadIn(service, 'volumes'),
    nodeAt(service.node, 'volumes_from') === undefined
      ? no
      : { is: 'unknown', because: 'it takes over the mounts of another container (volumes_from)' },
  )

function meaningOf(seen: ObservedMount, service: Service): Meaning {
  const [written] = mountsAt(service, seen.target)
  if (!written) {
    const meant = handedOver(service, seen.target) ? yes : mayBeMeant(service)
    return { meant, origin: keyOf(service, 'volumes'), instead: 'the files mount nothing there' }
  }
  const origin = written.origin
  if (seen.type === 'bind' && written.type !== 'bind' && written.type !== 'unknown' && written.type !== 'npipe')
    return { meant: no, origin, instead: `the files put a ${written.type} there` }
  if (seen.type === 'bind' && !isSamePath(seen, written))
    return { meant: no, origin, instead: 'the files mount another directory there' }
  return { meant: yes, origin, instead: '' }
}

const mounts: Look = (seen) =>
  seen.mounts.flatMap((mount): readonly Weakness[] => {
    const fromHost = mount.type === 'bind' || mount.type === 'npipe'
    // A volume without a name is one that the image asks for.
    if (!fromHost && !(mount.type === 'volume' && mount.source !== '')) return []
    const path = fromHost ? sensitive(mount) : undefined
    const what = fromHost ? `mounts ${nameOf(mount)} of the host` : `mounts the volume ${mount.source}`
    return [
      weakness({
        control: path ? (givesEngine(path) ? '5.32' : '5.6') : undefined,
        what: `${what} at ${mount.target}${path ? `, which gives ${path.gives}` : ''}`,
        severity: fromHost ? severityOf(mount) : 'medium',
        meaning: (service) => meaningOf(mount, service),
      }),
      ...when(!mount.readOnly, {
        ...{ control: undefined, what: `may write to what is mounted at ${mount.target}`, severity: 'medium' },
        meaning: (service) => {
          const [written] = mountsAt(service, mount.target)
          return {
            // Without such a mount the other weakness says it all.
            meant: written ? holds(written.readOnly, (value) => !value) : yes,
            origin: written?.origin ?? keyOf(service, 'volumes'),
            instead: 'the files mount it read-only',
          }
        },
      }),
      ...when(/shared$/.test(mount.propagation), {
        control: '5.20',
        what: `shares mounts below ${mount.target} with the host`,
        severity: 'medium',
        meaning: (service) => {
          const [written] = mountsAt(service, mount.target)
          return {
            meant: !written || /shared$/.test(written.propagation ?? '') ? yes : no,
            origin: written?.origin ?? keyOf(service, 'volumes'),
            instead: 'the files do not ask for that',
          }
        },
      }),
    ]
  })

const devices: Look = (seen) =>
  seen.devices.map((device) =>
    weakness({
      control: '5.18',
      what: `has the device ${device} of the host`,
      severity: 'high',
      meaning: (service) => ({
        meant: device.startsWith('/') ? some(service.devices, (path) => path === device) : asksForDriver(service),
        origin: service.devices.origin,
        instead: 'the files do not give it that',
      }),
    }),
  )

const asksForDriver = ({ node }: Service): Answer =>
  (nodeAt(node, 'gpus') ?? nodeAt(node, 'deploy', 'resources', 'reservations', 'devices')) ? yes : no

/** What it has of the host's files, volumes and devices. */
export const mountLooks: readonly Look[] = [mounts, devices]
