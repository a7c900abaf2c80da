/** Build steps of an ordinary account that must write the working directory, and who made that directory. */
import type { Origin, SpanOrigin } from '../core/origin.ts'
import type { Stage } from './build-model.ts'
import { imagePath, workdirAt } from './image-files.ts'
import { packageStep } from './installs.ts'
import { layersOf } from './toolchain.ts'
import { userSpec } from './user.ts'

export interface BuildWrite {
  readonly directory: string
  readonly user: string
  readonly call: string
  readonly origin: Origin
  readonly owned: boolean
  /** The WORKDIR that root made. */
  readonly madeBy: SpanOrigin | undefined
}

/** Bases whose directories are known well enough to say that a working directory is new. */
const plainBases = new Set(['runtime', 'toolchain', 'os'])

/** Installs of a project's dependencies, and new directories, where an account other than root does them. */
export function writesInBuild(stage: Stage): readonly BuildWrite[] {
  if (!plainBases.has(stage.rootImage?.profile?.role ?? '')) return []
  return stage.commands.flatMap(({ command, run }): readonly BuildWrite[] => {
    const { index } = run.instruction
    const user = userBefore(stage, index)
    const directory = workdirAt(stage, index)
    if (user === undefined || directory === undefined || command.wrappers.some(({ name }) => name === 'sudo')) return []
    const step = packageStep(command)
    const installs =
      step?.manager === 'npm' &&
      step.does === 'install' &&
      step.packages.length === 0 &&
      !step.options.some(({ text }) => /^(?:-g|--global|--prefix|-C|--dir|--cwd)/.test(text))
    if (!installs && !(command.name === 'mkdir' && makesHere(command.words.slice(1).map(({ text }) => text)))) return []
    if (run.commands.some((other) => other.command.name === 'cd')) return []
    const made = makerOf(stage, directory, index)
    if (made === undefined) return []
    const call = command.words
      .slice(0, 2)
      .map(({ text }) => text)
      .join(' ')
    return [{ directory, user, call, origin: command.origin, ...made }]
  })
}

const makesHere = (words: readonly string[]): boolean => {
  const paths = words.filter((word) => !word.startsWith('-'))
  return paths.length > 0 && paths.every((path) => /^[\w.][\w./-]*$/.test(path))
}

/** The account that an instruction runs as, where the Dockerfile says one that is not root. */
function userBefore(stage: Stage, index: number): string | undefined {
  const own = stage.instructions.findLast((one) => one.keyword === 'user' && one.index < index)?.args[0]?.text
  if (own !== undefined) return own.includes('$') || userSpec(own).root ? undefined : userSpec(own).name
  const inherited = stage.parent?.user
  return inherited?.known && !inherited.value.root ? inherited.value.name : undefined
}

/** Who made the directory; `undefined` where it may have been there before, or something changed its owner unseen. */
function makerOf(stage: Stage, directory: string, until: number): Pick<BuildWrite, 'owned' | 'madeBy'> | undefined {
  let made: Pick<BuildWrite, 'owned' | 'madeBy'> | undefined
  for (const layer of layersOf(stage)) {
    for (const instruction of layer.instructions) {
      if (layer === stage && instruction.index >= until) break
      const { keyword, index, origin } = instruction
      const isHere = keyword === 'workdir' && workdirAt(layer, index + 1) === directory
      // BuildKit makes a missing working directory for the account that USER has set by then.
      if (isHere && made === undefined)
        made =
          userBefore(layer, index) === undefined ? { owned: false, madeBy: origin } : { owned: true, madeBy: undefined }
      const copied = layer.copies.find((copy) => copy.instruction === instruction)
      if (copied?.chown !== undefined) made = { owned: true, madeBy: undefined }
      const run = layer.runs.find((one) => one.instruction === instruction)
      if (run === undefined) continue
      const names = run.script.includes(directory) || /\s\.(?:\s|\/|$)/.test(run.script) || run.script.includes('$')
      if (
        /\bch(?:own|mod)\b|\binstall\s+-|useradd|adduser/.test(run.script) &&
        (names || /-m\b|--create-home|adduser/.test(run.script))
      )
        made = { owned: true, madeBy: undefined }
      else if (names && made === undefined && /\bmkdir\b|git clone|\btar\b|unzip/.test(run.script)) {
        const workdir = workdirAt(layer, index)
        made =
          imagePath('.', workdir) === directory
            ? undefined
            : { owned: userBefore(layer, index) !== undefined, madeBy: undefined }
      }
    }
  }
  return made
}
