/** Which secrets the steps of an image tell that its Dockerfile does not: values that came from elsewhere when it was built. */
import type { Origin } from '../../core/origin.ts'
import { knownTokenFormat } from '../../knowledge/secrets.ts'
import { gradeOf, holdsCredential, literalCredentials } from '../credentials.ts'
import type { BuiltImage } from '../running/model.ts'
import { makingOf, type OwnStep } from './making.ts'
import { readStep } from './steps.ts'

export interface ToldSecret {
  /** Of the argument or variable; empty for a command. */
  readonly name: string
  readonly how: 'value' | 'command'
  /** The instruction that names it first. */
  readonly origin: Origin
}

/** One for each name. What the Dockerfile says itself is for the rules about Dockerfiles to report. */
export function toldSecrets(image: BuiltImage): readonly ToldSecret[] {
  const own = makingOf(image)?.own ?? []
  const found = new Map<string, ToldSecret>()
  for (const one of own) {
    const { values, text, keyword } = readStep(one.step.createdBy)
    for (const [name, value] of values) {
      if (found.has(name) || !isSecret(name, value) || isWritten(value, one)) continue
      const declared = own.find(({ instruction }) => instruction.keyword === 'arg' && names(instruction.args, name))
      found.set(name, { name, how: 'value', origin: (declared ?? one).instruction.origin })
    }
    if (keyword !== 'run') continue
    const parts = literalCredentials('', text).map(({ start, end }) => text.slice(start, end))
    if (parts.some((part) => !isWritten(part, one))) {
      found.set(text, { name: '', how: 'command', origin: one.instruction.origin })
    }
  }
  return [...found.values()]
}

const isSecret = (name: string, value: string): boolean =>
  value !== '' &&
  (knownTokenFormat(value) !== undefined ||
    (holdsCredential(name) && gradeOf(name, value) !== undefined) ||
    literalCredentials(name, value).length > 0)

const isWritten = (value: string, { stage }: OwnStep): boolean => stage.dockerfile.document.source.text.includes(value)

const names = (args: OwnStep['instruction']['args'], name: string): boolean =>
  args.some(({ text }) => text === name || text.startsWith(`${name}=`))
