/** Edits of written words. */
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type SpanEdit } from './edit.ts'
import { compileSpans } from './span-edits.ts'

/** Words are marked in the text: the edit is of what stands between « and ». */
function edited(marked: string, edit: (at: { start: number; end: number }) => SpanEdit): string {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  const text = marked.replace(/[«»]/g, '')
  const compiled = compileSpans(text, [edit({ start, end })])
  return compiled.ok ? applyTextEdits(text, compiled.edits) : compiled.because
}

describe('an edit of words', () => {
  it('replaces them', () =>
    expect(edited('FROM «node»\n', (at) => ({ do: 'replace', ...at, text: 'node:24' }))).toBe('FROM node:24\n'))
  it('wraps them', () =>
    expect(edited('RUN «a | b»\n', (at) => ({ do: 'wrap', ...at, before: 'set -e; ', after: ' && c' }))).toBe(
      'RUN set -e; a | b && c\n',
    ))
  it('takes their line along when nothing else stands on it', () =>
    expect(edited('A\n  «B» \nC\n', (at) => ({ do: 'delete', ...at }))).toBe('A\nC\n'))
  it('takes them alone from a line that holds more', () =>
    expect(edited('A «B» C\n', (at) => ({ do: 'delete', ...at }))).toBe('A  C\n'))
  it('takes the last line out of a file without a final line break', () =>
    expect(edited('A\r\n«B»', (at) => ({ do: 'delete', ...at }))).toBe('A'))
  it('puts lines before, indented as they are', () =>
    expect(edited('{\n  «x;»\n}\n', (at) => ({ do: 'insert', where: 'before', ...at, lines: ['y;', ''] }))).toBe(
      '{\n  y;\n\n  x;\n}\n',
    ))
  it('puts lines behind the last line of several', () =>
    expect(edited('«RUN a \\\n  b»\nCMD c', (at) => ({ do: 'insert', where: 'after', ...at, lines: ['USER 1'] }))).toBe(
      'RUN a \\\n  b\nUSER 1\nCMD c',
    ))
  it('puts lines at the end of a file without a final line break', () =>
    expect(edited('A\r\n«B»', (at) => ({ do: 'insert', where: 'after', ...at, lines: ['C'] }))).toBe('A\r\nB\r\nC'))

  it('is not made where another edit changes the same words', () => {
    const edits: readonly SpanEdit[] = [
      { do: 'replace', start: 0, end: 3, text: 'x' },
      { do: 'replace', start: 2, end: 4, text: 'y' },
    ]
    expect(compileSpans('abcdef', edits)).toEqual({ ok: false, because: 'two edits change the same words' })
  })
})
