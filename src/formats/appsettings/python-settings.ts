/** Settings modules of Python applications: names and dictionary keys that are given a plain text. */
import { span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { ConfigValue } from '../properties/parse-properties.ts'

/** `NAME = 'text'` at the start of a line, and `'KEY': 'text'` inside a dictionary; f-strings and calls are no plain texts. */
const assigned =
  /^([A-Z][A-Z0-9_]{0,80})(?::\s?str)?[ \t]{0,20}=[ \t]{0,20}(["'])([^"'\\\n]{0,500})\2[ \t]*(?:#.*)?$|^[ \t]{1,40}(["'])([A-Za-z_][\w-]{0,80})\4[ \t]{0,8}:[ \t]{0,8}(["'])([^"'\\\n]{0,500})\6[ \t]*,?[ \t]*(?:#.*)?$/gm

/** Texts beyond this are no settings. */
const longest = 200_000

/** The settings of a `settings.py`, in the order written; the place is that of the text with its quotes. */
export function pythonSettings(source: SourceText): readonly ConfigValue[] {
  const text = source.text.slice(0, longest)
  return [...text.matchAll(assigned)].map((match) => {
    const key = match[1] ?? match[5] ?? ''
    const value = match[3] ?? match[7] ?? ''
    const quoted = `${match[2] ?? match[6] ?? ''}${value}${match[2] ?? match[6] ?? ''}`
    const start = match.index + match[0].lastIndexOf(quoted)
    return { key, value, origin: span(source.file, [key], start, start + quoted.length) }
  })
}
