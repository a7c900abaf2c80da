/** Decisions about secrets and data: where secrets live, and who may reach the data stores. */
import type { Decision } from '../core/assurance.ts'
import { count } from '../core/count.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import { directoryOf, within } from '../core/tree.ts'
import { keepsData } from '../stack/authentication.ts'
import { holdsCredential, literalCredentials, literalsOf } from '../stack/credentials.ts'
import { textOfResource } from '../stack/infrastructure/questions.ts'
import type { Project } from '../stack/model.ts'
import type { EnvironmentVariable, Service } from '../stack/service-model.ts'
import { type Answerer, listed, placesOf } from './decision-basis.ts'
import { reachOf } from './decisions-run.ts'

type Home = 'manager' | 'file' | 'outside' | 'tracked' | 'env-file' | 'literal'

interface KeptSecret {
  readonly name: string
  readonly home: Home
  readonly origin: Origin
}

const homes: Readonly<Record<Home, string>> = {
  manager: 'handed over by a secrets manager when the task starts',
  file: 'mounted as secret files',
  outside: 'taken from the environment of whoever starts the stack',
  tracked: 'in secret files that the repository holds',
  'env-file': 'in an env file',
  literal: 'written in the files',
}

/** A variable that holds a secret, by where its value is; a literal counts wherever it is, the rest by name. */
function secretVariable(variable: EnvironmentVariable): KeptSecret | undefined {
  const { name, source, interpolations, origin } = variable
  if (source === 'dockerfile-env' || source === 'dockerfile-arg') return undefined
  // A fallback that nothing replaces is a literal.
  const asked = interpolations.some(({ set, operator }) => set || !/^:?-$/.test(operator))
  const home: Home = source === 'env-file' ? 'env-file' : asked ? 'outside' : 'literal'
  const fallback = interpolations.some(({ argument }) => literalCredentials(name, argument).length > 0)
  if (home !== 'outside' && (fallback || literalsOf(variable).length > 0)) return { name, home, origin }
  return home === 'outside' && holdsCredential(name) ? { name, home, origin } : undefined
}

/** The files of Compose's `secrets:` that git tracks, by the name of the secret. */
function trackedSecrets({ composeFiles, tracked }: Project): ReadonlySet<string> {
  const entries = composeFiles.flatMap(({ file, root }) => {
    const declared = nodeAt(root, 'secrets')
    return declared?.kind === 'map' ? declared.entries.map(({ key, value }) => ({ file, key, value })) : []
  })
  const held = entries.filter(({ file, value }) => {
    const path = textOf(nodeAt(value, 'file'))
    const inTree = path === undefined ? undefined : within(directoryOf(file), path)
    return inTree !== undefined && tracked(inTree) === true
  })
  return new Set(held.map(({ key }) => key))
}

function secretsOf({ secrets, environment, platform }: Service, held: ReadonlySet<string>): readonly KeptSecret[] {
  const homeOf = (source: string): Home =>
    platform.startsWith('ecs') ? 'manager' : held.has(source) ? 'tracked' : 'file'
  return [
    ...secrets.map(({ source, target, origin }) => ({
      name: target ?? source,
      home: homeOf(source),
      origin,
    })),
    ...environment.flatMap((variable) => secretVariable(variable) ?? []),
  ]
}

