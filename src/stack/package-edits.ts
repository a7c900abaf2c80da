/** Repairs of what a build says to package managers. */
import type { FileEdits, Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import type { Stage } from './build-model.ts'
import { removeInstruction } from './dockerfile-edits.ts'
import type { Instruction } from './instructions.ts'
import { type CacheInLayer, cachesInLayers, type PackageCache } from './package-caches.ts'
import { type CallInRun, callsOf, outsideLayer } from './package-calls.ts'
import { indexFetches } from './package-indexes.ts'
import { packageQuestions } from './package-questions.ts'
import { systemInstall } from './package-versions.ts'
import { commandAppended, commandPrefixed, commandTakenOut, isSamePlace, wordAdded, wordReplaced } from './run-edits.ts'

const stuck: Repair = {
  refused: 'the command is not a plain one of its RUN (quoted, nested, or in a list of strings)',
  supply: 'the edit by hand',
}

/** The word that says what is done: `install` of `apt-get -q install x`. */
const verbOf = ({ command, call }: CallInRun): (typeof command.command.words)[number] | undefined => {
  const verb = call.verb.split(' ').at(-1)
  return command.command.words.find(({ text }, at) => at > 0 && text === verb)
}

/** The last of the options that follow the verb directly, so that a new one stands behind them. */
function behindVerb(one: CallInRun): ReturnType<typeof verbOf> {
  const { words } = one.command.command
  const verb = verbOf(one)
  let at = verb === undefined ? -1 : words.indexOf(verb)
  while (/^-(?:[yq]+|-yes|-assume-yes|-assumeyes)$/.test(words[at + 1]?.text ?? '')) at++
  return words[at]
}

/** Says yes in advance. */
export function yesSaid(judgement: Fail, stage: Stage): Repair | undefined {
  const one = packageQuestions(stage).find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!one) return undefined
  const { call, command } = one
  const isZypper = call.program === 'zypper'
  const edits = isZypper
    ? wordAdded(command, command.command.words[0], '--non-interactive')
    : wordAdded(command, verbOf(one), '-y')
  if (!edits) return stuck
  return { title: `Let ${call.program} ${call.verb} go on without a question`, safety: 'safe', edits: [edits] }
}

/** Leaves out what packages only recommend. */
export function recommendsLeftOut(judgement: Fail, stage: Stage): Repair | undefined {
  const one = callsIn(stage).find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!one) return undefined
  const edits = wordAdded(one.command, behindVerb(one), '--no-install-recommends')
  if (!edits) return stuck
  return {
    title: 'Install without recommended packages',
    safety: 'guarded',
    effect: 'what came along as a recommendation and is needed has to be named',
    edits: [edits],
  }
}

const callsIn = (stage: Stage): readonly CallInRun[] => stage.runs.flatMap(callsOf)

const emptying: Readonly<Partial<Record<PackageCache, string>>> = {
  apt: 'rm -rf /var/lib/apt/lists/*',
  yum: 'yum clean all',
  dnf: 'dnf clean all',
  microdnf: 'microdnf clean all',
  zypper: 'zypper clean --all',
  yarn: 'yarn cache clean',
}

/** Deletes what a package manager keeps, or tells it to keep nothing. */
export function cacheEmptied(judgement: Fail, stage: Stage): Repair | undefined {
  const one = cachesInLayers(stage).find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!one) return undefined
  if (one.cache === 'apt' && readLater(stage, one)) {
    return { refused: 'a later RUN installs by the lists of this one', supply: 'one RUN for both' }
  }
  const edits =
    one.cache === 'apk' ? withoutApkCache(one) : one.cache === 'pip' ? withoutPipCache(one) : behindLast(one)
  if (!edits) return stuck
  return { title: `Keep what ${one.call.program} fetched out of the image`, safety: 'safe', edits }
}

