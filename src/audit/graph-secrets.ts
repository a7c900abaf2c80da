/** Which secrets a variant's services hold, and which of them are one and the same: by name, never by value in what comes out. */
import { nodeAt, textOf } from '../core/node.ts'
import { credentialsInCommand } from '../stack/command-credentials.ts'
import { isOwnCredential } from '../stack/compose-credentials.ts'
import { type Grade, holdsCredential, literalCredentials } from '../stack/credentials.ts'
import { mapItems } from '../stack/fields.ts'
import { callsService } from '../stack/front-doors.ts'
import type { Variant } from '../stack/model.ts'
import type { EnvironmentVariable, Service } from '../stack/service-model.ts'

/** A secret under one name, with everybody who is given it and as what. */
export interface HeldSecret {
  readonly label: string
  readonly holders: readonly { readonly service: Service; readonly as: string }[]
}

/** One service's way to a secret, before it is known which of them lead to the same one. */
interface Holding {
  readonly service: Service
  /** The variable, flag or file that it comes in. */
  readonly as: string
  /** What the secret is called, best name first, each with how good a name it is. */
  readonly name: string
  readonly rank: 'declared' | 'own' | 'variable'
  /** Equal keys are equal secrets; empty where only the value can tell. */
  readonly key: string
  /** A value that is written in the files, with how likely it is that others have it by chance. */
  readonly value: string | undefined
  readonly grade: Grade | undefined
}

const ranks: readonly Holding['rank'][] = ['declared', 'own', 'variable']

/** Every secret of a variant, in the order in which services hold them. */
export function secretsOf({ services }: Variant): readonly HeldSecret[] {
  const holdings = services.flatMap(holdingsOf)
  const taken = new Set<string>()
  return groupsOf(holdings).map((group) => {
    const [best] = group.toSorted((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank))
    const label = freeLabel(best?.name ?? '', best?.service.name ?? '', taken)
    const holders = new Map(group.map(({ service, as }) => [`${service.name}\0${as}`, { service, as }]))
    return { label, holders: [...holders.values()] }
  })
}

/** Two secrets of one name are told apart by their first holders. */
function freeLabel(name: string, service: string, taken: Set<string>): string {
  const labels = [name, `${name} of ${service}`]
  const label = labels.find((one) => !taken.has(one)) ?? `${name} of ${service} (${taken.size})`
  taken.add(label)
  return label
}

const holdingsOf = (service: Service): readonly Holding[] => [
  ...declaredOf(service),
  ...service.environment.flatMap((variable) => ofVariable(service, variable)),
  ...credentialsInCommand(service.command, service.project).map(({ name, text, grade }): Holding => {
    const as = name ?? 'command'
    return { service, as, name: as.replace(/^-+/, ''), rank: 'variable', key: '', value: text, grade }
  }),
]

/** Secrets that the platform hands over: Compose's and Swarm's `secrets:`, those of a task definition or a manifest. */
function declaredOf(service: Service): readonly Holding[] {
  const given = (name: string, as: string): readonly Holding[] =>
    name === ''
      ? []
      : [{ service, as, name, rank: 'declared', key: `declared\0${name}`, value: undefined, grade: undefined }]
  if (service.platform === 'kubernetes') return ofManifest(service).flatMap(([name, as]) => given(name, as))
  return service.secrets.flatMap(({ source, target }) => given(storedName(source), target ?? ''))
}

/** The name within an ARN: what stands behind `secret:` without the suffix that AWS adds, or the parameter's path. */
const storedName = (source: string): string =>
  /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:([^:]+?)(?:-[A-Za-z\d]{6})?(?::|$)/.exec(source)?.[1] ??
  /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/?(.+)$/.exec(source)?.[1] ??
  source

