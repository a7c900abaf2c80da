/** Decisions about what runs: admin tools, read-only roots, and what has to be kept. */
import type { Decision } from '../core/assurance.ts'
import { count } from '../core/count.ts'
import type { Origin } from '../core/origin.ts'
import { keepsData } from '../stack/authentication.ts'
import { dataDirectory, mountHolding, runsServer } from '../stack/data-directories.ts'
import { textOfResource } from '../stack/infrastructure/questions.ts'
import { runsInProduction } from '../stack/production.ts'
import type { Mount, Service } from '../stack/service-model.ts'
import { needsToWrite } from '../stack/writing-programs.ts'
import { type Answerer, type DecisionBasis, listed, placesOf } from './decision-basis.ts'

/** From where the ports of a service can be reached. */
export function reachOf({ ports, networkMode, name }: Service): string {
  const open = ports.items.filter((port) => port.known && port.value.everyInterface)
  if (networkMode.known && networkMode.value === 'host') return `${name} is on the host’s own network`
  if (open.length > 0) {
    const numbers = open.flatMap((port) => (port.known ? [port.value.published ?? String(port.value.target)] : []))
    return `${name} is published on every interface of the host (${numbers.join(', ')})`
  }
  if (ports.items.some((port) => !port.known)) return `whether ${name} is published cannot be told`
  if (ports.items.length > 0) return `${name} is published on the host’s loopback address only`
  return `${name} is not published: only its networks reach it`
}

const isTool = ({ role }: Service): boolean => role === 'admin-tool' || role === 'dev-tool'

export const adminTools: Answerer = (basis): Decision | undefined => {
  const tools = basis.project.variants.flatMap(({ services }) => services).filter(isTool)
  if (tools.length === 0) return undefined
  const inProduction = basis.services.filter((service) => isTool(service) && runsInProduction(service))
  const apart = [...new Set(tools.map(({ name }) => name))].filter(
    (name) => !inProduction.some((one) => one.name === name),
  )
  const cloud = inProduction.some(({ platform }) => platform.startsWith('ecs'))
  const names = listed(inProduction.map(({ name }) => name))
  return {
    id: 'admin-tools',
    question: 'Should admin tools be part of production?',
    answer: inProduction.length === 0 ? 'No, and none is' : `No: ${names} ${inProduction.length === 1 ? 'is' : 'are'}`,
    because: [
      ...inProduction.map((service) => reachOf(service)),
      ...(apart.length === 0
        ? []
        : [`${listed(apart)} only ${apart.length === 1 ? 'starts' : 'start'} outside production`]),
    ],
    evidence: placesOf(
      basis,
      [...inProduction, ...tools.filter(({ name }) => apart.includes(name))].map(({ origin }) => origin),
    ),
    next:
      inProduction.length === 0
        ? []
        : [
            cloud
              ? `Take ${names} out of the production task`
              : `Put ${names} behind a profile (\`profiles: [admin]\`) or into an overlay for development`,
            cloud
              ? 'Reach the data store through a tunnel when somebody has to: ECS Exec or Session Manager port forwarding'
              : 'Reach the data store through a tunnel when somebody has to: `ssh -L` to the host, or a session manager’s',
          ],
  }
}

export const readOnlyRoots: Answerer = (basis): Decision | undefined => {
  const services = basis.services.filter(({ readOnly }) => !readOnly.known || readOnly.value !== undefined)
  if (services.length === 0) return undefined
  const on = services.filter(({ readOnly }) => readOnly.known && readOnly.value)
  const off = services
    .filter((service) => !on.includes(service))
    .map((service) => ({ service, paths: needsToWrite(service) }))
  const ready = off.flatMap(({ service, paths }) => ('refused' in paths ? [] : [{ service, paths }]))
  const untested = off.flatMap(({ service, paths }) =>
    'refused' in paths ? [{ service, because: paths.refused }] : [],
  )
  const parts = [
    on.length > 0 ? `on for ${on.length}` : '',
    ready.length > 0 ? `ready for ${ready.length}` : '',
    untested.length > 0 ? `to be tested for ${untested.length}` : '',
  ].filter((part) => part !== '')
  return {
    id: 'read-only-root',
    question: 'Should root filesystems be read-only?',
    answer: off.length === 0 ? 'Yes, and all are' : `Yes: ${parts.join(', ')} of ${count(services.length, 'service')}`,
    because: [
      ...(on.length === 0
        ? []
        : [`${listed(on.map(({ name }) => name))} already ${on.length === 1 ? 'runs' : 'run'} with one`]),
      ...ready.map(({ service, paths }) =>
        paths.length === 0
          ? `${service.name} needs to write nowhere but in its mounts, as far as the files tell`
          : `${service.name} needs to write in ${listed(paths)}, as far as the files tell`,
      ),
      ...untested.map(({ because }) => because),
    ],
    evidence: placesOf(
      basis,
      services.map(({ readOnly }) => readOnly.origin),
    ),
    next: [
      ...(ready.length === 0
        ? []
        : [
            `Switch it on for ${listed(ready.map(({ service }) => service.name))}: \`drydock fix --guarded\` shows the change`,
          ]),
      ...(untested.length === 0
        ? []
        : [
            `Run ${listed(untested.map(({ service }) => service.name))} with \`read_only: true\` in a test, and mount what they write`,
          ]),
    ],
  }
}

