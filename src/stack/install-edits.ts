/** Repairs of how a build installs what its project declares: by the lock file, and before the sources are copied. */
import type { Refusal, Repair } from '../core/fix.ts'
import { newlineOf } from '../core/span-edits.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import type { Fail } from '../core/verdict.ts'
import type { Command, Copy, Stage } from './build-model.ts'
import { dependencyFetches } from './dependency-layers.ts'
import { isWrittenAs } from './dockerfile-edits.ts'
import { imagePath, workdirAt } from './image-files.ts'
import { packageStep } from './installs.ts'
import { isSamePlace, wordAdded, wordReplaced } from './run-edits.ts'

/** The lock files of a program, and how it is told to go by them alone. */
const locks: Readonly<Record<string, { readonly files: readonly string[]; readonly option?: string }>> = {
  npm: { files: ['package-lock.json', 'npm-shrinkwrap.json'] },
  yarn: { files: ['yarn.lock'], option: '--frozen-lockfile' },
  pnpm: { files: ['pnpm-lock.yaml'], option: '--frozen-lockfile' },
  bun: { files: ['bun.lock', 'bun.lockb'], option: '--frozen-lockfile' },
}

/** Copies the lock file along with the manifest, and installs what it names. */
export function installedByLock(judgement: Fail, one: Command): Repair {
  const { stage, command, run } = one
  const step = packageStep(command)
  const lock = step && Object.hasOwn(locks, step.program) ? locks[step.program] : undefined
  if (!step || !lock || step.packages.length > 0 || !isSamePlace(command.origin, judgement.origin))
    return { refused: 'nothing here says which version is meant', supply: 'the version, or the checksum of the script' }
  const { context } = stage.build
  for (const copy of stage.copies) {
    const source = copy.sources.find(({ path }) => path.known && nameOf(path.value) === 'package.json')
    if (!context || !source?.path.known || copy.instruction.index > run.instruction.index) continue
    const directory = directoryOf(source.path.value.replace(/^\.?\//, ''))
    const file = lock.files
      .map((name) => (directory === '' ? name : `${directory}/${name}`))
      .find((path) => context.holds(path) === 'file' && context.reaches(path))
    const target = copy.instruction.args.at(-1)
    if (file === undefined || !target || copy.instruction.exec || !isWrittenAs(stage.dockerfile, source.word)) continue
    if (!/(?:^\.|\/)$/.test(target.text))
      return { refused: `${target.text} is not written as a directory`, supply: 'a slash behind it' }
    const { end } = source.word.origin
    const verb = command.words.find(({ text }) => text === step.verb)
    const told =
      lock.option === undefined
        ? verb && wordReplaced(one, verb, 'ci')
        : wordAdded(one, command.words.at(verb ? command.words.indexOf(verb) : 0), lock.option)
    const written = source.word.text.replace(/package\.json$/, nameOf(file))
    const copied = {
      file: stage.dockerfile.file,
      spans: [{ do: 'replace', start: end, end, text: ` ${written}` }],
    } as const
    return {
      title: `Install what ${file} names`,
      safety: 'guarded',
      effect: `the build stops where ${file} and package.json disagree`,
      edits: told ? [copied, told] : [copied],
    }
  }
  return {
    refused: 'the build context holds no lock file of this program',
    supply: 'the lock file: install once and commit it',
  }
}

interface Declared {
  readonly command: RegExp
  /** Files that the install reads; the first one has to be there. */
  readonly files: readonly string[]
  /** What in the first file means that the install reads the sources too. */
  readonly readsSources: RegExp
}

const declared: readonly Declared[] = [
  {
    command: /^(?:npm (?:ci|install|i)|yarn(?: install)?|pnpm (?:install|i))(?: --\S+)*$/,
    files: [
      'package.json',
      'package-lock.json',
      'npm-shrinkwrap.json',
      'yarn.lock',
      'pnpm-lock.yaml',
      '.npmrc',
      '.yarnrc.yml',
    ],
    readsSources:
      /"(?:preinstall|install|postinstall|prepare|workspaces|patchedDependencies)"\s*:|"(?:file|link|workspace|portal):|prisma|patch-package/,
  },
  {
    command: /^(?:python[\d.]* -m )?pip[\d.]* install (?:--?[\w-]+ )*(?:-r|--requirement) requirements\.txt$/,
    files: ['requirements.txt'],
    readsSources: /^\s*(?:-[erc]\b|--|\.|\/|file:)|@ file:/m,
  },
  { command: /^go mod download(?: -x)?$/, files: ['go.mod', 'go.sum'], readsSources: /=>\s*\.|^\s*use\b/m },
  {
    command: /^bundle install(?: --\S+)*$/,
    files: ['Gemfile', 'Gemfile.lock'],
    readsSources: /\bpath:|gemspec|eval_gemfile|File\./,
  },
]

const refusal = (refused: string): Refusal => ({ refused, supply: 'which files the install reads' })

/** Installs dependencies above the COPY of the sources, by the files that declare them. */
export function sourcesCopiedLater(judgement: Fail, stage: Stage): Repair | undefined {
  const fetch = dependencyFetches(stage).find(
    ({ copiedBefore: [first] }) => first && isSamePlace(first, judgement.origin),
  )
  const copy = stage.copies.find(({ sources }) =>
    sources.some(({ word }) => isSamePlace(word.origin, judgement.origin)),
  )
  if (!fetch || !copy) return undefined
  const { run, command } = fetch.command
  const text = command.words.map((word) => word.text).join(' ')
  const known = declared.find((one) => one.command.test(text))
  const [copied, ran] = [copy.instruction, run.instruction]
  const plain = run.commands.length === 1 && run.stage === stage && ran.index === copied.index + 1
  if (!known || !plain || ran.heredocs.length + ran.flags.length > 0 || command.assignments.length > 0)
    return refusal('the install is not a plain RUN directly below the COPY')
  const names = filesOf(known, copy)
  const target = copied.args.at(-1)?.text ?? ''
  const here = workdirAt(stage, copied.index)
  if (!names || copied.exec || here === undefined || imagePath(target, here) !== here)
    return refusal('the install reads more than the files that declare dependencies, or in another directory')
  const { source } = stage.dockerfile.document
  const gap = source.text.slice(copied.origin.end, ran.origin.start)
  if (gap.trim() !== '') return refusal('a comment stands between the COPY and the RUN')
  const [whole, install] = [copied, ran].map(({ origin }) => source.text.slice(origin.start, origin.end))
  const flags = source.text.slice(copied.origin.start, copied.args[0]?.origin.start ?? copied.origin.start)
  const directory = target.endsWith('/') ? target : `${target}/`
  const first = `${flags}${names.join(' ')} ${directory}${newlineOf(source.text)}`
  return {
    title: 'Install dependencies before the sources are copied',
    safety: 'guarded',
    effect: 'an install that reads the sources finds none',
    edits: [
      {
        file: stage.dockerfile.file,
        spans: [
          { do: 'replace', start: copied.origin.start, end: ran.origin.end, text: `${first}${install}${gap}${whole}` },
        ],
      },
    ],
  }
}

/** The files of the context that the install reads; `undefined` where they are not all. */
function filesOf({ files, readsSources }: Declared, { stage, sources }: Copy): readonly string[] | undefined {
  const { context, project } = stage.build
  const [source, ...more] = sources
  if (!context || !source?.wholeContext || more.length > 0) return undefined
  const names = files.filter((name) => context.holds(name) === 'file' && context.reaches(name))
  const [first] = names
  const manifest = first === files[0] ? project.file(within(context.path, first ?? '') ?? '')?.source.text : undefined
  return manifest === undefined || readsSources.test(manifest) ? undefined : names
}
