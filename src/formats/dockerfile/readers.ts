/** What instructions mean, one reader per kind; words are left unexpanded, and what is missing is `undefined`. */
import { type SpanOrigin, span } from '../../core/origin.ts'
import { sliceMapped, stretchOf } from '../shell/mapped-text.ts'
import type { Heredoc, Instruction, Word } from './document.ts'
import { heredocWord } from './heredoc-words.ts'
import { readWord } from './word-lexer.ts'
import { mappedWord } from './word-text.ts'

/** The value of a flag; the last one where it is given more than once. */
export const flagOf = (instruction: Instruction, name: string): Word | undefined =>
  instruction.flags.findLast((flag) => flag.name === name)?.value

/** A flag that is on when it is given, unless it says `=false`. */
export const isFlagOn = (instruction: Instruction, name: string): boolean =>
  instruction.flags.some((flag) => flag.name === name && flag.value?.text.toLowerCase() !== 'false')

export interface FromReading {
  readonly image: Word | undefined
  /** The name behind `AS`. */
  readonly alias: Word | undefined
  readonly platform: Word | undefined
}

/** Reads FROM. */
export function fromOf(instruction: Instruction): FromReading {
  const [image, as, alias] = instruction.args
  return {
    image,
    alias: as?.text.toLowerCase() === 'as' ? alias : undefined,
    platform: flagOf(instruction, 'platform'),
  }
}

export interface Assignment {
  readonly name: Word
  /** As written, quotes and escapes included; `undefined` for an ARG without a default. */
  readonly value: Word | undefined
  /** The value without quotes and escapes, its variables as written. */
  readonly unquoted: string | undefined
  /** Name and value. */
  readonly origin: SpanOrigin
}

/** Reads ENV, ARG and LABEL. */
export function assignmentsOf(instruction: Instruction, escapeToken: '\\' | '`' = '\\'): readonly Assignment[] {
  const assignment = (name: Word, value: Word | undefined): Assignment => ({
    name,
    value,
    unquoted: value && unquoted(value.text, escapeToken),
    origin: { ...name.origin, end: Math.max(name.origin.end, value?.origin.end ?? 0) },
  })
  if (instruction.keyword === 'arg')
    return instruction.args.map((word) => assignment(...nameAndValue(instruction, word)))
  const found: Assignment[] = []
  for (let at = 0; at < instruction.args.length; at += 3) {
    const name = instruction.args[at]
    if (name) found.push(assignment(name, instruction.args[at + 1]))
  }
  return found
}

/** The parts of an ARG's `name=value`. */
function nameAndValue(instruction: Instruction, word: Word): readonly [Word, Word | undefined] {
  const { path, file } = instruction.origin
  const sign = word.text.indexOf('=')
  const name = sign < 0 ? word.text : word.text.slice(0, sign)
  const mapped = mappedWord(word)
  const part = (start: number, end: number, ...below: readonly string[]): Word => {
    const stretch = stretchOf(mapped, start, end)
    const { text, pieces } = sliceMapped(mapped, start, end)
    const origin = span(file, [...path, name, ...below], stretch.start, stretch.end)
    return pieces.length > 1 ? { text, origin, pieces } : { text, origin }
  }
  return [part(0, name.length), sign < 0 ? undefined : part(sign + 1, word.text.length, 'value')]
}

function unquoted(text: string, escapeToken: string): string {
  const { value, error } = readWord(text, {
    escape: escapeToken.charCodeAt(0),
    keepUnset: true,
    lookup: () => undefined,
  })
  return error === undefined ? value : text
}

export interface CopyReading {
  /** Files, directories and URLs; heredocs are apart. */
  readonly sources: readonly Word[]
  readonly heredocs: readonly Heredoc[]
  readonly destination: Word | undefined
  readonly from: Word | undefined
  readonly chown: Word | undefined
  readonly chmod: Word | undefined
  readonly checksum: Word | undefined
  readonly exclude: readonly Word[]
  readonly link: boolean
  readonly parents: boolean
}

/** Reads COPY and ADD. */
export function copyOf(instruction: Instruction): CopyReading {
  const { args, heredocs } = instruction
  const isHeredoc = (word: Word): boolean => word.text.includes('<<') && typeof heredocWord(word.text) === 'object'
  return {
    sources: args.slice(0, -1).filter((word) => instruction.exec || !isHeredoc(word)),
    heredocs,
    destination: args.length > 1 ? args.at(-1) : undefined,
    from: flagOf(instruction, 'from'),
    chown: flagOf(instruction, 'chown'),
    chmod: flagOf(instruction, 'chmod'),
    checksum: flagOf(instruction, 'checksum'),
    exclude: instruction.flags.flatMap((flag) => (flag.name === 'exclude' && flag.value ? [flag.value] : [])),
    link: isFlagOn(instruction, 'link'),
    parents: isFlagOn(instruction, 'parents'),
  }
}

export interface HealthcheckReading {
  readonly kind: 'none' | 'exec' | 'shell'
  /** The exec form's words, or the one text for the shell. */
  readonly test: readonly Word[]
  readonly origin: SpanOrigin
  readonly interval: Word | undefined
  readonly timeout: Word | undefined
  readonly startPeriod: Word | undefined
  readonly startInterval: Word | undefined
  readonly retries: Word | undefined
}

/** Reads HEALTHCHECK. */
export function healthcheckOf(instruction: Instruction): HealthcheckReading {
  const [type, ...test] = instruction.args
  const none = type?.text.toUpperCase() === 'NONE'
  return {
    kind: none ? 'none' : instruction.exec ? 'exec' : 'shell',
    test: none ? [] : test,
    origin: instruction.origin,
    interval: flagOf(instruction, 'interval'),
    timeout: flagOf(instruction, 'timeout'),
    startPeriod: flagOf(instruction, 'start-period'),
    startInterval: flagOf(instruction, 'start-interval'),
    retries: flagOf(instruction, 'retries'),
  }
}

export interface CommandReading {
  readonly form: 'exec' | 'shell'
  /** The exec form's words, or the one text for the shell; none for an empty array. */
  readonly words: readonly Word[]
}

/** Reads CMD, ENTRYPOINT and SHELL. */
export const commandOf = (instruction: Instruction): CommandReading => ({
  form: instruction.exec ? 'exec' : 'shell',
  words: instruction.args,
})

/** The ports of EXPOSE, as written. */
export const exposeOf = (instruction: Instruction): readonly Word[] => instruction.args

/** What USER names. */
export const userOf = (instruction: Instruction): Word | undefined => instruction.args[0]
