/** One compose service as it will really run: image or build, merged with what compose says. */
import { type Known, type KnownList, known, mapKnown, unknowable } from '../core/known.ts'
import { type MapNode, type Node, nodeAt, textOf } from '../core/node.ts'
import { absent, type Origin, spansOf } from '../core/origin.ts'
import type { MeasuredNeeds } from '../core/proof.ts'
import type { Tree } from '../core/tree.ts'
import type { ImageProfile } from '../knowledge/images/profile.ts'
import type { Build, ImageUse } from './build-model.ts'
import { type InterpolationIndex, serviceEnvironment } from './environment.ts'
import { flagField, listField, listValue, mapItems, textEntries, textField } from './fields.ts'
import { composeHealthcheck, imageHealthcheck } from './healthcheck.ts'
import type { ComposeModel, ComposeService } from './load/compose-model.ts'
import type { Network, Project, Variant } from './model.ts'
import { mountsOf } from './mounts.ts'
import { publishedPorts } from './ports.ts'
import { limitsOf } from './resource-limits.ts'
import type { Dependency, Healthcheck, Service, UserSpec } from './service-model.ts'
import { userSpec } from './user.ts'

export interface ServiceInputs {
  readonly tree: Tree
  readonly project: Project
  readonly variant: Variant
  readonly model: ComposeModel
  readonly interpolations: InterpolationIndex
  readonly image: (service: Service) => ImageUse | undefined
  readonly build: Build | undefined
  readonly networks: readonly Network[]
  readonly measured: MeasuredNeeds | undefined
}

/** Builds the effective service. Values that the image decides are read from the build's final stage or the image's profile. */
export function effectiveService(compose: ComposeService, inputs: ServiceInputs): Service {
  const { node, name } = compose
  const { variant, build } = inputs
  const definitions = spansOf(compose.keyOrigin)
  const finalStage = build?.finalStage
  const inVariants = [variant.name]
  const service: Service = {
    subject: { kind: 'service', name },
    origin: compose.keyOrigin,
    inVariants,
    name,
    project: inputs.project,
    variant,
    platform: variant.platform,
    node,
    pod: undefined,
    definitions,
    profiles: compose.profiles,
    get image() {
      return inputs.image(service)
    },
    build,
    finalStage,
    get profile() {
      return profileOf(service)
    },
    get role() {
      return service.profile?.role ?? 'unknown'
    },
    measured: inputs.measured,
    get user() {
      return userOf(service, compose.keyOrigin)
    },
    privileged: flagField(node, compose.keyOrigin, 'privileged'),
    readOnly: flagField(node, compose.keyOrigin, 'read_only'),
    init: flagField(node, compose.keyOrigin, 'init'),
    capAdd: listField(node, compose.keyOrigin, 'cap_add'),
    capDrop: listField(node, compose.keyOrigin, 'cap_drop'),
    securityOptions: listField(node, compose.keyOrigin, 'security_opt'),
    limits: limitsOf(node, compose.keyOrigin, variant.platform),
    ports: publishedPorts(node, compose.keyOrigin),
    networks: joined(node, inputs.networks),
    networkMode: textField(node, compose.keyOrigin, 'network_mode'),
    pid: textField(node, compose.keyOrigin, 'pid'),
    ipc: textField(node, compose.keyOrigin, 'ipc'),
    uts: textField(node, compose.keyOrigin, 'uts'),
    usernsMode: textField(node, compose.keyOrigin, 'userns_mode'),
    cgroup: textField(node, compose.keyOrigin, 'cgroup'),
    devices: devicesOf(node, absent('devices', compose.keyOrigin)),
    environment: serviceEnvironment(
      compose,
      inputs.model,
      inputs.interpolations,
      () => service,
      finalStage?.effectiveEnv ?? [],
      inVariants,
    ),
    envFiles: mapItems(nodeAt(node, 'env_file')).flatMap((file) => {
      const path = textOf(nodeAt(file, 'path'))
      return path === undefined ? [] : [{ value: path, origin: file.origin }]
    }),
    mounts: mountsOf(node, inputs.tree),
    tmpfs: listField(node, compose.keyOrigin, 'tmpfs'),
    get healthcheck() {
      return healthcheckOf(service)
    },
    healthcheckOrigin: absent('healthcheck', compose.keyOrigin),
    command: commandOf(node, 'command'),
    entrypoint: commandOf(node, 'entrypoint'),
    dependsOn: dependenciesOf(nodeAt(node, 'depends_on')),
    restart: textField(node, compose.keyOrigin, 'restart'),
    logging: {
      driver: textField(node, compose.keyOrigin, 'logging', 'driver'),
      options: new Map(textEntries(nodeAt(node, 'logging', 'options')).map((entry) => [entry.name, entry.value])),
      origin: nodeAt(node, 'logging')?.origin ?? absent('logging', compose.keyOrigin),
    },
    pullPolicy: textField(node, compose.keyOrigin, 'pull_policy'),
    labels: textEntries(nodeAt(node, 'labels')),
    secrets: mapItems(nodeAt(node, 'secrets')).map((secret) => ({
      source: textOf(nodeAt(secret, 'source')) ?? '',
      target: textOf(nodeAt(secret, 'target')),
      origin: secret.origin,
    })),
    containerName: textField(node, compose.keyOrigin, 'container_name'),
    aliases: textEntriesOfNetworks(node),
    get listens() {
      return listensOf(service)
    },
  }
  return service
}

