/** Repairs of instructions by what they do in their stage: copies, directories, platforms, variables. */
import type { FileEdits, Fix, Repair } from '../core/fix.ts'
import { firstSpanOf } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Fail } from '../core/verdict.ts'
import { assignmentsOf, flagOf } from '../formats/dockerfile/readers.ts'
import type { Build, Stage } from './build-model.ts'
import { isWrittenAs, removeFlag, removeInstruction, replaceWords } from './dockerfile-edits.ts'
import { imagePath, workdirAt } from './image-files.ts'
import type { Instruction } from './instructions.ts'
import { misspelt } from './misspelt.ts'
import { isSamePlace } from './run-edits.ts'
import { readingsInFrom, readingsInStage } from './variable-readings.ts'

const safely = (title: string, ...edits: readonly FileEdits[]): Fix => ({ title, safety: 'safe', edits })

/** Flags that COPY has as well. */
const copyFlags = new Set(['chown', 'chmod', 'link', 'exclude'])

/** Copies with COPY. What is named without an ending, and what a variable names, may be an archive all the same. */
export function copiedPlainly(judgement: Fail, stage: Stage): Repair | undefined {
  const copy = stage.copies.find(({ instruction }) => isSamePlace(instruction.keywordOrigin, judgement.origin))
  if (!copy) return undefined
  const { instruction, sources } = copy
  if (instruction.flags.some(({ name }) => !copyFlags.has(name)))
    return { refused: 'it has options that COPY has not', supply: 'what is to become of them' }
  const target = copy.destination.known ? copy.destination.value : '/'
  if (imagePath(target, workdirAt(stage, instruction.index)) === undefined)
    return { refused: `nothing here says what ${target} is relative to`, supply: 'a WORKDIR above it' }
  const { context } = stage.build
  const plain = sources.every(
    ({ path, wholeContext }) =>
      path.known && (wholeContext || /\.\w+$/.test(path.value) || context?.holds(path.value) === 'directory'),
  )
  const { written, keywordOrigin } = instruction
  const edits = [replaceWords(keywordOrigin, written === written.toLowerCase() ? 'copy' : 'COPY')]
  if (plain) return safely('Copy with COPY', ...edits)
  return { title: 'Copy with COPY', safety: 'guarded', effect: 'an archive would no longer be unpacked', edits }
}