/** Whether an install of a later RUN, of this stage or of one that starts from it, fetches no index of its own. */
function readLater(stage: Stage, { command }: CacheInLayer): boolean {
  const { stages } = stage.build
  const later = stages.flatMap((other) =>
    other !== stage && !startsFrom(other, stage)
      ? []
      : other.runs.filter(({ instruction }) => other !== stage || instruction.index > command.run.instruction.index),
  )
  return later.some((run) => {
    const calls = callsOf(run).filter(({ call }) => call.manager === 'apt')
    const first = calls.findIndex(({ call }) => call.does === 'install' || call.does === 'upgrade')
    return first >= 0 && !calls.slice(0, first).some(({ call }) => call.does === 'index')
  })
}

const startsFrom = (other: Stage, stage: Stage): boolean => {
  const seen = new Set<Stage>()
  for (let at: Stage | undefined = other; at && !seen.has(at); at = at.parent) {
    if (at === stage) return true
    seen.add(at)
  }
  return false
}

/** Behind the last command of the RUN where only `&&` leads there, else behind the manager's own last call. */
function behindLast({ command, call, cache }: CacheInLayer): readonly FileEdits[] | undefined {
  const { run } = command
  const kept = cache === 'apt' && outsideLayer(run, /^\/var\/lib\/apt\b/) ? 'apt-get clean' : undefined
  const clean = kept ?? emptying[cache]
  const calls = callsOf(run).filter((one) => one.call.manager === call.manager && one.call.does !== 'clean')
  const own = calls.at(-1)
  if (clean === undefined || own === undefined) return undefined
  const rest = run.commands.slice(own.at + 1)
  const straight = rest.every((one) => one.command.connector === '&&' && one.command.nesting.length === 0)
  const edits = (straight && commandAppended(rest.at(-1) ?? own.command, clean)) || commandAppended(own.command, clean)
  return edits ? [edits] : undefined
}

/** `--no-cache` fetches the index for one call: an `apk update` before it has nothing left to do. */
function withoutApkCache({ command }: CacheInLayer): readonly FileEdits[] | undefined {
  const calls = callsOf(command.run).filter(({ call }) => call.manager === 'apk')
  const edits = calls.flatMap((one): readonly (FileEdits | undefined)[] => {
    if (one.call.does === 'index') return [commandTakenOut(one.command)]
    const fills = one.call.does === 'install' || one.call.does === 'upgrade'
    if (!fills || one.call.options.some(({ text }) => text === '--no-cache')) return []
    // The option does what this one is there for.
    const update = one.call.options.find(({ text }) => /^(?:-U|--update|--update-cache)$/.test(text))
    return [
      update ? wordReplaced(one.command, update, '--no-cache') : wordAdded(one.command, verbOf(one), '--no-cache'),
    ]
  })
  return whole(edits)
}

function withoutPipCache({ command }: CacheInLayer): readonly FileEdits[] | undefined {
  const calls = callsOf(command.run).filter(({ call }) => call.manager === 'pip' && call.does === 'install')
  return whole(
    calls.flatMap((one) => {
      const option =
        one.call.program === 'uv' ? '--no-cache' : /^pip/.test(one.call.program) ? '--no-cache-dir' : undefined
      const told = one.call.options.some(({ text }) => text === option)
      if (told) return []
      return [option === undefined ? undefined : wordAdded(one.command, verbOf(one), option)]
    }),
  )
}

/** All of the edits, or none where one of them cannot be made. */
const whole = (edits: readonly (FileEdits | undefined)[]): readonly FileEdits[] | undefined => {
  const made = edits.filter((one) => one !== undefined)
  return made.length === edits.length && made.length > 0 ? made : undefined
}

/** Takes a command out, with its RUN where it is the only one. */
export function takenOutOfBuild(one: CallInRun['command']): FileEdits | undefined {
  const { run, stage } = one
  const isAlone = run.commands.length === 1 && isRemovable(run.instruction, stage)
  return isAlone ? removeInstruction(run.instruction) : commandTakenOut(one)
}

