/**
 * Edits of an nginx configuration as changes of its text. A path is that of the reader: name and ordinal of every block, then of the
 * directive, then the number of one of its arguments. `set` gives a directive its arguments, or an argument its words, and adds the
 * directive where it is the next of its name; `append` to a block and a name adds directives that are not there yet.
 */
import type { AppendEdit, Compiled, Data, SetEdit, TextEdit, TreeEdit } from '../../core/edit.ts'
import { lineEnd, lineStart, nextLine } from '../../core/lines.ts'
import type { PathSegment } from '../../core/origin.ts'
import { type Changes, compileInTurn } from '../../core/piecewise.ts'
import { newlineOf } from '../../core/span-edits.ts'
import type { NginxDirective } from './document.ts'
import { parseNginx } from './parse.ts'
import { quotesOf, renderWord } from './words.ts'

/** Compiles edits one after the other; all of them can be made or none is. */
export const editNginx = (text: string, edits: readonly TreeEdit[]): Compiled =>
  compileInTurn(text, edits, changesInNginx)

/** The changes of the text that one edit asks for. */
export function changesInNginx(text: string, edit: TreeEdit): Changes {
  const { directives, problems } = parseNginx({ file: '', text, utf8: true })
  return problems.length > 0 ? 'the file is not a valid nginx configuration' : changesFor({ text, directives }, edit)
}

interface Layout {
  readonly text: string
  readonly directives: readonly NginxDirective[]
}

/** A block of the file, or the file itself. */
interface Holder {
  readonly directives: readonly NginxDirective[]
  /** The directive whose block it is; undefined for the file. */
  readonly opener: NginxDirective | undefined
}

function changesFor(layout: Layout, edit: TreeEdit): Changes {
  if (edit.do === 'append') return appended(layout, edit)
  const depth = edit.path.length - (edit.path.length % 2)
  const holder = holderAt(layout, edit.path.slice(0, depth - 2))
  const [name, ordinal] = edit.path.slice(depth - 2, depth)
  if (holder === undefined || typeof name !== 'string' || typeof ordinal !== 'number') return 'there is no such block'
  const named = holder.directives.filter((directive) => directive.name === name)
  const directive = named[ordinal]
  const index = edit.path[depth]
  if (edit.do === 'remove') {
    if (index !== undefined) return 'an argument is not taken out by itself'
    return directive === undefined ? [] : [without(layout, holder, directive)]
  }
  if (index === undefined && directive === undefined)
    return ordinal === named.length
      ? added(layout, holder, name, edit.value, named.length > 0 ? [name] : edit.after)
      : 'there is no such directive'
  return directive === undefined ? 'there is no such directive' : changed(layout, directive, edit, index)
}

/** Follows names and ordinals; text of another language is not a block of ours. */
function holderAt({ directives }: Layout, path: readonly PathSegment[]): Holder | undefined {
  let holder: Holder = { directives, opener: undefined }
  for (let depth = 0; depth < path.length; depth += 2) {
    const found = holder.directives.filter(({ name }) => name === path[depth])[Number(path[depth + 1])]
    if (found?.block === undefined || found.name.endsWith('_by_lua_block')) return undefined
    holder = { directives: found.block, opener: found }
  }
  return holder
}

/** Arguments as words; undefined for data that is none. */
function wordsOf(value: Data): readonly string[] | undefined {
  const words: readonly unknown[] = Array.isArray(value) ? value : [value]
  return words.every((word) => typeof word === 'string' || typeof word === 'number') ? words.map(String) : undefined
}

const notWords = 'arguments are words and numbers'

const says = (directive: NginxDirective, words: readonly string[]): boolean =>
  directive.args.length === words.length && directive.args.every(({ text }, at) => text === words[at])

function changed({ text }: Layout, directive: NginxDirective, { value }: SetEdit, index?: PathSegment): Changes {
  const words = wordsOf(value)
  if (words === undefined) return notWords
  const { args, nameOrigin } = directive
  if (index !== undefined) {
    const word = args[Number(index)]
    const [written, ...more] = words
    if (word === undefined || written === undefined || more.length > 0) return 'there is no such argument'
    if (word.text === written) return []
    const { start, end } = word.origin
    return [{ start, end, text: renderWord(written, quotesOf(word, text)) }]
  }
  if (says(directive, words)) return []
  // What stays keeps its place: only the words that differ are written, and the ones behind the last that is wanted go.
  const kept = Math.min(args.length, words.length)
  const edits: TextEdit[] = args.slice(0, kept).flatMap((word, at): readonly TextEdit[] => {
    const wanted = words[at] ?? ''
    const { start, end } = word.origin
    return word.text === wanted ? [] : [{ start, end, text: renderWord(wanted, quotesOf(word, text)) }]
  })
  const end = args[kept - 1]?.origin.end ?? nameOrigin.end
  const last = args.at(-1)?.origin.end ?? end
  const lacking = words.slice(kept).map((word) => ` ${renderWord(word)}`)
  return last > end || lacking.length > 0 ? [...edits, { start: end, end: last, text: lacking.join('') }] : edits
}

