/** Which environment variables a shell script reads: any word after a dollar sign may be one. */
import { type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { nothingRead, type SourceReads } from './reads.ts'

const variable = /\$(?:\{[!#]?)?([A-Za-z_][A-Za-z0-9_]*)/g
const wholeEnvironment =
  /(?:^|[\s;|&(])(?:printenv\b|envsubst\b(?![ \t]+["']?\$))|(?:^|[;|&(\n])[ \t]*env[ \t]*(?:[|>;)]|$)|\$\{![A-Za-z_]|\beval\b/m
const word = /[A-Za-z_][A-Za-z0-9_]*/g
const longest = 500_000

/** Everything a script reads. Quotes and comments are not told apart: a read too many only makes an alarm less likely. */
export function readShell(source: SourceText): SourceReads {
  const whole = wholeEnvironment.exec(source.text.slice(0, longest))
  if (whole === null) return readTemplate(source)
  const origin = span(source.file, [], whole.index, whole.index + whole[0].length)
  return { ...readTemplate(source), readsAnything: { value: 'the script handles the whole environment', origin } }
}

/** What any other text may read (a configuration template, a JSON file of variable names): `$NAME`, and every word as a mention. */
export function readTemplate(source: SourceText): SourceReads {
  const text = source.text.slice(0, longest)
  const place = (match: RegExpExecArray) => span(source.file, [], match.index, match.index + match[0].length)
  const mentions = new Map<string, SpanOrigin>()
  for (const match of text.matchAll(word)) if (!mentions.has(match[0])) mentions.set(match[0], place(match))
  return {
    ...nothingRead,
    variables: [...text.matchAll(variable)].map((match) => ({
      name: match[1] ?? '',
      anyCase: false,
      origin: place(match),
    })),
    mentions,
  }
}
