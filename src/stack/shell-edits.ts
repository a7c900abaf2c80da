/** Repairs of how a build calls its shell, and of failures that it loses. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Fail } from '../core/verdict.ts'
import { toolInImage } from '../knowledge/images/lookup.ts'
import type { Command, Stage } from './build-model.ts'
import { isWrittenAs, putAbove, replaceWords } from './dockerfile-edits.ts'
import { packageCall } from './installs.ts'
import { nearLayersOf } from './package-calls.ts'
import { isSamePlace } from './run-edits.ts'

const bash = ['/bin/bash', '-o', 'pipefail', '-c']

/** Lets pipelines fail with any of their commands: by bash where the image has it, else by an option of BusyBox's shell. */
export function pipesWatched(judgement: Fail, stage: Stage): Repair | undefined {
  const found = stage.commands.find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!found) return undefined
  const { instruction } = found.run
  const base = stage.rootImage?.profile
  const guarded = {
    title: 'Let a pipeline fail when any of its commands does',
    safety: 'guarded',
    effect: 'a build stops where the first command of a pipeline fails or ends early, as before `head`',
  } as const
  if (stage.instructions.some(({ keyword }) => keyword === 'shell'))
    return { refused: 'the stage has a shell of its own', supply: 'pipefail among its options' }
  if (!stage.instructions.includes(instruction) || instruction.exec || found.command.nesting.length > 0)
    return { refused: 'the pipeline is not a plain one of its RUN', supply: 'set -o pipefail before it' }
  const behindBash = bashFrom(stage)
  if (behindBash !== undefined && behindBash < instruction.index) {
    // Above the first RUN that needs it, so that one is enough.
    const piped = stage.runs.find(
      (run) =>
        run.instruction.index > behindBash &&
        stage.instructions.includes(run.instruction) &&
        run.commands.some(({ command }) => command.pipeLength > 1 && !command.pipefail),
    )
    const above = piped?.instruction ?? instruction
    const written = above.written === 'run' ? 'shell' : 'SHELL'
    return { ...guarded, edits: [putAbove(stage.dockerfile, above, `${written} ${asList(bash)}`)] }
  }
  if (!base || toolInImage(base, 'ash') !== 'present')
    return { refused: 'nothing here says which shell the base image has', supply: 'SHELL with one that knows pipefail' }
  const [first] = found.run.commands.filter(({ command }) => command.nesting.length === 0)
  const edits = first && pipefailSet(first)
  return edits
    ? { ...guarded, edits: [edits] }
    : { refused: 'the RUN begins with more than a plain command', supply: 'set -o pipefail' }
}

/** The index of the instruction behind which the stage has bash, which may be its FROM; `undefined` where it has none. */
function bashFrom(stage: Stage): number | undefined {
  const profile = stage.rootImage?.profile
  if (profile && toolInImage(profile, 'bash') === 'present') return stage.from.index
  const installs = ({ commands }: Stage): number | undefined =>
    commands.find(({ command }) => installsBash(command))?.run.instruction.index
  const below = nearLayersOf(stage).some((layer) => layer !== stage && installs(layer) !== undefined)
  return below ? stage.from.index : installs(stage)
}

const installsBash = (command: Command['command']): boolean => {
  const call = packageCall(command)
  return call?.does === 'install' && call.packages.some(({ text }) => text === 'bash')
}

const asList = (words: readonly string[]): string => `[${words.map((word) => `"${word}"`).join(', ')}]`

/** Before the first command of a RUN, where nothing else begins it. */
function pipefailSet(first: Command): FileEdits | undefined {
  const { run, command, stage } = first
  const { text } = stage.dockerfile.document.source
  const { start } = command.origin
  if (run.instruction.heredocs.length > 0) {
    const line = text.slice(0, start).endsWith('\n')
    const insert = {
      do: 'replace',
      start,
      end: start + 1,
      text: `set -o pipefail${newlineOf(text)}${text.charAt(start)}`,
    } as const
    return line ? { file: command.origin.file, spans: [insert] } : undefined
  }
  const put = { do: 'replace', start, end: start + 1, text: `set -o pipefail && ${text.charAt(start)}` } as const
  return /^(?:run|RUN)(?:\s+--\S+)*[\s\\]+$/i.test(text.slice(run.instruction.origin.start, start))
    ? { file: command.origin.file, spans: [put] }
    : undefined
}

