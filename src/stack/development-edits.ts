/** Repairs that move what is for development from the compose file of production to one of its own. */
import type { Data } from '../core/edit.ts'
import type { FileEdits, Fix, Refusal, Repair } from '../core/fix.ts'
import { entryOf, type Node, nodeAt } from '../core/node.ts'
import { type SpanOrigin, spansOf } from '../core/origin.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { boundPath, imageHasSources } from './bind-sources.ts'
import type { Mount, Service } from './service-model.ts'
import { variableUses } from './variable-use.ts'

const isRefusal = (one: FileEdits | Refusal): one is Refusal => 'refused' in one

/** Writes a key of a service into the file for development that goes with a compose file; it is made where there is none. */
export function inDevelopment({ name, project }: Service, base: string, key: string, value: Data): FileEdits | Refusal {
  const overlay = project.variants.find(
    ({ environment, files }) => environment === 'development' && files.length > 1 && files[0] === base,
  )
  const parts = /^((?:docker-)?compose)(\.ya?ml)$/.exec(nameOf(base))
  const file = overlay?.files.at(-1) ?? `${base.slice(0, -nameOf(base).length)}${parts?.[1]}.dev${parts?.[2]}`
  if (overlay !== undefined || project.file(file) !== undefined) {
    const path = ['services', name, key]
    if (Array.isArray(value)) return { file, tree: [{ do: 'append', path, values: value as readonly Data[] }] }
    return {
      file,
      tree: Object.entries(value as object).map(([inner, one]) => ({ do: 'set', path: [...path, inner], value: one })),
    }
  }
  if (parts === null)
    return {
      refused: `no file for development goes with ${base}`,
      supply: 'the file in which development is described',
    }
  const lines = Array.isArray(value)
    ? value.map((one: Data) => `      - ${written(one)}`)
    : Object.entries(value as object).map(([inner, one]) => `      ${inner}: ${written(one)}`)
  const head = `# For development: docker compose -f ${nameOf(base)} -f ${nameOf(file)} up`
  return { file, create: [head, 'services:', `  ${name}:`, `    ${key}:`, ...lines, ''].join('\n') }
}

/** Data on one line; JSON is YAML too. */
const written = (value: Data): string =>
  typeof value === 'string' &&
  /^[A-Za-z./~_$][\w./:~${}-]*$/.test(value) &&
  !/:$|^(?:y|yes|no?|on|off|true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value)

/** Moves the mounts of source code, and the nameless volumes inside them, to the file for development. */
export function moveSourceMounts(service: Service, isSource: (mount: Mount) => boolean): Repair {
  const sources = service.mounts.filter((mount) => boundPath(mount) !== undefined && isSource(mount))
  if (!sources.every((mount) => imageHasSources(service, mount)))
    return {
      refused: `the image of ${service.name} holds no sources: without the mount it has nothing to run`,
      supply: `a COPY of them in ${service.finalStage?.dockerfile.file ?? 'its Dockerfile'}`,
    }
  const file = spansOf(sources[0]?.origin ?? service.origin)[0]?.file ?? ''
  const root = service.project.composeFiles.find((one) => one.file === file)?.root
  const owner = nodeAt(root, 'services', service.name)
  const listed = entryOf(owner, 'volumes')
  if (listed?.value.kind !== 'list' || !isOwn(service, owner, listed.keyOrigin))
    return { refused: `the mounts of ${service.name} are not its own`, supply: 'where development is described' }
  const inside = service.mounts.filter(
    (mount) =>
      mount.type === 'volume' && mount.source.known && mount.source.value === undefined && isWithin(mount, sources),
  )
  const starts = new Set(
    [...sources, ...inside].flatMap(({ origin }) =>
      spansOf(origin)
        .slice(0, 1)
        .map(({ start }) => start),
    ),
  )
  const items = listed.value.items.filter((item) => starts.has(spansOf(item.origin)[0]?.start ?? -1))
  const edit = withoutItems(service, listed, items)
  const values = items.flatMap((item) => dataOf(item) ?? [])
  if (edit === undefined || items.length === 0 || values.length !== items.length)
    return {
      refused: `the mounts of ${service.name} are written in an unusual way`,
      supply: 'where development is described',
    }
  const development = inDevelopment(service, file, 'volumes', values)
  if (isRefusal(development)) return development
  return {
    title: `Mount the sources of ${service.name} in development only`,
    safety: 'guarded',
    effect: `${developmentNote(file, development.file)}; a change of the sources needs a new build elsewhere`,
    edits: [edit, development],
  }
}