function appended(layout: Layout, { path, values }: AppendEdit): Changes {
  const holder = holderAt(layout, path.slice(0, -1))
  const name = path.at(-1)
  if (holder === undefined || typeof name !== 'string') return 'there is no such block'
  const all = values.map(wordsOf)
  const lacking = all.filter(
    (words) =>
      words !== undefined && !holder.directives.some((directive) => directive.name === name && says(directive, words)),
  )
  if (all.includes(undefined)) return notWords
  return lacking.length === 0
    ? []
    : addedLines(
        layout,
        holder,
        lacking.map((words) => lineOf(name, words ?? [])),
        [name],
      )
}

const lineOf = (name: string, words: readonly string[]): string =>
  `${[name, ...words].map((word) => renderWord(word)).join(' ')};`

function added(layout: Layout, holder: Holder, name: string, value: Data, after: readonly string[] = []): Changes {
  const words = wordsOf(value)
  return words === undefined ? notWords : addedLines(layout, holder, [lineOf(name, words)], after)
}

const isFirst = (text: string, offset: number): boolean => text.slice(lineStart(text, offset), offset).trim() === ''

const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? ''

/** Puts directives behind the last one of these names, else behind the last of all, indented as it is. */
function addedLines(
  layout: Layout,
  { directives, opener }: Holder,
  lines: readonly string[],
  after: readonly string[],
): Changes {
  const { text } = layout
  const newline = newlineOf(text)
  const beside = directives.findLast(({ name }) => after.includes(name)) ?? directives.at(-1)
  if (beside !== undefined) {
    const { start, end } = beside.origin
    const line = lineEnd(text, end)
    // Only a comment may stand behind it, which stays on its line.
    if (!isFirst(text, start) || !/^[ \t]*(?:#.*)?$/.test(text.slice(end, line)))
      return [{ start: end, end, text: lines.map((one) => ` ${one}`).join('') }]
    const indent = indentAt(text, start)
    return [{ start: line, end: line, text: lines.map((one) => newline + indent + one).join('') }]
  }
  if (opener === undefined) {
    const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : newline
    return [{ start: text.length, end: text.length, text: gap + lines.map((one) => one + newline).join('') }]
  }
  const outer = indentAt(text, opener.origin.start)
  const indent = outer + stepOf(layout)
  const from = opener.args.at(-1)?.origin.end ?? opener.nameOrigin.end
  const open = from + (/^(?:\s|#.*\n)*\{/.exec(text.slice(from))?.[0].length ?? 0)
  const close = opener.origin.end - 1
  const inner = lines.map((one) => newline + indent + one).join('')
  // A block without directives may hold comments: what is new goes below them.
  if (isFirst(text, close)) {
    const at = lineStart(text, close) - (text.charAt(lineStart(text, close) - 2) === '\r' ? 2 : 1)
    return [{ start: at, end: at, text: inner }]
  }
  return [{ start: open, end: close, text: inner + newline + outer }]
}

/** What a block's directives are indented by, from the first block that shows it. */
function stepOf({ text, directives }: Layout): string {
  for (const { block, origin } of directives) {
    const [first] = block ?? []
    if (first === undefined || !isFirst(text, first.origin.start)) continue
    const outer = indentAt(text, origin.start)
    const inner = indentAt(text, first.origin.start)
    if (inner.startsWith(outer) && inner !== outer) return inner.slice(outer.length)
  }
  return '    '
}

/** Takes a directive out: with its lines, and the comment behind it, where it stands alone on them. */
function without({ text }: Layout, { directives }: Holder, directive: NginxDirective): TextEdit {
  const { start, end } = directive.origin
  const from = lineStart(text, start)
  const to = nextLine(text, end)
  if (isFirst(text, start) && /^[ \t]*(?:#.*)?\r?$/.test(text.slice(end, lineEnd(text, end)))) {
    // The last line of a file without a final line break takes the break before it along.
    if (to < text.length || text.endsWith('\n') || text.charAt(from - 1) !== '\n')
      return { start: from, end: to, text: '' }
    return { start: text.charAt(from - 2) === '\r' ? from - 2 : from - 1, end: to, text: '' }
  }
  const next = directives[directives.indexOf(directive) + 1]
  const isBeside = next !== undefined && text.slice(end, next.origin.start).trim() === ''
  return { start, end: isBeside ? next.origin.start : end, text: '' }
}