/** What only a shell does with a word, or before a program is found. */
const plainWords = /^[\w@%+:,./=-]+(?:[ \t]+[\w@%+:,./=-]+)*$/
const builtins = /^(?:cd|exec|export|set|source|\.|eval|umask|ulimit|trap|wait|if|for|while|case|until|time|\w+=.*)$/

/** Writes a start command as a list, where no shell has anything to do. */
export function listForShell(judgement: Fail, stage: Stage): Repair | undefined {
  const instruction = stage.instructions.find(({ origin }) => isSamePlace(origin, judgement.origin))
  const [word] = instruction?.args ?? []
  if (!instruction || !word) return undefined
  const text = word.text.trim()
  const [program = '', ...more] = text.split(/[ \t]+/)
  const refusal = (refused: string): Refusal => ({ refused, supply: 'the list, or exec in front of the last command' })
  if (!plainWords.test(text) || builtins.test(program) || !isWrittenAs(stage.dockerfile, word))
    return refusal('a shell has to read it')
  const other = instruction.keyword === 'cmd' ? stage.entrypoint : stage.cmd
  if (other) return refusal(`${other.written} and ${instruction.written} work together in another way then`)
  return {
    title: `Start ${program} without a shell`,
    safety: 'guarded',
    effect: `${program} is process 1 and gets the signal to stop itself`,
    edits: [replaceWords(word.origin, asList([program, ...more]))],
  }
}

/** Lets a step that fails fail the build. */
export function failureHeard(one: Command): Repair {
  const { command, stage, run } = one
  const { text } = stage.dockerfile.document.source
  const { swallowedHow, swallowedBy, origin } = command
  const deed = {
    title: `Stop the build where ${command.name ?? 'a step'} fails`,
    safety: 'guarded',
    effect: 'a build that went on in spite of a failure stops',
  } as const
  const { file } = origin
  if (swallowedHow === 'fallback' && swallowedBy && !run.instruction.exec) {
    const between = text.slice(origin.end, swallowedBy.start)
    const plain = /^(?:true|:)$/.test(text.slice(swallowedBy.start, swallowedBy.end))
    if (plain && /^(?:[ \t]|[\\`][ \t]*\r?\n)*\|\|[ \t]*$/.test(between))
      return {
        ...deed,
        edits: [{ file, spans: [{ do: 'replace', start: origin.end, end: swallowedBy.end, text: '' }] }],
      }
    return { refused: 'what follows || does something of its own', supply: 'what is to happen where the step fails' }
  }
  const spans = swallowedHow === 'sequence' && !run.instruction.exec ? semicolonsBehind(one) : undefined
  return spans
    ? { ...deed, edits: [{ file, spans }] }
    : { refused: 'the step is not one of a plain list', supply: 'set -e, or && behind it' }
}

const semicolon = /^((?:[ \t]|[\\`][ \t]*\r?\n)*);(?:[ \t]|[\\`][ \t]*\r?\n)*$/
const andAnd = /^(?:[ \t]|[\\`][ \t]*\r?\n)*&&(?:[ \t]|[\\`][ \t]*\r?\n)*$/

/** `&&` for every `;` from a command on: one that is left would go on all the same. */
function semicolonsBehind(one: Command): readonly SpanEdit[] | undefined {
  const { text } = one.stage.dockerfile.document.source
  const list = one.run.commands.filter((other) => other.command.nesting.length === 0)
  const spans: SpanEdit[] = []
  const from = list.indexOf(one)
  for (const [at, left] of list.entries()) {
    const right = list[at + 1]
    if (at < from || !right) continue
    const gap = text.slice(left.command.origin.end, right.command.origin.start)
    const sign = left.command.origin.end + (semicolon.exec(gap)?.[1]?.length ?? 0)
    if (semicolon.test(gap)) {
      const blank = /\s/.test(text.charAt(sign - 1)) ? '' : ' '
      spans.push({ do: 'replace', start: sign, end: sign + 1, text: `${blank}&&` })
    } else if (!andAnd.test(gap)) return undefined
  }
  return from < 0 || spans.length === 0 ? undefined : spans
}
