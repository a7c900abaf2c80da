/** A unified diff as a terminal shows it. */
import { maskLine } from '../core/mask-line.ts'
import type { FixResult } from '../index.ts'
import { plain } from '../report/plain-text.ts'
import type { Style } from './style.ts'

/** Text of a file that a terminal only shows; tabs and line breaks of Windows stay. */
const harmless = (line: string): string =>
  line.replace(/\r$/, '').split('\t').map(plain).join('\t') + (line.endsWith('\r') ? '\r' : '')

/** Its lines with secrets hidden and nothing in them that a terminal obeys, in colour. */
export const shownPatch = (patch: string, { mask }: Pick<FixResult, 'mask'>, style: Style): readonly string[] =>
  patch.split('\n').map((line) => {
    const hidden = harmless(mask(maskLine(line)))
    if (/^(?:diff|---|\+\+\+|new file)/.test(line)) return style.bold(hidden)
    if (line.startsWith('@@')) return style.cyan(hidden)
    return line.startsWith('+') ? style.green(hidden) : line.startsWith('-') ? style.red(hidden) : hidden
  })
