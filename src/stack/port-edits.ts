/** Repairs of published ports: bound to the host's loopback address, or not published at all. */
import type { TreeEdit } from '../core/edit.ts'
import type { FileEdits, Fix, Refusal, Repair } from '../core/fix.ts'
import type { Known } from '../core/known.ts'
import { firstSpanOf, type SpanOrigin } from '../core/origin.ts'
import type { Port, Service } from './service-model.ts'

/** What a mapping is in its file: its place, and the words of the short syntax. */
interface Written {
  readonly place: SpanOrigin
  readonly words: string | undefined
}

function writtenOf({ project }: Service, port: Known<Port>): Written | undefined {
  const place = firstSpanOf(port.origin)
  const text = place && project.file(place.file)?.source.text.slice(place.start, place.end)
  if (place === undefined || text === undefined || !/\.ya?ml$/i.test(place.file)) return undefined
  const words = text.replace(/^(["'])(.*)\1$/, '$2')
  return { place, words: /^[^\s{}]*(?:\$\{[^{}]*\}[^\s{}]*)*$/.test(words) ? words : undefined }
}

/** The words of the short syntax with the loopback address before them; `undefined` where the address is a variable. */
function boundWords(words: string, { hostIp, published }: Port): string | undefined {
  if (hostIp === undefined) return published === undefined ? `127.0.0.1::${words}` : `127.0.0.1:${words}`
  const written = [`[${hostIp}]`, hostIp].find((address) => words.includes(address))
  return written && words.replace(written, '127.0.0.1')
}

/** Binds a mapping to 127.0.0.1, in whichever syntax it is written. */
export function bindToLoopback(service: Service, port: Known<Port>, effect: string): Repair {
  const written = writtenOf(service, port)
  if (!port.known || written === undefined)
    return { refused: `the mapping of ${service.name} stands in no compose file`, supply: 'the address to bind to' }
  const { place, words } = written
  const bound = words === undefined ? '127.0.0.1' : boundWords(words, port.value)
  if (bound === undefined)
    return { refused: 'the address is the value of a variable', supply: '127.0.0.1 as its value' }
  const path = words === undefined ? [...place.path, 'host_ip'] : place.path
  return {
    title: `Bind port ${port.value.published ?? port.value.target} of ${service.name} to 127.0.0.1`,
    safety: 'guarded',
    effect,
    edits: [{ file: place.file, tree: [{ do: 'set', path, value: bound }] }],
  }
}

/** Lets a mapping lead to another port of the container. */
export function leadTo(service: Service, port: Known<Port>, target: number): Repair {
  const written = writtenOf(service, port)
  const range = port.known && /\d-\d/.test(written?.words ?? '')
  if (!port.known || written === undefined || range)
    return { refused: `the mapping of ${service.name} stands for several ports`, supply: 'the port that is meant' }
  const { place, words } = written
  const value = words === undefined ? target : withTarget(words, port.value, target)
  return {
    title: `Let port ${port.value.published ?? port.value.target} of ${service.name} lead to ${target}`,
    safety: 'guarded',
    effect: `calls that nobody answered reach port ${target} of ${service.name}`,
    edits: [
      {
        file: place.file,
        tree: [{ do: 'set', path: words === undefined ? [...place.path, 'target'] : place.path, value }],
      },
    ],
  }
}

/** The short syntax with another port at its end; a port alone is the container's. */
const withTarget = (words: string, port: Port, target: number): string =>
  words.replace(new RegExp(`(^|:)${port.target}(/\\w+)?$`), `$1${target}$2`)

/** Takes the mappings of a service away, those on every interface at least, with the list where nothing is left of it. */
export function unpublish(service: Service, deed: Pick<Fix, 'title' | 'safety' | 'effect'>): Repair {
  const lists = new Map<string, { readonly file: string; readonly list: SpanOrigin['path']; readonly kept: boolean }>()
  for (const port of service.ports.items) {
    const place = firstSpanOf(port.origin)
    const list = place?.path.slice(0, -1)
    if (place === undefined || list?.at(-1) !== 'ports') return elsewhere(service)
    const key = JSON.stringify([place.file, ...list])
    const kept = lists.get(key)?.kept === true || !port.known || !port.value.everyInterface
    lists.set(key, { file: place.file, list, kept })
  }
  if ([...lists.values()].some(({ kept }) => kept))
    return { refused: `${service.name} has mappings for the host beside it`, supply: 'which of them to keep' }
  const edits = [...lists.values()].map(({ file, list }): FileEdits => {
    const tree: readonly TreeEdit[] = [{ do: 'remove', path: list }]
    return { file, tree }
  })
  return { ...deed, edits }
}

const elsewhere = ({ name }: Service): Refusal => ({
  refused: `the mappings of ${name} are shared with other services`,
  supply: 'a list of its own',
})
