/** Reads texts of HCL: escapes of quoted strings, and the pieces of a template. */
import type { Expression, TemplatePart } from './syntax.ts'

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** What a piece of a quoted string stands for. */
export const unescapeQuoted = (text: string): string =>
  unescapeMarkers(
    text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([nrt"\\]))/g, (whole, short, long, letter) => {
      if (letter !== undefined) return escapes[letter] ?? whole
      const code = Number.parseInt(short ?? long, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    }),
  )

/** `$${` and `%%{` are how a template says `${` and `%{`; nothing else is escaped in a heredoc. */
export const unescapeMarkers = (text: string): string => text.replace(/([$%])\1\{/g, '$1{')

/** The text of a template that inserts nothing; `undefined` for any other. */
export function plainText(parts: readonly TemplatePart[]): string | undefined {
  const texts = parts.map((part) => (part.kind === 'text' ? part.text : undefined))
  return texts.includes(undefined) ? undefined : texts.join('')
}

/** Takes away the indentation that every line of an indented heredoc has, as `<<-` asks. */
export function withoutIndentation(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const texts = parts.flatMap((part, at) => (part.kind === 'text' ? [{ text: part.text, first: at === 0 }] : []))
  const starts = texts.flatMap(({ text, first }) =>
    (first ? text : text.slice(text.indexOf('\n') + 1 || text.length))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.length - line.trimStart().length),
  )
  const least = Math.min(...starts.slice(0, 10_000), Number.MAX_SAFE_INTEGER)
  if (least === 0 || least === Number.MAX_SAFE_INTEGER) return parts
  const strip = (text: string, fromStart: boolean): string =>
    text
      .split('\n')
      .map((line, at) =>
        at > 0 || fromStart ? line.slice(Math.min(least, line.length - line.trimStart().length)) : line,
      )
      .join('\n')
  return parts.map((part, at) => (part.kind === 'text' ? { ...part, text: strip(part.text, at === 0) } : part))
}

/** A name as it is written: `aws_ecr_repository.app[0].name`. What an index is computed from is left out. */
export function nameOfReference(root: string, steps: Extract<Expression, { kind: 'reference' }>['steps']): string {
  const parts = steps.map((step) => {
    if (step.kind === 'name') return `.${step.name}`
    if (step.kind === 'splat') return '[*]'
    return step.index.kind === 'literal'
      ? `[${JSON.stringify(String(step.index.value))}]`.replace(/"(\d+)"/, '$1')
      : '[…]'
  })
  return root + parts.join('')
}
