/** Reads Java's `.properties` files into located keys and values. */
import { type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'

/** One setting of an application's configuration: the key flattened, the value as text. */
export interface ConfigValue {
  readonly key: string
  readonly value: string
  /** The value as written. */
  readonly origin: SpanOrigin
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/** Every setting in the order written. Nothing in such a file can be wrong: a line without a separator is a key alone. */
export function parseProperties(source: SourceText): readonly ConfigValue[] {
  const { text, file } = source
  const values: ConfigValue[] = []
  for (let at = 0; at < text.length; ) {
    const end = endOfLogicalLine(text, at)
    const line = text.slice(at, end)
    const begin = /^[\s\uFEFF]*/.exec(line)?.[0].length ?? 0
    if (begin < line.length && line[begin] !== '#' && line[begin] !== '!') {
      const keyEnd = endOfKey(line, begin)
      const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(keyEnd))?.[0].length ?? 0
      const key = resolved(line.slice(begin, keyEnd))
      const raw = line.slice(keyEnd + separator).replace(/\r$/, '')
      const start = at + keyEnd + separator
      values.push({ key, value: resolved(raw), origin: span(file, [key], start, start + raw.length) })
    }
    at = end + 1
  }
  return values
}

/** A backslash at the end of a line joins the next one, except in a comment. */
function endOfLogicalLine(text: string, from: number): number {
  const comment = /^[ \t\f\uFEFF]*[#!]/.test(text.slice(from, from + 200))
  for (let at = from; ; at += 1) {
    const newline = text.indexOf('\n', at)
    if (newline === -1) return text.length
    const last = text[newline - 1] === '\r' ? newline - 2 : newline - 1
    let backslashes = 0
    while (last - backslashes >= from && text[last - backslashes] === '\\') backslashes += 1
    if (comment || backslashes % 2 === 0) return newline
    at = newline
  }
}

function endOfKey(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1
    else if (/[=:\s]/.test(line[at] ?? '')) return at
  }
  return line.length
}

const resolved = (raw: string): string =>
  raw.replace(
    /\\(?:u([0-9a-fA-F]{4})|(\r?\n[ \t\f]*)|([\s\S]))/g,
    (_, code?: string, joined?: string, one?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      return joined === undefined ? (escapes[one ?? ''] ?? one ?? '') : ''
    },
  )