/** Ends a destination with a slash. */
export function slashAdded(judgement: Fail, stage: Stage): Repair | undefined {
  const copy = stage.copies.find(({ instruction }) => {
    const last = instruction.args.at(-1)
    return last !== undefined && isSamePlace(last.origin, judgement.origin)
  })
  const word = copy?.instruction.args.at(-1)
  if (!copy || !word) return undefined
  const quotes = copy.instruction.exec ? 1 : 0
  const { text } = stage.dockerfile.document.source
  const { start, end } = word.origin
  if (text.slice(start + quotes, end - quotes) !== word.text || /["'\\]/.test(word.text))
    return { refused: 'the destination is not written as it is read' }
  const edits = [replaceWords({ ...word.origin, start: end - quotes, end: end - quotes }, '/')]
  if (copy.sources.length > 1) return safely(`Copy into the directory ${word.text}/`, ...edits)
  return {
    title: `Copy into the directory ${word.text}/`,
    safety: 'guarded',
    effect: `a single file that was to be called ${word.text} lies below it`,
    edits,
  }
}

/** Leaves out the slash that a source of the context begins with. */
export function sourceMadeRelative(judgement: Fail, stage: Stage): Repair | undefined {
  const word = stage.copies
    .flatMap(({ sources }) => sources.map((source) => source.word))
    .find(({ origin }) => isSamePlace(origin, judgement.origin))
  if (!word) return undefined
  if (!isWrittenAs(stage.dockerfile, word) || !word.text.startsWith('/'))
    return { refused: 'the source is not written as it is read' }
  return safely(
    `Name the source as it lies in the build context`,
    replaceWords(word.origin, word.text.replace(/^\/+/, '')),
  )
}

/** Writes the whole path of a working directory, where what it goes below is known. */
export function workdirMadeWhole(judgement: Fail, stage: Stage): Repair | undefined {
  const instruction = stage.instructions.find(
    ({ keyword, args }) => keyword === 'workdir' && args[0] && isSamePlace(args[0].origin, judgement.origin),
  )
  const word = instruction?.args[0]
  if (!instruction || !word) return undefined
  const above = workdirAt(stage, instruction.index) ?? (stage.rootImage?.profile?.role === 'os' ? '/' : undefined)
  const path = /["'$\\`\s]/.test(word.text) ? undefined : imagePath(word.text, above)
  if (path === undefined || path.includes('..') || !isWrittenAs(stage.dockerfile, word))
    return { refused: 'nothing here says which directory it goes below', supply: 'the whole path' }
  return safely(`Name the working directory ${path}`, replaceWords(word.origin, path))
}

/** Makes a RUN that does nothing but move a WORKDIR. */
export function cdAsWorkdir(judgement: Fail, stage: Stage): Repair | undefined {
  const run = stage.runs.find(({ commands }) => commands.some(({ origin }) => isSamePlace(origin, judgement.origin)))
  const [command, ...more] = run?.commands ?? []
  if (!run || !command) return undefined
  const [, directory, ...rest] = command.command.words
  const { instruction } = run
  const alone = more.length === 0 && rest.length === 0 && !instruction.exec && instruction.heredocs.length === 0
  if (
    !alone ||
    !directory?.literal ||
    !/^\/[\w./-]*$/.test(directory.text) ||
    !stage.instructions.includes(instruction)
  )
    return { refused: 'the RUN does something else as well', supply: 'where it belongs: before WORKDIR or behind it' }
  const workdir = instruction.written === instruction.written.toLowerCase() ? 'workdir' : 'WORKDIR'
  return {
    title: `Work in ${directory.text} from here on`,
    safety: 'guarded',
    effect: `what follows, and the container, start in ${directory.text}`,
    edits: [replaceWords(instruction.origin, `${workdir} ${directory.text}`)],
  }
}

/** Takes `--platform` out of FROM. */
export function platformLeftOut(stage: Stage, how: Pick<Fix, 'title' | 'safety' | 'effect'>): Repair | undefined {
  const flag = stage.from.flags.findLast(({ name }) => name === 'platform')
  return flag && { ...how, edits: [removeFlag(stage.dockerfile, flag)] }
}

/** Copies from a stage by its name. */
export function stageCalledByName(judgement: Fail, stage: Stage): Repair | undefined {
  const copy = stage.copies.find(({ instruction }) => isFrom(instruction, judgement))
  const word = copy && flagOf(copy.instruction, 'from')
  if (!word || copy.from.kind !== 'stage') return undefined
  const { alias, index } = copy.from.stage
  const unique = stage.build.stages.filter((one) => one.alias?.toLowerCase() === alias?.toLowerCase()).length === 1
  if (alias === undefined || !unique) return { refused: `stage ${index} has no name`, supply: 'a name: FROM … AS name' }
  return safely(`Copy from ${alias} by its name`, replaceWords(word.origin, alias))
}

const isFrom = (instruction: Instruction, { origin }: Fail): boolean => {
  const word = flagOf(instruction, 'from')
  return word !== undefined && isSamePlace(word.origin, origin)
}

/** Copies from the stage that was most likely meant. */
export function stageCorrected(judgement: Fail, stage: Stage): Repair | undefined {
  const copy = stage.copies.find(({ instruction }) => isFrom(instruction, judgement))
  const word = copy && flagOf(copy.instruction, 'from')
  if (!word) return undefined
  const above = stage.build.stages.filter(({ index }) => index < stage.index)
  const names = new Set(above.flatMap(({ alias }) => (alias === undefined ? [] : [alias])))
  const near = misspelt(word.text, names)
  if (near === undefined)
    return { refused: `nothing here says which stage ${word.text} is`, supply: 'the stage or the image' }
  return {
    title: `Copy from ${near}`,
    safety: 'guarded',
    effect: `the files are those of the stage ${near}`,
    edits: [replaceWords(word.origin, near)],
  }
}

/** Reads the variable that was most likely meant. */
export function variableCorrected(judgement: Fail, build: Build): Repair | undefined {
  const readings = build.stages.flatMap((stage) =>
    [...readingsInFrom(stage), ...readingsInStage(stage)].map((reading) => ({ reading, stage })),
  )
  const found = readings.find(({ reading }) => isSamePlace(reading.origin, judgement.origin))
  if (!found) return undefined
  const { name, near, later, origin } = found.reading
  const { text } = found.stage.dockerfile.document.source
  const written = text.slice(origin.start, origin.end)
  if (near === undefined || later !== undefined || !new RegExp(`^\\$\\{?${name}\\b`).test(written))
    return { refused: `nothing here says what ${name} is to be`, supply: `ARG or ENV ${name} with its value` }
  return {
    title: `Read ${near} for ${name}`,
    safety: 'guarded',
    effect: `what was empty has the value of ${near}`,
    edits: [replaceWords(origin, written.replace(name, near))],
  }
}

/** Takes an instruction out that changes nothing. */
export function needlessTakenOut(judgement: Fail, stage: Stage, title: string): Repair | undefined {
  const place = firstSpanOf(judgement.origin)
  const instruction = stage.instructions.find(
    ({ origin }) => place !== undefined && origin.start <= place.start && place.end <= origin.end,
  )
  return instruction && safely(title, removeInstruction(instruction))
}

/** Sets a variable in an ENV of its own, below the one that sets what it reads. */
export function assignmentSplit(judgement: Fail, stage: Stage): Repair | undefined {
  const { source } = stage.dockerfile.document
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'env') continue
    const all = assignmentsOf(instruction)
    const at = all.findIndex(({ value }) => value && isSamePlace(value.origin, judgement.origin))
    const [before, one] = [all[at - 1], all[at]]
    if (at < 0 || !one) continue
    const read = all.slice(0, at).some(({ name }) => new RegExp(`\\$\\{?${name.text}\\b`).test(one.value?.text ?? ''))
    const gap = before ? source.text.slice(before.origin.end, one.origin.start) : ''
    if (!read || !before || !/^[\s\\`]+$/.test(gap))
      return { refused: 'what it reads is set behind it', supply: 'the order in which they are to be set' }
    const text = `${newlineOf(source.text)}${instruction.written} `
    return {
      title: `Set ${one.name.text} below ${before.name.text}`,
      safety: 'guarded',
      effect: `${one.name.text} has the value that it says`,
      edits: [
        {
          file: stage.dockerfile.file,
          spans: [{ do: 'replace', start: before.origin.end, end: one.origin.start, text }],
        },
      ],
    }
  }
  return undefined
}