/** Names of Kubernetes secrets with what they come in: variables of their own, all of their keys, files. */
function ofManifest({ node, pod }: Service): readonly (readonly [string, string])[] {
  const named = (from: Parameters<typeof nodeAt>[0], ...path: readonly string[]): string =>
    textOf(nodeAt(from, ...path)) ?? ''
  const mounted = new Map(mapItems(nodeAt(node, 'volumeMounts')).map((one) => [named(one, 'name'), one]))
  return [
    ...mapItems(nodeAt(node, 'env')).map(
      (one) => [named(one, 'valueFrom', 'secretKeyRef', 'name'), named(one, 'name')] as const,
    ),
    ...mapItems(nodeAt(node, 'envFrom')).map((one) => [named(one, 'secretRef', 'name'), ''] as const),
    ...mapItems(nodeAt(pod, 'volumes')).flatMap((volume): readonly (readonly [string, string])[] => {
      const mount = mounted.get(named(volume, 'name'))
      return mount ? [[named(volume, 'secret', 'secretName'), named(mount, 'mountPath')]] : []
    }),
  ]
}

/** What a variable holds: the secret variables that are put into it, and the credentials that are written in its value. */
function ofVariable(service: Service, variable: EnvironmentVariable): readonly Holding[] {
  const { name, value, interpolations, source } = variable
  const called = source === 'dockerfile-env' || source === 'dockerfile-arg' ? `${name} in the image` : name
  const text = value.known ? value.value : undefined
  const written = text === undefined ? [] : literalCredentials(name, text)
  const all = [...new Set(interpolations.map((one) => one.variable))]
  const named = all.filter((one) => holdsCredential(one) || (holdsCredential(name) && all.length === 1))
  const own = isOwnCredential(service, name)
  const rank = own ? 'own' : 'variable'
  const common = { service, as: name, grade: undefined, value: undefined, rank } as const
  const [literal] = written
  if (literal && text !== undefined && written.length === 1 && named.length <= 1) {
    const known = { grade: literal.grade, value: text.slice(literal.start, literal.end) }
    return [
      { ...common, ...known, name: named[0] ?? called, key: named[0] === undefined ? '' : `variable\0${named[0]}` },
    ]
  }
  const interpolated = named.map((one): Holding => ({ ...common, name: one, key: `variable\0${one}` }))
  if (interpolated.length > 0) return interpolated
  if (text !== undefined && written.length > 0) {
    return written.map(({ start, end, grade }) => ({
      ...common,
      name: called,
      key: '',
      grade,
      value: text.slice(start, end),
    }))
  }
  // Who starts it sets it.
  return text === undefined && holdsCredential(name) ? [{ ...common, name: called, key: `variable\0${name}` }] : []
}

/** Holders of one value that are compared pair by pair; a value that more of them share is a default that says nothing. */
const mostCompared = 64

/** Puts together what is the same secret. */
function groupsOf(holdings: readonly Holding[]): readonly (readonly Holding[])[] {
  const parents = holdings.map((_, at) => at)
  const rootOf = (at: number): number => {
    let root = at
    while (parents[root] !== root) root = parents[root] ?? root
    parents[at] = root
    return root
  }
  const first = new Map<string, number>()
  for (const [at, holding] of holdings.entries()) {
    for (const key of keysOf(holding)) {
      const other = first.get(key)
      if (other === undefined) first.set(key, at)
      else parents[rootOf(at)] = rootOf(other)
    }
  }
  const valued = [...holdings.entries()].filter(([, { value }]) => value !== undefined)
  for (const alike of Map.groupBy(valued, ([, { value }]) => value).values()) {
    const some = alike.slice(0, mostCompared)
    for (const [at, owner] of some) {
      if (owner.rank !== 'own') continue
      for (const [other, client] of some) {
        if (callsService(client.service, owner.service)) parents[rootOf(other)] = rootOf(at)
      }
    }
  }
  return [...Map.groupBy(holdings.keys(), rootOf).values()].map((group) => group.flatMap((at) => holdings[at] ?? []))
}

/** Whoever shares one of these holds the same secret. Values that many choose have to have the same name as well. */
const keysOf = ({ key, value, grade, name }: Holding): readonly string[] => [
  ...(key === '' ? [] : [key]),
  ...(value === undefined ? [] : [grade === 'literal' ? `value\0${value}` : `named\0${name}\0${value}`]),
]
