/** A Dockerfile evaluated as one build does: stages with their images, variables, users, copies and commands. */

import { type Known, known, unknowable } from '../core/known.ts'
import { lazy } from '../core/lazy.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { assignmentsOf, fromOf } from '../formats/dockerfile/readers.ts'
import type { Build, BuildArgument, Dockerfile, Stage } from './build-model.ts'
import { copiesOf, isNamedContext } from './copies.ts'
import { imageUse } from './image-use.ts'
import { runsOf } from './runs.ts'
import { expandWord, platformArguments, type Scope } from './scope.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { labelsOf, ownHealthcheck, portsOf, userAtEnd, workdirAtEnd } from './stage-readings.ts'

export interface StageInputs {
  readonly dockerfile: Dockerfile
  readonly build: () => Build
  /** Arguments that compose or a workflow hands over. */
  readonly supplied: readonly EnvironmentVariable[]
  /** The stage to build; the last one where nobody says. */
  readonly target: string | undefined
  readonly usedBy: () => readonly Service[]
  readonly inVariants: readonly string[]
}

/** Everything but instructions before the first FROM, which `globalArguments` reads. */
export function stagesOf(inputs: StageInputs): readonly Stage[] {
  const { dockerfile, target } = inputs
  const groups = groupByStage(dockerfile.document.instructions)
  const globals = globalArguments(dockerfile.document.instructions, inputs)
  const stages: Stage[] = []
  const targetIndex = indexOfTarget(groups, target)
  for (const [index, instructions] of groups.entries())
    stages.push(stageOf(inputs, instructions, index, stages, globals, targetIndex))
  const final = stages[targetIndex]
  const shipping = new Set<Stage>()
  for (let stage = final; stage && !shipping.has(stage); stage = stage.parent) shipping.add(stage)
  return stages.map((stage) => Object.assign(stage, { isFinal: stage === final, ships: shipping.has(stage) }))
}

function groupByStage(instructions: readonly Instruction[]): readonly (readonly [Instruction, ...Instruction[]])[] {
  const groups: [Instruction, ...Instruction[]][] = []
  for (const instruction of instructions) {
    if (instruction.keyword === 'from') groups.push([instruction])
    else groups.at(-1)?.push(instruction)
  }
  const [first] = instructions
  // A part of a Dockerfile is audited as one stage on a base that nobody names.
  return groups.length > 0 || first === undefined ? groups : [[withoutBase(first), ...instructions]]
}

/** The FROM that a file without one lacks; it stands where the file begins. */
const withoutBase = (first: Instruction): Instruction => ({
  ...first,
  keyword: 'from',
  written: '',
  flags: [],
  args: [],
  exec: false,
  heredocs: [],
  onbuild: undefined,
})

/** `--target` by alias (case-insensitive) or index; unknown names fall back to the last stage. */
function indexOfTarget(
  groups: readonly (readonly [Instruction, ...Instruction[]])[],
  target: string | undefined,
): number {
  const last = groups.length - 1
  if (target === undefined || target === '') return last
  const wanted = target.toLowerCase()
  const byName = groups.findIndex(([from]) => fromOf(from).alias?.text.toLowerCase() === wanted)
  if (byName !== -1) return byName
  const index = Number(target)
  return Number.isInteger(index) && index >= 0 && index < groups.length ? index : last
}

interface Globals {
  readonly args: readonly BuildArgument[]
  readonly scope: Scope
}

/** `ARG`s before the first FROM, in force in FROM lines only (and in stages that repeat the name). */
export function globalArguments(
  instructions: readonly Instruction[],
  inputs: Pick<StageInputs, 'dockerfile' | 'supplied'>,
): Globals {
  const scope = new Map<string, Known<string>>()
  for (const name of platformArguments) {
    scope.set(name, unknowable(`${name} depends on the machine that builds`, inputs.dockerfile.origin))
  }
  const args: BuildArgument[] = []
  for (const instruction of instructions) {
    if (instruction.keyword === 'from') break
    if (instruction.keyword === 'arg') args.push(...argumentsOf(instruction, scope, inputs, undefined))
  }
  return { args, scope }
}

/** Reads one ARG instruction and puts its names into the scope. */
function argumentsOf(
  instruction: Instruction,
  scope: Map<string, Known<string>>,
  { dockerfile, supplied }: Pick<StageInputs, 'dockerfile' | 'supplied'>,
  globals: Scope | undefined,
): readonly BuildArgument[] {
  return assignmentsOf(instruction).map((assignment): BuildArgument => {
    const name = assignment.name.text
    const handed = supplied.find((variable) => variable.name === name)
    const written = assignment.value
    const fallback: Known<string> =
      written === undefined
        ? (globals?.get(name) ?? unknowable(`ARG ${name} has no default and nothing supplies it`, assignment.origin))
        : expandWord(written, scope, dockerfile.document.escape)
    const value = handed?.value ?? fallback
    scope.set(name, value)
    const defaultValue = written && fallback.known ? { value: fallback.value, origin: written.origin } : undefined
    return { name, origin: assignment.origin, defaultValue, value, supplied: handed?.value }
  })
}

