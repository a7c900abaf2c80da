/** Colours of the terminal report, and how it draws. */
import type { Grade } from '../core/report.ts'
import type { Severity } from '../core/verdict.ts'

export interface TerminalOptions {
  /** Width in columns; 100 unless said. Less than 48 is taken as 48. */
  readonly columns?: number
  readonly colour?: boolean
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan'

const codes: Readonly<Record<Style, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
}

/** What every part of the report draws with. */
export interface Pen {
  readonly columns: number
  /** Colours a text that is already padded and free of control characters. */
  readonly paint: (text: string, ...styles: readonly Style[]) => string
}

export const penOf = ({ columns = 100, colour = false }: TerminalOptions): Pen => ({
  columns: Math.max(48, Math.floor(columns)),
  paint: (text, ...styles) =>
    colour && text !== '' ? `\u001b[${styles.map((style) => codes[style]).join(';')}m${text}\u001b[0m` : text,
})

export const severityStyle: Readonly<Record<Severity, readonly Style[]>> = {
  critical: ['bold', 'red'],
  high: ['red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
}

export const gradeStyle = (grade: Grade): Style =>
  grade === 'A+' || grade === 'A' || grade === 'B' ? 'green' : grade === 'F' ? 'red' : 'yellow'

/** A bar for a score from 0 to 10. */
export function bar(score: number, width: number): string {
  const full = Math.round((Math.max(0, Math.min(10, score)) / 10) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}
