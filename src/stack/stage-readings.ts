/** What single instructions of a stage come to: labels, user, working directory, ports, health check. */
import { type Known, known, mapKnown, unknowable } from '../core/known.ts'
import { absent, type SpanOrigin } from '../core/origin.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { assignmentsOf, exposeOf, healthcheckOf, userOf } from '../formats/dockerfile/readers.ts'
import type { ImageUse, Stage } from './build-model.ts'
import { expandWord, type Scope } from './scope.ts'
import { imageUser } from './service.ts'
import type { Healthcheck, UserSpec } from './service-model.ts'
import { userSpec } from './user.ts'

export function labelsOf(instruction: Instruction, scope: Scope, escapeToken: '\\' | '`'): Stage['labels'] {
  return assignmentsOf(instruction).map((assignment) => ({
    name: assignment.name.text,
    value: assignment.value ? expandWord(assignment.value, scope, escapeToken) : known('', assignment.origin),
    origin: assignment.origin,
  }))
}

export function userAtEnd(
  instruction: Instruction | undefined,
  scopeAt: (instruction: Instruction) => Scope,
  escapeToken: '\\' | '`',
  parent: Stage | undefined,
  image: ImageUse | undefined,
  fromWord: SpanOrigin,
): Known<UserSpec> {
  const word = instruction && userOf(instruction)
  if (instruction && word) return mapKnown(expandWord(word, scopeAt(instruction), escapeToken), userSpec)
  if (parent) return parent.user
  const place = absent('USER', fromWord)
  // `scratch` has no accounts: what runs there without USER runs as uid 0.
  if (image?.written === 'scratch') return known(userSpec('0'), place)
  return imageUser(image?.profile, image?.written ?? '', place)
}

export function workdirAtEnd(
  body: readonly Instruction[],
  scopeAt: (instruction: Instruction) => Scope,
  escapeToken: '\\' | '`',
  parent: Stage | undefined,
  fromWord: SpanOrigin,
): Known<string> {
  let current: Known<string> = parent?.workdir ?? unknowable('the base image decides the working directory', fromWord)
  for (const instruction of body) {
    const word = instruction.keyword === 'workdir' ? instruction.args[0] : undefined
    if (!word) continue
    const next = expandWord(word, scopeAt(instruction), escapeToken)
    const before = current
    current =
      next.known && !next.value.startsWith('/')
        ? mapKnown(before, (directory) => `${directory.replace(/\/$/, '')}/${next.value}`)
        : next
  }
  return current
}

export function portsOf(instruction: Instruction, scope: Scope, escapeToken: '\\' | '`'): Stage['exposes'] {
  return exposeOf(instruction).map((word) => {
    const text = expandWord(word, scope, escapeToken)
    const protocol = text.known ? (text.value.split('/')[1] ?? 'tcp') : 'tcp'
    const number = text.known ? Number(text.value.split('/')[0]) : Number.NaN
    const port =
      text.known && !Number.isInteger(number)
        ? unknowable('EXPOSE names no single port', word.origin)
        : mapKnown(text, () => number)
    return { port, protocol, origin: word.origin }
  })
}

export function ownHealthcheck(instruction: Instruction | undefined): Healthcheck | undefined {
  if (!instruction) return undefined
  const read = healthcheckOf(instruction)
  return {
    kind: read.kind,
    test: { items: read.test.map((word) => known(word.text, word.origin)), origin: read.origin },
    origin: instruction.origin,
    source: 'dockerfile',
    interval: read.interval?.text,
    timeout: read.timeout?.text,
    retries: read.retries?.text,
    startPeriod: read.startPeriod?.text,
  }
}