/** The running image's profile: the service's own image, or the one at the root of its build. */
export function profileOf(service: Service): ImageProfile | undefined {
  if (service.build) return service.finalStage?.rootImage?.profile
  return service.image?.profile
}

function userOf(service: Service, definitions: Origin): Known<UserSpec> {
  const written = textField(service.node, definitions, 'user')
  if (!written.known) return written
  if (written.value !== undefined) return known(userSpec(written.value), written.origin)
  if (service.finalStage) return service.finalStage.user
  if (service.build) return unknowable('the Dockerfile could not be read', written.origin)
  return imageUser(service.profile, service.image?.written ?? '', written.origin)
}

/** The user that an image starts as, where its profile says. */
export function imageUser(profile: ImageProfile | undefined, image: string, origin: Origin): Known<UserSpec> {
  if (profile?.user === undefined) return unknowable(`nothing is known of the user of ${image || 'its image'}`, origin)
  const { name, uid } = profile.user
  const spec = userSpec(name)
  return known(
    { ...spec, uid: uid ?? spec.uid, root: (uid ?? spec.uid) === 0 },
    { kind: 'default', of: `image ${image}`, at: origin },
  )
}

function joined(node: MapNode, networks: readonly Network[]): readonly Network[] {
  const named = nodeAt(node, 'networks')
  if (named?.kind !== 'map') return []
  return networks.filter((network) => named.entries.some(({ key }) => key === network.name))
}

function textEntriesOfNetworks(node: MapNode): readonly string[] {
  const networks = nodeAt(node, 'networks')
  if (networks?.kind !== 'map') return []
  const own = textOf(nodeAt(node, 'hostname'))
  const aliases = networks.entries.flatMap(({ value }) =>
    listValue(nodeAt(value, 'aliases'), value.origin).items.flatMap((item) => (item.known ? [item.value] : [])),
  )
  return own === undefined ? aliases : [...aliases, own]
}

function devicesOf(node: MapNode, where: Origin): KnownList<string> {
  const list = nodeAt(node, 'devices')
  const items = mapItems(list).map((device) => textField(device, device.origin, 'source'))
  return { items: items.map((item) => mapKnown(item, (text) => text ?? '')), origin: list?.origin ?? where }
}

function commandOf(node: MapNode, key: 'command' | 'entrypoint'): KnownList<string> | undefined {
  const value = nodeAt(node, key)
  return value === undefined || (value.kind === 'scalar' && value.value === null)
    ? undefined
    : listValue(value, value.origin)
}

function dependenciesOf(node: Node | undefined): readonly Dependency[] {
  if (node?.kind !== 'map') return []
  return node.entries.map((entry) => ({
    service: entry.key,
    condition: textOf(nodeAt(entry.value, 'condition')) ?? 'service_started',
    required: textOf(nodeAt(entry.value, 'required')) !== 'false',
    origin: spansOf(entry.value.origin).length > 0 ? entry.value.origin : entry.keyOrigin,
  }))
}

function healthcheckOf(service: Service): Healthcheck | undefined {
  const image = service.image
  const inherited =
    service.finalStage?.healthcheck ??
    (service.profile?.healthcheck === true && image ? imageHealthcheck(image.written, image.origin) : undefined)
  return composeHealthcheck(service.node, inherited) ?? inherited
}

/** EXPOSE of the final stage, else the image's own ports. */
export function listensOf(service: Service): readonly Known<number>[] {
  const exposed = service.finalStage?.exposes.map(({ port }) => port) ?? []
  if (exposed.length > 0) return exposed
  const at = service.image?.origin ?? service.origin
  const of = `image ${service.image?.written ?? service.finalStage?.rootImage?.written ?? ''}`
  return (service.profile?.ports ?? []).map((port) => known(port, { kind: 'default', of, at }))
}
