/** Repairs of addresses that one service has of another: the right name, the right port, written where the wrong ones stand. */
import type { SpanEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { nginxWordAt } from '../formats/nginx/document.ts'
import { parseNginx } from '../formats/nginx/parse.ts'
import type { Variant } from './model.ts'
import type { Dialogue, Service } from './service-model.ts'

/** The conversation that a judgement is about. */
export const dialogueAt = ({ dialogues }: Variant, origin: Origin): Dialogue | undefined =>
  dialogues.find((dialogue) => dialogue.origin === origin)

/** What an address is to be; what is left out stays as it is. */
interface Address {
  readonly host?: string
  readonly port?: number
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Where a part of an address stands. */
interface Stretch {
  readonly start: number
  readonly end: number
}

/** The host's place in a text, where it stands there once; the port's behind it, or after `Port=`. */
function partsIn(
  text: string,
  host: string,
): { readonly host: Stretch; readonly port: Stretch | undefined } | undefined {
  const matches = [...text.matchAll(new RegExp(`(?<![\\w.-])${escaped(host)}(?![\\w-])`, 'gi'))]
  const [match] = matches
  if (match === undefined || matches.length > 1) return undefined
  const end = match.index + host.length
  const behind = /^[:,](\d{1,5})(?!\d)/.exec(text.slice(end))
  const keyed = behind ? undefined : /\bport\s*=\s*(\d{1,5})/i.exec(text)
  const from = behind ? end + 1 : keyed ? keyed.index + keyed[0].length - (keyed[1]?.length ?? 0) : undefined
  const digits = (behind ?? keyed)?.[1]?.length ?? 0
  return {
    host: { start: match.index, end },
    port: from === undefined ? undefined : { start: from, end: from + digits },
  }
}

/** Gives a conversation another address. */
export function readdressed(dialogue: Dialogue, wanted: Address, effect: string): Repair {
  const { from, origin, host, port, via } = dialogue
  const place = firstSpanOf(origin)
  const source = place && from.project.file(place.file)?.source
  if (place === undefined || source === undefined) return unusual(via)
  const right = `${wanted.host ?? host}${wanted.port === undefined ? '' : `:${wanted.port}`}`
  const deed = { title: `Let ${via} of ${from.name} name ${right}`, safety: 'guarded' as const, effect }
  if (via.endsWith('_pass')) {
    const word = nginxWordAt(parseNginx(source), place.path)
    const value = word && addressIn(word.text, dialogue, wanted)
    return value === undefined
      ? unusual(via)
      : { ...deed, edits: [{ file: place.file, tree: [{ do: 'set', path: place.path, value }] }] }
  }
  const { text } = source
  // The place may be that of the host alone: the port stands behind it.
  const narrow = place.end - place.start === host.length
  const found = partsIn(text.slice(place.start, narrow ? place.end + 6 : place.end), host)
  if (found === undefined || (narrow && found.host.start > 0)) return unusual(via)
  const spans: SpanEdit[] = []
  const put = (at: Stretch, words: string): void => {
    spans.push({ do: 'replace', start: place.start + at.start, end: place.start + at.end, text: words })
  }
  if (wanted.host !== undefined) put(found.host, wanted.host)
  if (wanted.port !== undefined && wanted.port !== port) {
    if (found.port === undefined) return unusual(via)
    put(found.port, String(wanted.port))
  }
  return { ...deed, edits: [{ file: place.file, spans }] }
}

/** An argument of a proxy with the other address in it; a port goes behind the host where none is written. */
function addressIn(text: string, { host, port }: Dialogue, wanted: Address): string | undefined {
  const found = partsIn(text, host)
  if (found === undefined) return undefined
  const head = text.slice(0, found.host.start) + (wanted.host ?? host)
  if (wanted.port === undefined || wanted.port === port) return head + text.slice(found.host.end)
  return `${head}:${wanted.port}${text.slice(found.port?.end ?? found.host.end)}`
}

/** The port inside for one that is named: the same, the one that it is mapped to, or the only one that the service listens on; as named where nothing says another. */
export function portInside({ listens, ports }: Service, named: number | undefined): number | undefined {
  const inside = listens.flatMap((listen) => (listen.known ? [listen.value] : []))
  const mappings = ports.items.flatMap((port) => (port.known ? [port.value] : []))
  if (named === undefined) return undefined
  if (
    inside.length + mappings.length === 0 ||
    inside.includes(named) ||
    mappings.some(({ target }) => target === named)
  )
    return named
  const mapped = mappings.find(({ published }) => published === String(named))?.target
  return mapped ?? (inside.length === 1 ? inside[0] : undefined)
}

const unusual = (via: string): Refusal => ({
  refused: `${via} is put together from several places`,
  supply: 'the address it is to have',
})
