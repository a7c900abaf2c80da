/** One logical line as an instruction: keyword, flags and arguments, each in the form its keyword asks for. */
import type { Problem } from '../../core/node.ts'
import { type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import { joinMapped, type MappedText, plainText, sliceMapped, stretchOf } from '../shell/mapped-text.ts'
import { type Cut, splitFirstWord } from './bytes.ts'
import { goQuote, isBlank, lowerCase, skipSpace, trimEnd } from './characters.ts'
import type { Flag, Instruction, Word } from './document.ts'
import { readFlags } from './flags.ts'
import { type RawWord, readJsonArray, splitAtBlanks, splitQuoted } from './words.ts'

/** How the arguments of a keyword are read. */
type Form = 'list' | 'json or list' | 'json or text' | 'text' | 'words' | 'pairs' | 'health' | 'instruction'

const forms: ReadonlyMap<string, Form> = new Map([
  ['add', 'json or list'],
  ['arg', 'words'],
  ['cmd', 'json or text'],
  ['copy', 'json or list'],
  ['entrypoint', 'json or text'],
  ['env', 'pairs'],
  ['expose', 'list'],
  ['from', 'list'],
  ['healthcheck', 'health'],
  ['label', 'pairs'],
  ['maintainer', 'text'],
  ['onbuild', 'instruction'],
  ['run', 'json or text'],
  ['shell', 'json or text'],
  ['stopsignal', 'text'],
  ['user', 'text'],
  ['volume', 'json or list'],
  ['workdir', 'text'],
])

/** Whether the builder knows the keyword (in lower case). */
export const isKeyword = (keyword: string): boolean => forms.has(keyword)

/** Nested ONBUILDs beyond this are left unread; the builder refuses the second one. */
const nestingLimit = 50

export interface InstructionContext {
  readonly file: string
  /** The escape character's code. */
  readonly escape: number
  /** Structural path for a keyword in lower case. */
  readonly pathOf: (keyword: string) => readonly PathSegment[]
  readonly startLine: number
  readonly endLine: number
  readonly index: number
  readonly nesting: number
  /** Reports what the builder's parser refuses. */
  readonly refuse: (problem: Problem) => void
  /** Reports what is wrong besides. */
  readonly warn: (problem: Problem) => void
}

/** What is read of one line while its places are worked out. */
interface Line {
  readonly context: InstructionContext
  readonly path: readonly PathSegment[]
  readonly keyword: string
  readonly mapped: MappedText
}

interface Arguments {
  readonly args: readonly Word[]
  readonly exec: boolean
  readonly onbuild: Instruction | undefined
}

/** Reads a logical line; heredoc bodies are added by whoever has the lines that follow. */
export function readInstruction(line: MappedText, context: InstructionContext): Instruction {
  const { text } = line
  const start = skipSpace(text, 0, text.length)
  const end = trimEnd(text, start, text.length)
  let keywordEnd = start
  while (keywordEnd < end && !isBlank(text.charCodeAt(keywordEnd))) keywordEnd++
  let rest = keywordEnd
  while (rest < end && isBlank(text.charCodeAt(rest))) rest++
  const written = text.slice(start, keywordEnd)
  const keyword = lowerCase(written)
  const path = context.pathOf(keyword)
  const { flags, rest: cut } = readFlags(text, rest, end, context.escape)
  const whole: Line = { context, path, keyword, mapped: line }
  const origin = placeOf(whole, start, end)
  if (!forms.has(keyword)) {
    // A line that went astray may hold anything, a secret too: only what looks like a keyword is repeated.
    const named = /^[a-z]{1,16}$/i.test(written) ? `: ${written}` : ''
    const message = `unknown instruction${named}`
    context.warn({ message, origin: placeOf(whole, start, keywordEnd), code: 'unknown-instruction' })
  }
  const behind = behindCut(line, cut, end)
  const args =
    cut.orphans === 0
      ? readArguments(whole, skipSpace(text, cut.offset, end), end)
      : readArguments({ ...whole, mapped: behind }, 0, behind.text.length)
  return {
    keyword,
    written,
    keywordOrigin: placeOf(whole, start, keywordEnd),
    origin,
    flags: located(whole, flags),
    args: args.args,
    exec: args.exec,
    heredocs: [],
    onbuild: args.onbuild,
    startLine: context.startLine,
    endLine: context.endLine,
    index: context.index,
  }
}

/** The line behind a cut; half a character there is what a decoder makes of it. */
function behindCut(line: MappedText, cut: Cut, end: number): MappedText {
  if (cut.orphans === 0) return line
  const { start } = stretchOf(line, Math.max(0, cut.offset - 1), cut.offset)
  const orphans = plainText('\ufffd'.repeat(cut.orphans), start)
  return joinMapped([orphans, sliceMapped(line, cut.offset, end)])
}

function placeOf(line: Line, start: number, end: number, ...below: readonly PathSegment[]): SpanOrigin {
  const stretch = stretchOf(line.mapped, start, end)
  const path = below.length === 0 ? line.path : [...line.path, ...below]
  return span(line.context.file, path, stretch.start, stretch.end)
}

function wordOf(line: Line, raw: RawWord, ...below: readonly PathSegment[]): Word {
  const origin = placeOf(line, raw.start, raw.end, ...below)
  if (line.mapped.pieces.length === 1 || raw.text.length !== raw.end - raw.start) return { text: raw.text, origin }
  const { pieces } = sliceMapped(line.mapped, raw.start, raw.end)
  return pieces.length === 1 ? { text: raw.text, origin } : { text: raw.text, origin, pieces }
}

function located(line: Line, raws: ReturnType<typeof readFlags>['flags']): readonly Flag[] {
  const counts = new Map<string, number>()
  return raws.map((raw) => {
    const count = counts.get(raw.name) ?? 0
    counts.set(raw.name, count + 1)
    const below = [`--${raw.name}`, count]
    const value =
      raw.value === undefined
        ? undefined
        : wordOf(line, { text: raw.value, start: raw.valueStart, end: raw.end }, ...below)
    return { name: raw.name, value, origin: placeOf(line, raw.start, raw.end, ...below) }
  })
}

const noArguments: Arguments = { args: [], exec: false, onbuild: undefined }
const inOrder = (line: Line, raws: readonly RawWord[], first = 0): readonly Word[] =>
  raws.map((raw, index) => wordOf(line, raw, first + index))

function readArguments(line: Line, start: number, end: number): Arguments {
  const form = forms.get(line.keyword)
  if (form === undefined || start >= end) return noArguments
  const { text } = line.mapped
  switch (form) {
    case 'list':
      return { ...noArguments, args: inOrder(line, splitAtBlanks(text, start, end)) }
    case 'words':
      return { ...noArguments, args: inOrder(line, splitQuoted(text, start, end, line.context.escape)) }
    case 'text':
      return { ...noArguments, args: inOrder(line, [{ text: text.slice(start, end), start, end }]) }
    case 'pairs':
      return { ...noArguments, args: readPairs(line, start, end) }
    case 'json or list':
      return readJson(line, start, end) ?? { ...noArguments, args: inOrder(line, splitAtBlanks(text, start, end)) }
    case 'json or text':
      return readJson(line, start, end) ?? readArguments({ ...line, keyword: 'user' }, start, end)
    case 'health':
      return readHealth(line, start, end)
    case 'instruction':
      return readNested(line, start, end)
  }
}

function readJson(line: Line, start: number, end: number, first = 0): Arguments | undefined {
  const array = readJsonArray(line.mapped.text, start, end)
  if (array.kind === 'none') return undefined
  if (array.kind === 'mixed') {
    const message = 'when using JSON array syntax, arrays must be comprised of strings only'
    line.context.refuse({ message, origin: placeOf(line, start, end) })
  }
  return { args: inOrder(line, array.words, first), exec: true, onbuild: undefined }
}

/** `name=value …` as name, value and sign for each; the old form `name value` has an empty sign. */
function readPairs(line: Line, start: number, end: number): readonly Word[] {
  const { text } = line.mapped
  const words = splitQuoted(text, start, end, line.context.escape)
  const [first] = words
  if (first === undefined) return []
  if (!first.text.includes('=')) return readLegacyPair(line, start, end)
  return words.flatMap((word) => {
    const sign = word.text.indexOf('=')
    if (sign < 0) {
      const message = `Syntax error - can't find = in ${goQuote(word.text)}. Must be of the form: name=value`
      const origin = placeOf(line, word.start, word.end, word.text)
      line.context.refuse({ message, origin, code: `malformed-${line.keyword}` })
      return []
    }
    const name = word.text.slice(0, sign)
    const signAt = word.start + sign
    return [
      wordOf(line, { text: name, start: word.start, end: signAt }, name),
      wordOf(line, { text: word.text.slice(sign + 1), start: signAt + 1, end: word.end }, name, 'value'),
      wordOf(line, { text: '=', start: signAt, end: signAt + 1 }, name),
    ]
  })
}

function readLegacyPair(line: Line, start: number, end: number): readonly Word[] {
  const { text } = line.mapped
  let nameEnd = start
  while (nameEnd < end && !isBlank(text.charCodeAt(nameEnd))) nameEnd++
  let valueStart = nameEnd
  while (valueStart < end && isBlank(text.charCodeAt(valueStart))) valueStart++
  const name = text.slice(start, nameEnd)
  const nameWord = wordOf(line, { text: name, start, end: nameEnd }, name)
  if (nameEnd === end) {
    const message = `${line.keyword.toUpperCase()} must have two arguments`
    line.context.refuse({ message, origin: placeOf(line, start, end), code: `malformed-${line.keyword}` })
    return [nameWord]
  }
  return [
    nameWord,
    wordOf(line, { text: text.slice(valueStart, end), start: valueStart, end }, name, 'value'),
    wordOf(line, { text: '', start: nameEnd, end: nameEnd }, name),
  ]
}

/** `NONE`, or `CMD` and a command. */
function readHealth(line: Line, start: number, end: number): Arguments {
  const { type, command } = splitFirstWord(line.mapped.text, start, end)
  const first = wordOf(line, type, 0)
  const behind: Line = { ...line, mapped: behindCut(line.mapped, command, end) }
  const from = command.orphans === 0 ? command.offset : 0
  const to = command.orphans === 0 ? end : behind.mapped.text.length
  if (from >= to) return { ...noArguments, args: [first] }
  const text = { text: behind.mapped.text.slice(from, to), start: from, end: to }
  const rest = readJson(behind, from, to, 1) ?? { ...noArguments, args: inOrder(behind, [text], 1) }
  return { ...rest, args: [first, ...rest.args] }
}

function readNested(line: Line, start: number, end: number): Arguments {
  const { context } = line
  if (context.nesting >= nestingLimit) {
    context.warn({ message: 'ONBUILD is nested too deeply', origin: placeOf(line, start, end) })
    return noArguments
  }
  const inner = sliceMapped(line.mapped, start, end)
  const onbuild = readInstruction(inner, {
    ...context,
    nesting: context.nesting + 1,
    pathOf: (keyword) => [...line.path, keyword],
  })
  return { ...noArguments, onbuild }
}