/** What is fetched or worked out again when it is gone. */
const passing = /(?:^|\/)(?:node_modules|vendor|\.?cache|caches|tmp|logs?|\.next|target|bin|obj|dist|build)(?:\/|$)/i

/** The writable volumes of a service that may hold what somebody misses. */
const volumesOf = (service: Service): readonly Mount[] =>
  service.mounts.filter(
    ({ type, readOnly, source, target }) =>
      type === 'volume' &&
      !(readOnly.known && readOnly.value) &&
      !(target.known && passing.test(target.value)) &&
      // One without a name is made anew for each container, unless a store keeps its data in it until then.
      (keepsData(service) || !source.known || source.value !== undefined),
  )

const textOf = (value: Mount['source'] | Mount['target']): string =>
  value.known ? (value.value ?? 'without a name') : 'that cannot be told'

const backsUp = /backup|restic|borg|wal-g|barman|velero|litestream/i
const plans = ['aws_backup_plan', 'aws_backup_selection']

export const keptState: Answerer = (basis): Decision | undefined => {
  const { project, services } = basis
  const stores = services.filter((service) => keepsData(service) && runsServer(service))
  const held = services.flatMap((service) => volumesOf(service).map((mount) => ({ service, mount })))
  const lost = stores.flatMap((service) => {
    const path = dataDirectory(service)
    return path?.known && mountHolding(service, path.value) === undefined ? [{ service, path: path.value }] : []
  })
  const managed = ['aws_db_instance', 'aws_rds_cluster'].flatMap((type) => project.infrastructure.ofType(type))
  if (held.length + lost.length + managed.length === 0) return undefined
  const backups = [
    ...services
      .filter(({ name, image }) => backsUp.test(name) || backsUp.test(image?.written ?? ''))
      .map(({ name, origin }) => ({ text: `${name} looks like it makes backups`, origin: origin as Origin })),
    ...plans
      .flatMap((type) => project.infrastructure.ofType(type))
      .map(({ address, origin }) => ({ text: `${address} backs up what it selects`, origin: origin as Origin })),
  ]
  const retention = managed.map((resource) => ({ resource, days: textOfResource(resource, 'backup_retention_period') }))
  const volumes = [...new Set(held.map(({ mount }) => textOf(mount.source)))]
  const open = [
    ...(volumes.length === 0 ? [] : [listed(volumes)]),
    ...retention
      .filter(({ days }) => !days.known || days.value === undefined || days.value === '0')
      .map(({ resource }) => resource.address),
  ]
  const keepers = new Set([...held, ...lost].map(({ service }) => service.name)).size + managed.length
  return {
    id: 'kept-state',
    question: 'Which services keep data, and how is it backed up?',
    answer: `${count(keepers, 'service keeps', 'services keep')} data; ${
      backups.length > 0
        ? 'a backup is in the files'
        : keepers === managed.length && managed.length > 0 && open.length === 0
          ? 'it is backed up automatically'
          : 'how it is backed up is open'
    }`,
    because: [
      ...held.map(
        ({ service, mount }) => `${service.name} has volume ${textOf(mount.source)} at ${textOf(mount.target)}`,
      ),
      ...lost.map(({ service, path }) => `${service.name} keeps ${path} in no volume: it is gone with the container`),
      ...retention.map(({ resource, days }) =>
        days.known && days.value !== undefined
          ? `${resource.address} keeps automatic backups for ${days.value} days`
          : `${resource.address} says nothing of how long automatic backups are kept`,
      ),
      ...backups.map(({ text }) => text),
    ],
    evidence: placesOf(basis, [
      ...held.map(({ mount }) => mount.origin),
      ...lost.map(({ service }) => service.origin),
      ...retention.map(({ days }) => days.origin),
      ...backups.map(({ origin }) => origin),
    ]),
    next: [
      ...lost.map(({ service, path }) => `Give ${service.name} a volume at ${path}`),
      ...(open.length === 0 || backups.length > 0
        ? []
        : [
            `Say how ${listed(open)} ${open.length === 1 && volumes.length < 2 ? 'is' : 'are'} backed up, and where to`,
          ]),
      ...(held.length + managed.length === 0
        ? []
        : ['Restore a backup into an empty environment once, and write down how long it takes']),
    ],
  }
}

/** All of this file. */
export const runDecisions = (basis: DecisionBasis): readonly (Decision | undefined)[] => [
  adminTools(basis),
  readOnlyRoots(basis),
  keptState(basis),
]
