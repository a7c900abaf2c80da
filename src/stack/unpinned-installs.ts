/** What a build takes from a language's registry without saying which version. */
import type { Origin } from '../core/origin.ts'
import type { PackageManager } from '../knowledge/tools.ts'
import type { Command } from './build-model.ts'
import { type PackageStep, packageStep } from './installs.ts'
import { lockFileCopied } from './lock-files.ts'
import { layersOf } from './toolchain.ts'

/** The packages that have no version, or the project's own dependencies where no lock file fixes them. */
export type Pinning =
  | { readonly is: 'pinned' }
  | {
      readonly is: 'unpinned'
      readonly manager: PackageManager
      readonly packages: readonly string[]
      readonly origin: Origin
    }
  | { readonly is: 'unlocked'; readonly program: string; readonly origin: Origin }

/** `undefined` where the command installs nothing that could be pinned; packages of Linux distributions are not asked for. */
export function pinningOf(command: Command): Pinning | undefined {
  const step = packageStep(command.command)
  if (step?.does !== 'install') return undefined
  const asked = step.packages.filter(({ literal }) => literal)
  if (step.manager === 'npm' && step.packages.length === 0) return projectPinning(command, step)
  // What follows the package of `go run` is for the program.
  const own = step.verb === 'run' ? asked.slice(0, 1) : asked
  const candidates = own.filter(({ text }) => concerns(step, text, command))
  if (candidates.length === 0) return undefined
  const loose = candidates.filter(({ text }) => !isPinned(step, text))
  const [first] = loose
  if (first === undefined || isSaidElsewhere(step, command)) return { is: 'pinned' }
  return { is: 'unpinned', manager: step.manager, packages: loose.map(({ text }) => text), origin: first.origin }
}

/** `npm ci` and its like refuse to start without a lock file; `npm install` goes on without one. */
function projectPinning(command: Command, step: PackageStep): Pinning | undefined {
  const words = command.command.words.map(({ text }) => text)
  const [program = ''] = words
  if (step.options.some(({ text }) => /^(?:-g|--global|--frozen-lockfile|--immutable)$/.test(text))) return undefined
  if (words.some((word) => word === 'ci' || word === 'clean-install')) return undefined
  const copied = lockFileCopied(command)
  if (copied === undefined) return undefined
  return copied ? { is: 'pinned' } : { is: 'unlocked', program, origin: command.command.origin }
}

/** The package managers' own packages come with the base image and may be brought up to date. */
const TOOLING = /^(?:pip|setuptools|wheel|npm|yarn|pnpm|corepack)(?:$|@latest$|\[)/
const LOCAL = /^(?:\.|\/|~\/|file:)|\.(?:whl|zip|tgz|gem|tar(?:\.\w+)?)$/

const concerns = ({ manager, options }: PackageStep, text: string, command: Command): boolean => {
  if (LOCAL.test(text) || TOOLING.test(text)) return false
  switch (manager) {
    case 'pip':
      return text.startsWith('git+') || !text.includes('/')
    case 'npm':
    case 'gem':
      return true
    case 'cargo':
      return !options.some((word) => word.text === '--path')
    case 'go':
      return text.includes('@') || (!/\.go$|^(?:std|cmd|all)(?:\/|$)/.test(text) && !mayHaveModule(command))
    default:
      return false
  }
}

/** Whether a go.mod may be there, which names the versions: one that was copied before, or that the RUN brings itself. */
const mayHaveModule = ({ stage, run }: Command): boolean =>
  run.mounts.some(({ type }) => type === 'bind') ||
  /\bgo mod\b|\bgit clone\b|\btar\b|\bunzip\b/.test(run.script.slice(0, searched)) ||
  layersOf(stage).some((layer) => {
    const [first] = layer.copies
    return first !== undefined && (layer !== stage || first.instruction.index < run.instruction.index)
  })

/** How much of a RUN is searched. */
const searched = 20_000

function isPinned({ manager, option, packages }: PackageStep, text: string): boolean {
  switch (manager) {
    case 'pip':
      return /[<>=]|@\s*\S/.test(text.replace(/^git\+(?:ssh|https):\/\/git@/, 'git+'))
    case 'npm':
      return /^(?:https?:|git[+:])/.test(text) ? /#./.test(text) : /.@[\^~]?v?\d/.test(text)
    case 'gem':
      // One version cannot be meant for several gems, and gem refuses it.
      return /:\s*[^\w]*\d/.test(text) || (option('-v', '--version') !== undefined && packages.length === 1)
    case 'cargo':
      return option('--version', '--vers', '--rev', '--tag') !== undefined || /@\d/.test(text)
    default:
      return text.includes('@') && !/@(?:latest|master|main|HEAD|upgrade|patch)$/i.test(text)
  }
}

/** Constraints, hashes and lock files that fix what the names leave open. */
const isSaidElsewhere = ({ manager, options }: PackageStep, { command }: Command): boolean =>
  (manager === 'pip' && options.some(({ text }) => /^(?:-c$|--constraint|--require-hashes)/.test(text))) ||
  (manager === 'cargo' &&
    command.words.some(({ text }) => text === '--git') &&
    options.some(({ text }) => text === '--locked'))
