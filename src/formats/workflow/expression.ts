/** GitHub's expressions, `${{ … }}`: where they stand, and which values of which context they read. */
import type { Expression, Passage } from './document.ts'

/** A context's value: `github.event.issue.title`, `secrets['TOKEN']`, `matrix.os`. */
const reference =
  /\b(github|env|vars|secrets|inputs|matrix|needs|steps|job|jobs|runner|strategy)\b((?:\s*\.\s*[\w*-]+|\s*\[\s*'[^']{0,200}'\s*\])*)/gi

/** Start and end of every `${{ … }}` in a text. */
export function expressionRanges(text: string): readonly (readonly [start: number, end: number])[] {
  const ranges: [number, number][] = []
  for (let at = text.indexOf('${{'); at !== -1; at = text.indexOf('${{', at)) {
    const close = text.indexOf('}}', at)
    if (close === -1) break
    at = close + 2
    ranges.push([text.lastIndexOf('${{', close), at])
  }
  return ranges
}

/** Every expression of a text. Without braces around it (as in `if:`) the whole text is one: see `conditionOf`. */
export const expressionsIn = (passage: Passage): readonly Expression[] =>
  expressionRanges(passage.value).map(([start, end]) => {
    const text = passage.value.slice(start + 3, end - 2).trim()
    return { text, origin: passage.at(start, end), references: referencesIn(text) }
  })

/** What an `if:` asks, with or without braces. */
export function conditionOf(passage: Passage): Expression {
  const text = passage.value.replace(/^\s*\$\{\{([\s\S]*)\}\}\s*$/, '$1').trim()
  return { text, origin: passage.origin, references: referencesIn(text) }
}

/** The context values an expression's text reads, in dots; text in quotes is none. */
export function referencesIn(text: string): readonly string[] {
  const found = new Set<string>()
  const index = /\[\s*'([^']*)'\s*\]/g
  // Quoted text is blanked out, except where it is an index.
  const code = text.replace(/(\[\s*)?'(?:[^']|'')*'/g, (whole, bracket?: string) =>
    bracket === undefined ? ' '.repeat(whole.length) : whole,
  )
  for (const match of code.matchAll(reference)) {
    // `hashFiles(env.X)` reads `env.X`; `foo.env` reads no context.
    if (code[match.index - 1] === '.') continue
    const path = (match[2] ?? '').replace(index, '.$1').replace(/\s+/g, '')
    found.add((match[1] ?? '').toLowerCase() + path)
  }
  return [...found]
}

/** Whether the text has an expression, so that it is not what it looks like. */
export const isComputed = (text: string): boolean => text.includes('${{')
