/** Which variable stands in for a literal credential of a compose file, so that one password stays one password. */
import { keptWith } from '../core/lazy.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { firstSpanOf, type Origin, type SpanOrigin, spansOf } from '../core/origin.ts'
import { credentialsInCommand, type SpokenText } from './command-credentials.ts'
import { isOwnCredential } from './compose-credentials.ts'
import { type LiteralCredential, literalsOf } from './credentials.ts'
import { runsServer } from './data-directories.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** A stretch of a scalar's text that is a credential. */
export interface Cut {
  /** The whole scalar. */
  readonly place: SpanOrigin
  /** The scalar's text as YAML reads it. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A credential that compose gives a service as a literal. */
interface Literal extends Cut {
  readonly value: string
  readonly name: string
  readonly service: string
  /** Whether it sets the password of the service's own account, rather than one it logs in with. */
  readonly own: boolean
  readonly kind: LiteralCredential['kind']
}

/** The scalar of a compose file behind an origin, with its text. */
export function scalarAt(project: Project, origin: Origin): { place: SpanOrigin; text: string } | undefined {
  const found = firstSpanOf(origin)
  const file = found && project.composeFiles.find((candidate) => candidate.file === found.file)
  const node = file && nodeAt(file.root, ...found.path)
  const place = node?.kind === 'scalar' ? firstSpanOf(node.origin) : undefined
  const text = textOf(node)
  return place && text !== undefined ? { place, text } : undefined
}

/** Where the text of a named value begins in a scalar: behind `NAME=` in a list. */
export const valueStart = (text: string, name: string): number => (text.startsWith(`${name}=`) ? name.length + 1 : 0)

/** A part of a value as it stands in the scalar that holds it, where `$` may be doubled; undefined where it is written otherwise. */
export function cutIn(
  { place, text }: { place: SpanOrigin; text: string },
  name: string,
  part: string,
  at: number,
): Cut | undefined {
  const base = valueStart(text, name)
  if (part !== '' && text.startsWith(part, base + at)) {
    return { place, text, start: base + at, end: base + at + part.length }
  }
  const doubled = part.replaceAll('$', '$$$$')
  const start = text.indexOf(doubled, base)
  return part === '' || start < 0 ? undefined : { place, text, start, end: start + doubled.length }
}

/** A part of a scalar whose place in the file is known; the scalar itself where all of it is meant. */
export function cutAt(project: Project, origin: Origin): Cut | undefined {
  const [at] = spansOf(origin)
  const scalar = scalarAt(project, origin)
  if (at === undefined || scalar === undefined) return undefined
  const { place, text } = scalar
  const raw = project.file(place.file)?.source.text ?? ''
  const base = place.start + (place.end - place.start - text.length) / 2
  if (raw.slice(base, base + text.length) !== text) return undefined
  const [start, end] = [Math.max(at.start - base, 0), Math.min(at.end - base, text.length)]
  return { place, text, start, end }
}

/** Every literal credential that compose files give to services in `environment:`. */
const literalsIn = keptWith((project: Project): readonly Literal[] => {
  const found = [
    ...project.environment.flatMap((one) => (one.source === 'compose' ? literalsOfOne(project, one) : [])),
    ...project.variants.flatMap(({ services }) => services.flatMap(literalsOfCommand)),
  ]
  // Several variants may read one file.
  return [...Map.groupBy(found, ({ place, start }) => `${place.file}:${place.start}:${start}`).values()].flatMap(
    ([first]) => first ?? [],
  )
})

/** A server's password on its own command line. */
const literalsOfCommand = (service: Service): readonly Literal[] =>
  credentialsInCommand(service.command, service.project).flatMap((spoken): readonly Literal[] => {
    const cut = cutOfSpoken(service.project, spoken)
    const isServer = /^(?:data-store|message-broker|cache)$/.test(service.profile?.role ?? '') && runsServer(service)
    const own = isServer || (spoken.name !== undefined && /^-*requirepass$/.test(spoken.name))
    const [name, { name: of }] = [spokenName(service, spoken.name), service]
    return cut ? [{ ...cut, value: spoken.text, name, service: of, own, kind: 'value' }] : []
  })

/** What the variable of a flag is called: as the variable that it sets, or the service's credential that it names. */
export function spokenName({ name }: Service, flag: string | undefined): string {
  if (flag !== undefined && /^[A-Z][A-Z\d_]+$/.test(flag)) return flag
  return `${name}_${/token|secret|key/i.exec(flag ?? '')?.[0] ?? 'password'}`
}

/** Where a credential of a command stands; in a scalar of several lines by its text. */
export function cutOfSpoken(project: Project, { origin, text }: SpokenText): Cut | undefined {
  const scalar = scalarAt(project, origin)
  return cutAt(project, origin) ?? (scalar && cutIn(scalar, '', text, 0))
}

function literalsOfOne(project: Project, variable: EnvironmentVariable): readonly Literal[] {
  const scalar = scalarAt(project, variable.origin)
  if (scalar === undefined) return []
  const { name, service, value, interpolations } = variable
  // Where something is interpolated, the offsets are those of the text as it is written.
  const source =
    interpolations.length > 0 || !value.known ? scalar.text.slice(valueStart(scalar.text, name)) : value.value
  return literalsOf(variable).flatMap(({ start, end, kind }) => {
    const cut = cutIn(scalar, name, source.slice(start, end), start)
    const own = service !== undefined && isOwnCredential(service, name) && kind === 'value'
    return cut ? [{ ...cut, value: source.slice(start, end), name, service: service?.name ?? '', own, kind }] : []
  })
}

/** The literals that `environment:` holds in one scalar. */
export const literalsAt = (project: Project, { file, start }: SpanOrigin): readonly Cut[] =>
  literalsIn(project).filter(({ place }) => place.file === file && place.start === start)

/** A name as variables are written: `Jwt__Key` is `JWT_KEY`. */
export const asVariable = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
    .replace(/^(?=\d)/, '_')

/** What of a connection string's name is not about the password. */
const notPassword = /(?:^|_)(?:CONNECTION_?STRINGS?|CONNECTION|CONN|DEFAULT|URLS?|URI|DSN|STRING)(?=_|$)/g

const ownName = ({ name, kind }: Pick<Literal, 'name' | 'kind'>): string =>
  kind === 'value' || kind === 'hash'
    ? asVariable(name)
    : `${asVariable(asVariable(name).replace(notPassword, '')) || 'DB'}_PASSWORD`

/** The name of a literal's variable, with the service before it where another service has another value of that name. */
function distinctName(literal: Pick<Literal, 'name' | 'kind' | 'service' | 'value'>, all: readonly Literal[]): string {
  const name = ownName(literal)
  const taken = all.some(
    (other) => other.service !== literal.service && other.value !== literal.value && ownName(other) === name,
  )
  const prefix = asVariable(literal.service)
  return taken && prefix !== '' && !name.startsWith(`${prefix}_`) ? `${prefix}_${name}` : name
}

/** The password of the account that a client logs in with, by its value: not that of one service where a URL names another. */
function ownerOf(value: string, text: string, all: readonly Literal[], project: Project): Literal | undefined {
  const host = /@([\w.-]+)/.exec(text)?.[1]
  const isService = project.variants.some(({ services }) => services.some(({ name }) => name === host))
  const owners = all.filter((other) => other.own && other.value === value && (!isService || other.service === host))
  const [first, ...more] = owners.filter(({ name }) => !/ROOT/i.test(name))
  if (first === undefined) return owners[0]
  return more.length === 0 ? first : owners.find(({ service }) => service !== '' && text.includes(service))
}

/**
 * The variable for a credential of a compose file. What a client logs in with gets the variable of the account whose password it
 * is; every account has its own.
 */
export function variableFor(project: Project, cut: Cut, name: string, service: string): string {
  const all = literalsIn(project)
  const { place, start } = cut
  const known = all.find(
    (one) => one.place.file === place.file && one.place.start === place.start && one.start === start,
  )
  const value = known?.value ?? cut.text.slice(cut.start, cut.end)
  if (known?.own !== true) {
    const owner = ownerOf(value, cut.text, all, project)
    if (owner) return distinctName(owner, all)
    const twin =
      known?.kind === 'value' ? undefined : all.find((other) => other.kind === 'value' && other.value === value)
    if (twin) return distinctName(twin, all)
  }
  return distinctName(known ?? { name, kind: 'value', service, value }, all)
}