/** An instruction that ONBUILD holds back stays; so does the only one of a part of a Dockerfile. */
const isRemovable = (instruction: Instruction, { instructions, dockerfile }: Stage): boolean =>
  instructions.includes(instruction) && dockerfile.document.instructions.length > 1

/** Fetches the index where it is used. */
export function indexJoined(judgement: Fail, stage: Stage): Repair | undefined {
  const one = indexFetches(stage).find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!one) return undefined
  const { user, call, command } = one
  const removed = takenOutOfBuild(command)
  if (!removed) return stuck
  if (!user) return { title: `Fetch no index that nothing installs by`, safety: 'safe', edits: [removed] }
  const { text } = stage.dockerfile.document.source
  const written = text.slice(command.command.origin.start, command.command.origin.end)
  const joined = /[\n\\`]/.test(written) ? undefined : commandPrefixed(user.command, written)
  if (!joined) return stuck
  return {
    title: `Run ${call.program} ${call.verb} in the RUN that installs`,
    safety: 'safe',
    edits: [removed, joined],
  }
}

const upkeep = new Set(['index', 'upgrade', 'clean'])

/** Takes an upgrade of the whole system out, and its RUN where that does nothing else. */
export function upgradeTakenOut(judgement: Fail, stage: Stage): Repair | undefined {
  const one = callsIn(stage).find(({ command }) => isSamePlace(command.origin, judgement.origin))
  if (!one) return undefined
  const { run } = one.command
  const calls = callsOf(run)
  const does = new Map(calls.map(({ command, call }) => [command, call.does]))
  const nothingElse = run.commands.every(
    (command) =>
      upkeep.has(does.get(command) ?? '') ||
      /^(?:apt-get|apt) (?:-y )?(?:autoremove|clean)|^rm -rf? \/var\/(?:lib\/apt\/lists|cache)\//.test(
        command.command.words.map(({ text }) => text).join(' '),
      ),
  )
  const whole = nothingElse && isRemovable(run.instruction, stage)
  const edits = whole ? removeInstruction(run.instruction) : commandTakenOut(one.command)
  if (!edits) return stuck
  return {
    title: `Leave ${one.call.program} ${one.call.verb} to the base image`,
    safety: 'guarded',
    effect: 'packages are as old as the base image: take one that is up to date',
    edits: [edits],
  }
}

/** Opens the part of a version that the distribution replaces: Debian's revision, what follows Alpine's minor version. */
export function pinLoosened(judgement: Fail, stage: Stage): Repair | undefined {
  for (const command of stage.commands) {
    const install = systemInstall(command)
    const asked = install?.packages.find(({ word }) => isSamePlace(word.origin, judgement.origin))
    if (!install || !asked) continue
    const { word, name, version = '' } = asked
    const loose = install.call.manager === 'apk' ? looseApk(word.text, version) : looseApt(word.text, version)
    const edits = loose === undefined ? undefined : wordReplaced(command, word, loose)
    if (!edits) return stuck
    return {
      title: `Take later builds of ${name} ${version} too`,
      safety: 'guarded',
      effect: 'a rebuild may hold a newer build of the package',
      edits: [edits],
    }
  }
  return undefined
}

function looseApt(written: string, version: string): string | undefined {
  const at = version.lastIndexOf('-')
  const kept = at > 0 ? version.slice(0, at + 1) : version
  return /^[\w.:+~-]+$/.test(version) && written.endsWith(`=${version}`)
    ? `${written.slice(0, -version.length)}${kept}*`
    : undefined
}

function looseApk(written: string, version: string): string | undefined {
  const minor = /^\d+(?:\.\d+)?(?=[.\w-]*$)/.exec(version)?.[0]
  return minor !== undefined && /==?/.test(written) ? written.replace(/==?.*$/, `~${minor}`) : undefined
}