export const secretHomes: Answerer = (basis): Decision | undefined => {
  const held = trackedSecrets(basis.project)
  const kept = basis.services.flatMap((service) =>
    secretsOf(service, held).map((secret) => ({ ...secret, service: service.name })),
  )
  const inImages = basis.project.environment.filter(
    (variable) =>
      (variable.source === 'dockerfile-env' || variable.source === 'dockerfile-arg') && literalsOf(variable).length > 0,
  )
  if (kept.length + inImages.length === 0) return undefined
  const all = kept.length + inImages.length
  const of = (home: Home) => kept.filter((secret) => secret.home === home)
  const safe = of('manager').length + of('file').length
  const named = (home: Home): string =>
    listed([...new Set(of(home).map(({ name, service }) => `\`${name}\` of ${service}`))])
  const written = of('literal').length + of('tracked').length + of('env-file').length + inImages.length
  return {
    id: 'secret-homes',
    question: 'Where do secrets live?',
    answer:
      safe === all
        ? `All ${all} in secret files or a secrets manager`
        : `${safe} of ${all} in secret files or a secrets manager${written > 0 ? `, ${written} written in files` : ''}`,
    because: [
      ...(['manager', 'file', 'outside', 'tracked', 'env-file', 'literal'] as const)
        .filter((home) => of(home).length > 0)
        .map((home) => `${named(home)} ${of(home).length === 1 ? 'is' : 'are'} ${homes[home]}`),
      ...(inImages.length === 0
        ? []
        : [
            `${listed([...new Set(inImages.map(({ name }) => `\`${name}\``))])} ${inImages.length === 1 ? 'is' : 'are'} written in a Dockerfile`,
          ]),
    ],
    evidence: placesOf(
      basis,
      [...kept.filter(({ home }) => home !== 'manager' && home !== 'file'), ...inImages].map(({ origin }) => origin),
    ),
    next: [
      ...(written === 0
        ? []
        : [
            'Replace what is written in files by new values, for it is in the history and in every copy; keep the new ones outside',
          ]),
      ...(of('outside').length + written === 0
        ? []
        : [
            'Move them to where only their service reads them: an entry of `secrets:` in compose, `secrets` with `valueFrom` in an ECS task',
          ]),
    ],
  }
}

const managedStores = [
  'aws_db_instance',
  'aws_rds_cluster_instance',
  'aws_elasticache_cluster',
  'aws_elasticache_replication_group',
]

export const dataAccess: Answerer = (basis): Decision | undefined => {
  const stores = basis.services.filter(keepsData)
  const managed = managedStores.flatMap((type) => basis.project.infrastructure.ofType(type))
  if (stores.length + managed.length === 0) return undefined
  const running = new Set(basis.services.map(({ name }) => name))
  const told = stores.map((store) => {
    const beside = new Set(
      store.networks
        .flatMap(({ services }) => services)
        .filter((one) => one !== store && !keepsData(one) && running.has(one.name))
        .map(({ name }) => name),
    )
    const callers = new Set(
      store.variant.dialogues.flatMap(({ from, to }) =>
        to.kind === 'service' && to.service.name === store.name ? [from.name] : [],
      ),
    )
    return { store, callers: [...callers], beside: [...beside].filter((name) => !callers.has(name)) }
  })
  const open = told.filter(
    ({ store }) =>
      store.ports.items.some((port) => port.known && port.value.everyInterface) ||
      (store.networkMode.known && store.networkMode.value === 'host'),
  )
  const published = managed.map((resource) => ({ resource, open: textOfResource(resource, 'publicly_accessible') }))
  const exposed = published.filter(({ open: value }) => value.known && value.value === 'true')
  const idle = told.filter(({ callers, beside }) => callers.length > 0 && beside.length > 0)
  const unsaid = told.filter(({ callers }) => callers.length === 0)
  return {
    id: 'data-access',
    question: 'Who may reach the data stores?',
    answer:
      open.length + exposed.length > 0
        ? `Whoever reaches the network that ${listed([...open.map(({ store }) => store.name), ...exposed.map(({ resource }) => resource.address)])} ${open.length + exposed.length === 1 ? 'is' : 'are'} published on`
        : idle.length > 0
          ? 'More services than use them'
          : unsaid.length > 0 || stores.length === 0
            ? 'Open'
            : 'Only the services that use them, as far as the files tell',
    because: [
      ...told.flatMap(({ store, callers, beside: others }) => [
        reachOf(store),
        ...(callers.length === 0
          ? [
              `no file says who uses ${store.name}${others.length === 0 ? '' : `; ${listed(others)} ${others.length === 1 ? 'shares' : 'share'} a network with it`}`,
            ]
          : [`${listed(callers)} ${callers.length === 1 ? 'uses' : 'use'} ${store.name}`]),
        ...(others.length === 0 || callers.length === 0
          ? []
          : [
              `${listed(others)} ${others.length === 1 ? 'shares' : 'share'} a network with ${store.name}, and no file says that ${others.length === 1 ? 'it uses' : 'they use'} it`,
            ]),
      ]),
      ...published.map(({ resource, open: value }) =>
        !value.known
          ? `whether ${resource.address} has a public address cannot be told`
          : value.value === 'true'
            ? `${resource.address} has a public address`
            : `${resource.address} has no public address; its security groups say who gets in`,
      ),
    ],
    evidence: placesOf(basis, [
      ...told.flatMap(({ store }) => [store.ports.items[0]?.origin ?? store.origin]),
      ...published.map(({ open: value }) => value.origin),
    ]),
    next: [
      ...(open.length === 0
        ? []
        : [`Do not publish ${listed(open.map(({ store }) => store.name))}, or bind the port to 127.0.0.1`]),
      ...exposed.map(({ resource }) => `Set \`publicly_accessible = false\` on ${resource.address}`),
      ...(idle.length === 0
        ? []
        : [
            `Give ${count(idle.length, 'data store')} a network of ${idle.length === 1 ? 'its' : 'their'} own that only their users join`,
          ]),
      ...(unsaid.length === 0 || unsaid.every(({ beside }) => beside.length === 0)
        ? []
        : [`Say who uses ${listed(unsaid.map(({ store }) => store.name))}, and let nobody else onto its network`]),
    ],
  }
}