function stageOf(
  inputs: StageInputs,
  instructions: readonly [Instruction, ...Instruction[]],
  index: number,
  earlier: readonly Stage[],
  globals: Globals,
  targetIndex: number,
): Stage {
  const { dockerfile, inVariants } = inputs
  const escapeToken = dockerfile.document.escape
  const [from, ...body] = instructions
  const { image: word, alias, platform } = fromOf(from)
  const named = word ? expandWord(word, globals.scope, escapeToken) : unknowable('FROM names no image', from.origin)
  const given = named.known && isNamedContext(inputs.build(), named.value.toLowerCase())
  const base = given ? unknowable(`${named.value} is a further build context`, named.origin) : named
  const parent = base.known
    ? earlier.findLast(({ alias: name }) => name?.toLowerCase() === base.value.toLowerCase())
    : undefined
  const name = alias?.text ?? String(index)
  const fromWord = word?.origin ?? from.origin

  const image =
    parent || from.written === ''
      ? undefined
      : imageUse(base, word?.text ?? '', fromWord, { kind: 'from', inVariants, stage: () => stage })
  const rootImage = image ?? parent?.rootImage
  const inherited = Object.entries(rootImage?.profile?.environment ?? {})
  const scope = new Map<string, Known<string>>([
    ...inherited.map(([variable, value]) => [variable, known(value, fromWord)] as const),
    ...(parent?.effectiveEnv ?? []).map((variable) => [variable.name, variable.value] as const),
  ])
  const args: BuildArgument[] = []
  const env: EnvironmentVariable[] = []
  const seen = new Map<Instruction, Scope>()
  for (const instruction of body) {
    if (instruction.keyword === 'arg') args.push(...argumentsOf(instruction, scope, inputs, globals.scope))
    else if (instruction.keyword === 'env') env.push(...environmentOf(instruction, scope, inputs, () => stage))
    if (scopedKeywords.has(instruction.keyword)) seen.set(instruction, new Map(scope))
  }
  const scopeAt = (instruction: Instruction): Scope => seen.get(instruction) ?? scope
  const last = (keyword: string): Instruction | undefined =>
    body.findLast((instruction) => instruction.keyword === keyword)
  // What ONBUILD holds back runs in a build all the same.
  const runs = lazy(() =>
    runsOf(
      stage,
      body.map((instruction) => instruction.onbuild ?? instruction),
    ),
  )
  const copies = lazy(() => copiesOf(stage, body, scopeAt, earlier))

  const stage: Stage = {
    subject: { kind: 'stage', name: `${dockerfile.file} ${alias ? alias.text : `stage ${index}`}` },
    origin: from.origin,
    inVariants,
    name,
    alias: alias?.text,
    index,
    get build() {
      return inputs.build()
    },
    dockerfile,
    from,
    fromWord,
    parent,
    image,
    rootImage,
    platform: platform?.text,
    isFinal: index === targetIndex,
    ships: index === targetIndex,
    instructions: body,
    env,
    effectiveEnv: lastByName([...(parent?.effectiveEnv ?? []), ...env]),
    args,
    labels: body.flatMap((instruction) =>
      instruction.keyword === 'label' ? labelsOf(instruction, scopeAt(instruction), escapeToken) : [],
    ),
    get copies() {
      return copies()
    },
    get runs() {
      return runs()
    },
    get commands() {
      return runs().flatMap((run) => run.commands)
    },
    user: userAtEnd(last('user'), scopeAt, escapeToken, parent, image, fromWord),
    workdir: workdirAtEnd(body, scopeAt, escapeToken, parent, fromWord),
    healthcheck: ownHealthcheck(last('healthcheck')) ?? parent?.healthcheck,
    exposes: [
      ...(parent?.exposes ?? []),
      ...body.flatMap((instruction) =>
        instruction.keyword === 'expose' ? portsOf(instruction, scopeAt(instruction), escapeToken) : [],
      ),
    ],
    volumes: body.flatMap((instruction) =>
      instruction.keyword === 'volume' ? instruction.args.map((arg) => ({ value: arg.text, origin: arg.origin })) : [],
    ),
    entrypoint: last('entrypoint') ?? parent?.entrypoint,
    // Docker resets CMD where a stage sets its own ENTRYPOINT and no CMD after it.
    cmd: last('cmd') ?? (last('entrypoint') ? undefined : parent?.cmd),
    get usedBy() {
      return stage.isFinal ? inputs.usedBy() : []
    },
  }
  return stage
}

/** Keywords whose arguments are expanded and read after the stage has been walked. */
const scopedKeywords = new Set(['user', 'workdir', 'label', 'expose', 'copy', 'add'])

function lastByName(variables: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] {
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()]
}

function environmentOf(
  instruction: Instruction,
  scope: Map<string, Known<string>>,
  { dockerfile, inVariants }: StageInputs,
  stage: () => Stage,
): readonly EnvironmentVariable[] {
  // One instruction's values do not see each other, so all are expanded before any is set.
  const assigned = assignmentsOf(instruction).map((assignment) => {
    const { value: written, origin } = assignment
    const value = written ? expandWord(written, scope, dockerfile.document.escape) : known('', origin)
    return { assignment, written, value }
  })
  for (const { assignment, value } of assigned) scope.set(assignment.name.text, value)
  return assigned.map(({ assignment, written, value }) => {
    const name = assignment.name.text
    return {
      subject: { kind: 'environment-variable', name },
      origin: written?.origin ?? assignment.origin,
      inVariants,
      name,
      value,
      partial: value.known ? value.value : (assignment.unquoted ?? ''),
      source: 'dockerfile-env' as const,
      written: written?.text ?? '',
      interpolations: [],
      nameOrigin: assignment.name.origin,
      service: undefined,
      get stage() {
        return stage()
      },
      overrides: [],
    }
  })
}
