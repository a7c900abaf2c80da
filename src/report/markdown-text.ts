/** Markdown that says exactly what it is given: no name from the audited tree can become markup. */
import { oneLine, plain } from './plain-text.ts'

/** Plain text: everything that would be markup is escaped, and it stays on one line. */
export const escaped = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*[\]<>|~&#$!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')

/** A code span, whatever backticks the text holds; in a table, where a pipe would end the cell even here, as HTML. */
export function code(text: string, inTable = false): string {
  const line = oneLine(text)
  if (line.trim() === '') return ''
  if (inTable && line.includes('|')) {
    return `<code>${line.replace(/[^\p{L}\p{N}\s]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`
  }
  const ticks = '`'.repeat(longestRun(line) + 1)
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${space}${line}${space}${ticks}`
}

/** A sentence in which text between backticks is code, as messages write it, and all else is plain. */
export const sentence = (text: string, inTable = false): string =>
  oneLine(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1), inTable) : part === '' ? '' : escaped(part)))
    .join('')

/** A fenced block that no line of the text can close. `indent` keeps it inside a list item. */
export function fence(language: string, text: string, indent = ''): string {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1))
  const body = lines.map((line) => line.split('\t').map(plain).join('\t'))
  return [`${ticks}${language}`, ...body, ticks].map((line) => (line === '' ? '' : indent + line)).join('\n')
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}

/** A table of cells that are already Markdown; empty without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')

/** Blocks with a blank line between them; empty ones are left out. */
export const blocks = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')

/** A heading with what belongs to it; nothing at all where that is empty. */
export function section(level: number, title: string, ...parts: readonly string[]): string {
  const body = blocks(...parts)
  return body === '' ? '' : `${'#'.repeat(level)} ${title}\n\n${body}`
}
