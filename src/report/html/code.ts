/** Lines of files as HTML: the frame around a place, and the diff of a repair. */
import type { Excerpt, Location } from '../../core/report.ts'
import { type FrameLine, frameOf } from '../code-frame.ts'
import { signWidth } from '../plain-text.ts'
import { type Html, html, type Part } from './markup.ts'

/** Splits a printed line into before, marked and after, by the columns that the mark covers. */
function around({ text, mark }: FrameLine): readonly [string, string, string] {
  const parts: [string, string, string] = ['', '', '']
  let column = 0
  for (const sign of text) {
    const part = mark === undefined || column < mark.from ? 0 : column < mark.to ? 1 : 2
    parts[part] += sign
    column += signWidth(sign)
  }
  return parts
}

/** Columns of a line that are shown; a minified file is no use beyond. */
const widest = 400

export function frame(excerpt: Excerpt, location: Location): Html {
  const lines = frameOf(excerpt, location, widest).map((line): Part => {
    const [before, marked, after] = around(line)
    return html`<span class="line${line.mark ? ' marked' : ''}"><span class="gutter">${line.number}</span>${before}${marked !== '' && html`<mark>${marked}</mark>`}${after}\n</span>`
  })
  return html`<pre class="frame" tabindex="0" role="group" aria-label="${location.file} from line ${excerpt.startLine}"><code>${lines}</code></pre>`
}

const kindOf = (line: string): string =>
  /^(?:diff --git |--- |\+\+\+ |new file )/.test(line)
    ? ' file'
    : line.startsWith('@@')
      ? ' hunk'
      : line.startsWith('+')
        ? ' added'
        : line.startsWith('-')
          ? ' removed'
          : ''

/** A unified diff. Its header says the file's name once. */
export function diff(text: string): Html {
  const lines = text.split('\n').filter((line) => !/^(?:diff --git |--- )/.test(line))
  if (lines.at(-1) === '') lines.pop()
  const shown = lines.map((line) => {
    const name = /^\+\+\+ b\/(.*)$/.exec(line)?.[1]
    return html`<span class="line${kindOf(line)}">${name ?? line}\n</span>`
  })
  return html`<pre class="frame diff" tabindex="0" role="group" aria-label="The change as a diff"><code>${shown}</code></pre>`
}