/** Whether a key stands in a service's own lines, which no other service takes over by an anchor. */
function isOwn({ project }: Service, owner: Node | undefined, key: Node['origin']): boolean {
  const [[whole], [place]] = [owner ? spansOf(owner.origin) : [], spansOf(key)]
  const text = whole && project.file(whole.file)?.source.text
  if (!whole || !place || text === undefined) return false
  return whole.start <= place.start && place.end <= whole.end && !/&[\w-]+\s*$/.test(text.slice(0, whole.start))
}

const developmentNote = (base: string, file: string): string =>
  `development has to be started with \`-f ${nameOf(base)} -f ${nameOf(file)}\`${directoryOf(base) === '' ? '' : ` in ${directoryOf(base)}`}`

const isWithin = ({ target }: Mount, outer: readonly Mount[]): boolean =>
  target.known &&
  outer.some((one) => one.target.known && target.value.startsWith(`${one.target.value.replace(/\/+$/, '')}/`))

/** Takes items with their lines out of a list; its key too where none is left. */
function withoutItems(
  { project }: Service,
  list: { readonly keyOrigin: Node['origin']; readonly value: Node },
  items: readonly Node[],
): FileEdits | undefined {
  const [key] = spansOf(list.keyOrigin)
  const [whole] = spansOf(list.value.origin)
  const text = key && project.file(key.file)?.source.text
  if (key === undefined || whole === undefined || text === undefined || list.value.kind !== 'list') return undefined
  // An alias, or what an anchor hands to others, is not this service's alone.
  if (whole.start < key.end || /[&*]/.test(text.slice(key.end, whole.start))) return undefined
  const { file } = key
  if (items.length === list.value.items.length)
    return { file, spans: [{ do: 'delete', start: key.start, end: whole.end }] }
  const dashed = items.flatMap((item) => spansOf(item.origin).slice(0, 1)).map((place) => withDash(text, place))
  if (dashed.some((one) => one === undefined)) return undefined
  return { file, spans: dashed.flatMap((one) => (one ? [{ do: 'delete' as const, ...one }] : [])) }
}

function withDash(
  text: string,
  { start, end }: SpanOrigin,
): { readonly start: number; readonly end: number } | undefined {
  const dash = /(?:^|\n)[ \t]*(-[ \t]+)$/.exec(text.slice(0, start))?.[1]
  return dash === undefined ? undefined : { start: start - dash.length, end }
}

/** A node as plain data; `undefined` where it holds what data cannot say. */
function dataOf(node: Node): Data | undefined {
  if (node.kind === 'scalar') return typeof node.value === 'bigint' ? undefined : node.value
  if (node.kind !== 'map') return undefined
  const entries = node.entries.map(({ key, value }) => [key, dataOf(value)] as const)
  return entries.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(entries) as Data)
}

/** What production says where development says something else, by the names of the frameworks. */
const production: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  ASPNETCORE_ENVIRONMENT: 'Production',
  DOTNET_ENVIRONMENT: 'Production',
  RAILS_ENV: 'production',
  RACK_ENV: 'production',
  FLASK_ENV: 'production',
  APP_ENV: 'production',
  SYMFONY_ENV: 'prod',
  GIN_MODE: 'release',
}
const switches: Readonly<Record<string, string>> = {
  true: 'false',
  True: 'False',
  TRUE: 'FALSE',
  '1': '0',
  on: 'off',
  yes: 'no',
}

/** Sets a variable as production has it, and keeps what it was in the file for development. */
export function productionValue(service: Service, place: SpanOrigin): Fix | Refusal | undefined {
  const variable = service.environment.find(
    ({ origin, source }) =>
      source === 'compose' && spansOf(origin)[0]?.start === place.start && spansOf(origin)[0]?.file === place.file,
  )
  if (!variable?.value.known) return undefined
  const value = variable.value.value.trim()
  const wanted = production[variable.name] ?? switches[value]
  const text = service.project.file(place.file)?.source.text.slice(place.start, place.end) ?? ''
  const at = text.lastIndexOf(value)
  if (wanted === undefined || at === -1)
    return {
      refused: `what ${variable.name} is to be is not known`,
      supply: `the value of ${variable.name} in production`,
    }
  if (variableUses(service)?.(variable.name).is === 'unused')
    return {
      refused: `nothing in ${service.name} reads ${variable.name}`,
      supply: 'the variable by which it tells production from development',
    }
  const development = inDevelopment(service, place.file, 'environment', { [variable.name]: value })
  if (isRefusal(development)) return development
  const start = place.start + at
  return {
    title: `Set ${variable.name} of ${service.name} to ${wanted}, and to ${value} in development only`,
    safety: 'guarded',
    effect: `${developmentNote(place.file, development.file)}; elsewhere ${service.name} runs as in production`,
    edits: [
      { file: place.file, spans: [{ do: 'replace', start, end: start + value.length, text: wanted }] },
      development,
    ],
  }
}
