/** Splits a stack's one network in two: data stores get one of their own, which only those join that use them. */
import type { TreeEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { keptWith } from '../core/lazy.ts'
import { nodeAt } from '../core/node.ts'
import type { PathSegment, SpanOrigin } from '../core/origin.ts'
import { keepsData } from './authentication.ts'
import { callsService } from './front-doors.ts'
import type { Network, Variant } from './model.ts'
import { isOutside } from './resolution.ts'
import type { Service } from './service-model.ts'

const names = ['data', 'data-stores']

/** Splits a network: its data stores leave it. A repair that belongs to all of them, worked out once. */
const split = keptWith((network: Network): Repair => segment(network, undefined))

/** Gives a store, with the others on its network, a network that only those join who use them. */
export function segmented(store: Service): Repair {
  const [network, ...more] = store.networks
  if (network === undefined || more.length > 0)
    return { refused: `${store.name} is on several networks already`, supply: 'which of them it leaves' }
  return split(network)
}

/** The same with a name for the network of all others, so that each service says where it is. */
export const segmentedByName = keptWith((variant: Variant): Repair => {
  const named = variant.networks.find(({ implicit }) => !implicit)
  const [network] = variant.networks
  if (named) return { refused: `network ${named.name} is there already`, supply: 'who is to be on it' }
  if (network === undefined || !network.services.some(keepsData))
    return { refused: 'no data store asks to be kept apart', supply: 'which services belong together' }
  return segment(network, 'edge')
})

function segment(shared: Network, edge: string | undefined): Repair {
  const { variant } = shared
  const stores = shared.services.filter((service) => keepsData(service) && service.networks.length === 1)
  const others = shared.services.filter((service) => !stores.includes(service))
  const file = stores[0]?.definitions[0]?.file
  if (file === undefined) return nowhere
  const objection = oddity(shared) ?? outsiders(shared, stores, file, edge !== undefined)
  if (objection) return objection
  const doubtful = others.find((service) => !isOpenBook(service) && mayBeDoor(service) && !usesOne(service, stores))
  if (doubtful)
    return { refused: `no file says whom ${doubtful.name} calls`, supply: `whether it uses ${nameAll(stores)}` }
  const unused = stores.find((store) => others.every((one) => isOpenBook(one) && !usesOne(one, [store])))
  if (unused) return { refused: `no file says who uses ${unused.name}`, supply: 'the services that do' }
  const network = names.find((name) => variant.networks.every((one) => one.name !== name))
  if (network === undefined) return { refused: 'the names for another network are taken', supply: 'a name' }
  const clients = others.filter((service) => usesOne(service, stores) || !isOpenBook(service))
  const aside = clients.find((one) => mayBeDoor(one) && !stores.every((store) => usesOne(one, [store])))
  if (aside)
    return { refused: `${aside.name} uses only some of ${nameAll(stores)}`, supply: 'a network for each of them' }
  const elsewhere = [...stores, ...clients].find((one) => definitionIn(one, file) === undefined)
  if (elsewhere)
    return { refused: `${elsewhere.name} is defined in another file than the data stores`, supply: 'its networks' }
  const open = stores.some(({ ports }) => ports.items.length > 0) || variant.dialogues.some(leavesFrom(stores))
  const declared: TreeEdit = { do: 'set', path: ['networks', network], value: open ? {} : { internal: true } }
  return {
    title: `Give ${nameAll(stores)} a network of ${stores.length === 1 ? 'its' : 'their'} own, with ${nameAll(clients)}`,
    safety: 'guarded',
    effect: `whoever uses ${nameAll(stores)} without naming it in its configuration cannot reach it any more`,
    edits: [
      {
        file,
        tree: [
          ...stores.map((store) => moves(store, pathIn(store, file), network)),
          ...(edge === undefined ? clients : others).map((one) =>
            joins(one, pathIn(one, file), clients.includes(one) ? [network] : [], edge),
          ),
          ...(edge === undefined ? [] : [{ do: 'set', path: ['networks', edge], value: {} } as const]),
          declared,
        ],
      },
    ],
  }
}

const nowhere: Refusal = { refused: 'the data stores are not defined in a compose file', supply: 'where they are' }

const nameAll = (services: readonly Service[]): string =>
  services.length === 0
    ? 'nobody'
    : services
        .map(({ name }) => name)
        .join(', ')
        .replace(/, ([^,]+)$/, ' and $1')

/** Takes the place of the network that is there, in the way in which it is written. */
const moves = (service: Service, path: readonly PathSegment[], network: string): TreeEdit =>
  nodeOfNetworks(service) === undefined
    ? { do: 'set', path, value: [network] }
    : { do: 'set', path: [...path, 0], value: network }

/** Adds networks; who named none stays on the default one besides, or on the one that takes its place. */
const joins = (
  service: Service,
  path: readonly PathSegment[],
  networks: readonly string[],
  edge = 'default',
): TreeEdit =>
  service.networks.some(({ implicit }) => implicit) && nodeOfNetworks(service) === undefined
    ? { do: 'set', path, value: [edge, ...networks] }
    : { do: 'append', path, values: networks }

/** The networks that the service's own file gives it. */
const nodeOfNetworks = ({ node }: Service) => {
  const found = nodeAt(node, 'networks')
  return found?.origin.kind === 'default' ? undefined : found
}

const definitionIn = ({ definitions, name }: Service, file: string): SpanOrigin | undefined =>
  definitions.find((one) => one.file === file && one.path.at(-2) === 'services' && one.path.at(-1) === name)

const pathIn = (service: Service, file: string): readonly PathSegment[] => [
  ...(definitionIn(service, file)?.path ?? ['services', service.name]),
  'networks',
]

/** Why a network cannot be split. */
function oddity({ external, name, services, variant }: Network): Refusal | undefined {
  if (!external.known || external.value)
    return { refused: `others may use network ${name} too`, supply: 'who reaches the data stores over it' }
  const borrowed = variant.services.find(
    ({ networkMode }) => !networkMode.known || /^(?:service|container):/.test(networkMode.value ?? ''),
  )
  const odd = borrowed ?? services.find(hasSettings)
  return odd && { refused: `the network of ${odd.name} is set up in its own way`, supply: 'the networks it needs' }
}

/** Whether a service has addresses or further names on its network. */
function hasSettings(service: Service): boolean {
  const networks = nodeOfNetworks(service)
  return networks?.kind === 'map' && networks.entries.some(({ value }) => value.kind === 'map')
}

/** Services that other files define, and that a split of this file would cut off. */
function outsiders(
  { name, variant }: Network,
  stores: readonly Service[],
  file: string,
  everybodyMoves: boolean,
): Refusal | undefined {
  const all = variant.project.variants.filter(({ files }) => files.includes(file)).flatMap(({ services }) => services)
  const cut = all.find(
    (service) =>
      service.networks.some((one) => one.name === name) &&
      definitionIn(service, file) === undefined &&
      (everybodyMoves || keepsData(service) || !isOpenBook(service) || usesOne(service, stores)),
  )
  return cut && { refused: `${cut.name} is defined in another file than the data stores`, supply: 'its networks' }
}

/** Whether the service calls one of these by name, or waits for it. */
const usesOne = (service: Service, stores: readonly Service[]): boolean =>
  stores.some(({ name }) => service.variant.services.some((one) => one.name === name && callsService(service, one)))

/** Variables that may hold the address of a store. */
const namesHost = /HOST|SERVER|ADDR|URI|URL|DSN|ENDPOINT|BROKER|CONN|DATABASE|REDIS/i

/** Whether the files tell whom a service calls: it names somebody, or it is an image that calls only whom it is told to. */
function isOpenBook(service: Service): boolean {
  const told = new Set(service.variant.dialogues.flatMap(({ from, via }) => (from === service ? [via] : [])))
  if (service.environment.some(({ name, value }) => !value.known && namesHost.test(name) && !told.has(name)))
    return false
  if (service.build === undefined && (service.role === 'proxy' || service.role === 'web-server')) return true
  return service.variant.services.some((other) => other !== service && callsService(service, other))
}

const mayBeDoor = ({ role, ports }: Service): boolean =>
  role === 'proxy' || role === 'web-server' || ports.items.some((port) => port.known && port.value.everyInterface)

const leavesFrom =
  (stores: readonly Service[]) =>
  (dialogue: Variant['dialogues'][number]): boolean =>
    stores.includes(dialogue.from) && isOutside(dialogue)
