/** Shell text as a flat, located list of commands. */
import { parse } from 'unbash'
import type { PathSegment, SpanOrigin } from '../../core/origin.ts'
import { span } from '../../core/origin.ts'
import type { ShellCommand, ShellError, ShellScript, ShellWord } from './command.ts'
import { type MappedText, plainText, stretchOf } from './mapped-text.ts'
import { type Walk, walkScript } from './walk.ts'
import { commandString, unwrap } from './wrappers.ts'

export interface ShellPlace {
  readonly file: string
  /** Structural path of the text; commands append `'command'` and their number. */
  readonly path: readonly PathSegment[]
}

export interface ShellOptions {
  /** Whether the shell runs with `-e` from the beginning. */
  readonly errexit?: boolean
  /** Whether it runs with `-o pipefail` from the beginning. */
  readonly pipefail?: boolean
}

/** Text beyond this is left unparsed. */
const lengthLimit = 1 << 18
/** `sh -c` inside `sh -c` … beyond this is left unparsed. */
const depthLimit = 4

/**
 * Parses shell text (sh or bash). Never throws: what cannot be parsed is among the errors, and the commands that could be
 * read remain. Every origin is a stretch of the file that the text was put together from.
 */
export function parseShell(text: MappedText, place: ShellPlace, options: ShellOptions = {}): ShellScript {
  const commands: ShellCommand[] = []
  const errors: ShellError[] = []
  const walk: Walk = {
    place: (mapped, start, end, ...below) => {
      const stretch = stretchOf(mapped, start, end)
      return span(place.file, below.length === 0 ? place.path : [...place.path, ...below], stretch.start, stretch.end)
    },
    commands,
    errors,
    pipelines: { count: 0 },
    nested: (inner, context, depth) => run(walk, inner, context, depth),
  }
  const swallow = { fallback: undefined, followedBy: undefined, background: undefined, exempt: false }
  const state = { errexit: options.errexit ?? false, pipefail: options.pipefail ?? false }
  run(walk, text, { nesting: [], connector: 'start', ...swallow, state }, 0)
  return { commands, errors }
}

function run(walk: Walk, text: MappedText, context: Parameters<typeof walkScript>[3], depth: number): void {
  if (depth > depthLimit) return
  if (text.text.length > lengthLimit) {
    walk.errors.push({ message: 'the script is too long', origin: walk.place(text, 0, text.text.length) })
    return
  }
  try {
    walkScript(walk, parse(text.text), text, context, depth)
  } catch (error) {
    // The parser promises not to throw; if it does, the rest of the audit goes on.
    const message = error instanceof Error ? error.message : String(error)
    walk.errors.push({ message, origin: walk.place(text, 0, text.text.length) })
  }
}

/** One word of an exec form: text that nobody expands, and where it is written. */
export interface ExecWord {
  readonly text: string
  readonly origin: SpanOrigin
  /** The text with its places, where they are known exactly. */
  readonly mapped?: MappedText
}

/** An exec form (`["sh", "-c", "…"]`, `["npm", "start"]`) as commands, its command string parsed. */
export function shellOfWords(words: readonly ExecWord[], place: ShellPlace): ShellScript {
  const [first] = words
  if (first === undefined) return { commands: [], errors: [] }
  const shellWords: ShellWord[] = words.map(({ text, origin }) => ({ text, literal: true, origin }))
  const unwrapped = unwrap(shellWords)
  const origin = span(place.file, [...place.path, 'command', 0], first.origin.start, words.at(-1)?.origin.end ?? 0)
  const command: ShellCommand = {
    ...unwrapped,
    name: unwrapped.words[0]?.text,
    redirects: [],
    origin,
    connector: 'start',
    swallowed: false,
    swallowedHow: undefined,
    swallowedBy: undefined,
    negated: false,
    pipeIndex: 0,
    pipeLength: 1,
    pipefail: false,
    pipeline: 0,
    nesting: [],
  }
  const script = commandString(unwrapped.words)
  if (script === undefined) return { commands: [command], errors: [] }
  const word = words[words.length - unwrapped.words.length + script.index]
  const mapped = word?.mapped ?? plainText(script.word.text, script.word.origin.start + 1)
  const inner = parseShell(mapped, { ...place, path: [...place.path, 'script'] }, script)
  const nested = inner.commands.map((each): ShellCommand => ({ ...each, nesting: ['command-string', ...each.nesting] }))
  return { commands: [command, ...nested], errors: inner.errors }
}
