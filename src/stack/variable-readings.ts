/** Where a Dockerfile reads variables outside RUN, and whether anything has set them by then. */
import { parseImageReference } from '../core/image-reference.ts'
import { type SpanOrigin, span } from '../core/origin.ts'
import type { Instruction, Word } from '../formats/dockerfile/document.ts'
import { expand } from '../formats/dockerfile/expand.ts'
import { assignmentsOf, fromOf } from '../formats/dockerfile/readers.ts'
import { mappedWord } from '../formats/dockerfile/word-text.ts'
import { stretchOf } from '../formats/shell/mapped-text.ts'
import type { Stage } from './build-model.ts'
import { misspelt } from './misspelt.ts'
import { platformArguments } from './scope.ts'

export interface Reading {
  readonly name: string
  /** The reference with its `$`. */
  readonly origin: SpanOrigin
  /** `empty`: declared without a default, and what comes out is no image name. */
  readonly state: 'set' | 'undeclared' | 'empty'
  /** The name of this file or its base image that was most likely meant. */
  readonly near: string | undefined
  /** Where the stage sets it after all, further down. */
  readonly later: SpanOrigin | undefined
}

const predefined: ReadonlySet<string> = new Set(platformArguments)

/** What the stage's FROM reads: ARGs above the first FROM are all there is. */
export function readingsInFrom(stage: Stage): readonly Reading[] {
  const { image, platform } = fromOf(stage.from)
  const globals = defaultsOf(stage)
  const names = new Set([...globals.keys(), ...predefined])
  const escapeToken = stage.dockerfile.document.escape
  return [image, platform].flatMap((word): readonly Reading[] => {
    if (!word) return []
    const whole = expand(word.text, (name) => (predefined.has(name) ? 'x' : globals.get(name)) ?? '', escapeToken).value
    const broken = word === image && parseImageReference(whole) === undefined
    return readIn(word, names, escapeToken).map((reading) => {
      const empty = broken && globals.has(reading.name) && globals.get(reading.name) === undefined
      return empty && !predefined.has(reading.name) ? { ...reading, state: 'empty' } : reading
    })
  })
}

/** Every ARG above the first FROM with its default; one that has variables of its own stands for anything. */
function defaultsOf({ dockerfile }: Stage): ReadonlyMap<string, string | undefined> {
  const { instructions, escape: escapeToken } = dockerfile.document
  const first = instructions.findIndex(({ keyword }) => keyword === 'from')
  const above = instructions.slice(0, Math.max(0, first)).filter(({ keyword }) => keyword === 'arg')
  return new Map(
    above
      .flatMap((instruction) => assignmentsOf(instruction, escapeToken))
      .map(({ name, unquoted }) => [name.text, unquoted?.includes('$') ? 'x' : unquoted]),
  )
}

/** Keywords in whose arguments the builder puts variables. */
const expanding: ReadonlySet<string> = new Set([
  'add',
  'arg',
  'copy',
  'env',
  'expose',
  'label',
  'stopsignal',
  'user',
  'volume',
  'workdir',
])

/** What the stage's other instructions read, in the order of the file. */
export function readingsInStage(stage: Stage): readonly Reading[] {
  const escapeToken = stage.dockerfile.document.escape
  const names = new Set(['PATH', ...inherited(stage)])
  const declarations = stage.instructions.flatMap((instruction) =>
    instruction.keyword === 'arg' || instruction.keyword === 'env'
      ? assignmentsOf(instruction, escapeToken).map(({ name, origin }) => ({
          name: name.text,
          origin,
          at: instruction.index,
        }))
      : [],
  )
  const found: Reading[] = []
  for (const instruction of stage.instructions) {
    if (!expanding.has(instruction.keyword)) continue
    for (const word of wordsOf(instruction, escapeToken)) {
      for (const reading of readIn(word, names, escapeToken)) {
        const later = declarations.find(({ name, at }) => name === reading.name && at > instruction.index)
        found.push(reading.state === 'set' ? reading : { ...reading, later: later?.origin })
      }
    }
    for (const { name, at } of declarations) if (at === instruction.index) names.add(name)
  }
  return found
}

/** What the stages above and the image at the root of them set. */
function inherited(stage: Stage): readonly string[] {
  const names = Object.keys(stage.rootImage?.profile?.environment ?? {})
  for (let parent = stage.parent; parent; parent = parent.parent)
    names.push(...parent.env.map(({ name }) => name), ...parent.args.map(({ name }) => name))
  return names
}

function wordsOf(instruction: Instruction, escapeToken: '\\' | '`'): readonly Word[] {
  const { keyword, args, flags } = instruction
  if (keyword === 'arg' || keyword === 'env' || keyword === 'label')
    return assignmentsOf(instruction, escapeToken).flatMap(({ value }) => (value ? [value] : []))
  return [...flags.flatMap(({ value }) => (value ? [value] : [])), ...(instruction.exec ? [] : args)]
}

/** Every variable that a word asks for; one with a fallback (`${NAME:-}`) is said to be optional. */
function readIn(word: Word, names: ReadonlySet<string>, escapeToken: '\\' | '`'): readonly Reading[] {
  if (!word.text.includes('$')) return []
  const asked = new Set<string>()
  const { unset } = expand(
    word.text,
    (name) => {
      asked.add(name)
      return names.has(name) ? '' : undefined
    },
    escapeToken,
  )
  return [...asked].flatMap((name): readonly Reading[] => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return []
    const origin = placeOf(name, word)
    if (!unset.includes(name) || hasFallback(name, word))
      return [{ name, origin, state: 'set', near: undefined, later: undefined }]
    const near = misspelt(name, names)
    return [{ name, origin, state: 'undeclared', near, later: undefined }]
  })
}

/** Whether the word says everywhere what to take where the variable has no value. */
const hasFallback = (name: string, { text }: Word): boolean =>
  !new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}(?!\\w|:?[-+]))`).test(text)

function placeOf(name: string, word: Word): SpanOrigin {
  const match = new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}(?!\\w)[^}]*\\})`).exec(word.text)
  if (!match) return word.origin
  const { start, end } = stretchOf(mappedWord(word), match.index, match.index + match[0].length)
  return span(word.origin.file, word.origin.path, start, end)
}
