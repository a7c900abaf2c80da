/** Edits of written words as changes of the text. */
import type { Compiled, SpanEdit, TextEdit } from './edit.ts'
import { lineEnd, lineStart, nextLine } from './lines.ts'

/** The line break that a text uses, by its first line. */
export const newlineOf = (text: string): '\n' | '\r\n' => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n')

/** Turns edits of one text into changes of it; edits whose words overlap are not made. */
export function compileSpans(text: string, edits: readonly SpanEdit[]): Compiled {
  const changes = edits.flatMap((edit) => changesFor(text, edit)).sort((a, b) => a.start - b.start || a.end - b.end)
  const overlapping = changes.some(({ start }, index) => index > 0 && start < (changes[index - 1]?.end ?? 0))
  return overlapping ? { ok: false, because: 'two edits change the same words' } : { ok: true, edits: changes }
}

function changesFor(text: string, edit: SpanEdit): readonly TextEdit[] {
  const { start, end } = edit
  switch (edit.do) {
    case 'replace':
      return text.slice(start, end) === edit.text ? [] : [{ start, end, text: edit.text }]
    case 'wrap':
      return [
        { start, end: start, text: edit.before },
        { start: end, end, text: edit.after },
      ]
    case 'delete':
      return [deletion(text, start, end)]
    case 'insert':
      return [insertion(text, edit)]
  }
}

function deletion(text: string, start: number, end: number): TextEdit {
  const from = lineStart(text, start)
  const alone = text.slice(from, start).trim() === '' && text.slice(end, lineEnd(text, end)).trim() === ''
  if (!alone) return { start, end, text: '' }
  const to = nextLine(text, end)
  if (to < text.length || text.endsWith('\n') || from === 0) return { start: from, end: to, text: '' }
  // The last line of a file without a final line break takes the break before it along.
  return { start: text.charAt(from - 2) === '\r' ? from - 2 : from - 1, end: to, text: '' }
}

function insertion(text: string, edit: Extract<SpanEdit, { do: 'insert' }>): TextEdit {
  const newline = newlineOf(text)
  const first = lineStart(text, edit.start)
  const indent = /^[ \t]*/.exec(text.slice(first, edit.start))?.[0] ?? ''
  const lines = edit.lines.map((line) => (line === '' ? '' : indent + line))
  if (edit.where === 'before') return { start: first, end: first, text: lines.map((line) => line + newline).join('') }
  const last = lineEnd(text, Math.max(edit.start, text.charAt(edit.end - 1) === '\n' ? edit.end - 1 : edit.end))
  return { start: last, end: last, text: lines.map((line) => newline + line).join('') }
}
