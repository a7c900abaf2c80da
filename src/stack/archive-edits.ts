/** Repairs of archives that are copied and then unpacked: ADD does both, and leaves no copy. */
import type { Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import type { Command, Copy, Run, Stage } from './build-model.ts'
import { isWrittenAs, removeInstruction, replaceWords } from './dockerfile-edits.ts'
import { imagePath, workdirAt } from './image-files.ts'
import { isSamePlace } from './run-edits.ts'

/** What the builder recognises by its first bytes. */
const known = /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$/i

/** The directory that a plain call of tar unpacks all of an archive into: `undefined` where it is told more than that. */
function unpacksInto({ command }: Command, archive: string, workdir: string | undefined): string | undefined {
  const [program, flags, file, ...rest] = command.words.map(({ text }) => text)
  if (program !== 'tar' || !/^-?[zjJv]*x[zjJv]*f$/.test(flags ?? '') || file === undefined) return undefined
  if (imagePath(file, workdir) !== archive || command.redirects.length > 0) return undefined
  const [option = '', directory] = rest
  if (rest.length === 0) return workdir
  if (rest.length === 2 && /^(?:-C|--directory)$/.test(option)) return imagePath(directory ?? '', workdir)
  const named = /^--directory=(.+)$/.exec(option)?.[1]
  return rest.length === 1 && named !== undefined ? imagePath(named, workdir) : undefined
}

/** Whether a RUN does nothing else than unpack: it may make the directory before, and delete the archive behind. */
function onlyUnpacks(run: Run, archive: string, into: string, workdir: string | undefined): boolean {
  const own = run.commands.map(({ command }) => command)
  const plain = own.every(({ connector, nesting }) => nesting.length === 0 && /^(?:start|&&|;)$/.test(connector))
  return (
    plain &&
    !run.instruction.exec &&
    run.instruction.flags.length === 0 &&
    own.every(({ name, words }) => {
      const paths = words.slice(1).filter(({ text }) => !text.startsWith('-'))
      const all = (wanted: string): boolean => paths.every(({ text }) => imagePath(text, workdir) === wanted)
      return name === 'tar' || (name === 'mkdir' && all(into)) || (name === 'rm' && all(archive))
    })
  )
}

/** Where the only source of a copy lies in the image. */
function copiedPath({ sources, destination, instruction, stage }: Copy): string | undefined {
  const [source] = sources
  const name = source?.path.known ? source.path.value.split('/').at(-1) : undefined
  if (!source || !name || sources.length > 1 || !destination.known || !known.test(name)) return undefined
  const target = imagePath(destination.value, workdirAt(stage, instruction.index))
  const isDirectory = /[/.]$/.test(destination.value)
  return target && (isDirectory ? `${target === '/' ? '' : target}/${name}` : target)
}

/** Unpacks with ADD where the copy and the RUN do nothing else. */
export function archiveAdded({ origin }: Fail, stage: Stage): Repair {
  const refused = 'more is done with the archive than unpacking all of it as root'
  const supply = 'ADD with the directory, or a mount of the archive for the step'
  const copy = stage.copies.find(({ instruction }) => isSamePlace(instruction.origin, origin))
  const archive = copy && copiedPath(copy)
  const word = copy?.sources[0]?.word
  if (!copy || !word || !archive || copy.instruction.flags.length > 0 || !isWrittenAs(stage.dockerfile, word))
    return { refused, supply }
  const name = archive.split('/').at(-1) ?? archive
  const uses = stage.instructions.filter(
    ({ index, origin: { start, end } }) =>
      index > copy.instruction.index && stage.dockerfile.document.source.text.slice(start, end).includes(name),
  )
  const own = stage.dockerfile.document.instructions
  const run = stage.runs.find(({ instruction }) => instruction === uses[0] && own.includes(instruction))
  const account = stage.instructions.some(
    ({ keyword, index }) => keyword === 'user' && index < (run?.instruction.index ?? 0),
  )
  const before = stage.parent?.user
  if (!run || !own.includes(copy.instruction) || uses.length > 1 || account || (before?.known && !before.value.root))
    return { refused, supply }
  const workdir = workdirAt(stage, run.instruction.index)
  const into = run.commands.map((one) => unpacksInto(one, archive, workdir)).find((one) => one !== undefined)
  if (into === undefined || !onlyUnpacks(run, archive, into, workdir)) return { refused, supply }
  const add = `ADD ${word.text} ${into === '/' ? '/' : `${into}/`}`
  return {
    title: `Unpack ${name} with ADD`,
    safety: 'guarded',
    effect: 'who owns the files is what the archive says',
    edits: [removeInstruction(copy.instruction), replaceWords(run.instruction.origin, add)],
  }
}
