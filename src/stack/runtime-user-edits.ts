/** Repairs that give a stage's result an account of its own, and that account what it must write. */
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Fail } from '../core/verdict.ts'
import { accountMaker, ownAccount } from '../knowledge/image-accounts.ts'
import { directoriesOf } from './account-directories.ts'
import type { Stage } from './build-model.ts'
import { databaseBeside } from './context-databases.ts'
import { insertAfter, putAbove, replaceWords } from './dockerfile-edits.ts'
import type { Instruction } from './instructions.ts'
import type { Project } from './model.ts'
import { nearLayersOf } from './package-calls.ts'
import { isSamePlace } from './run-edits.ts'

/** Programs that begin as root for a reason, or start others that do. */
const needsRoot =
  /^(?:\S*\/)?(?:nginx|httpd|apache2\S*|supervisord|crond?|sshd|dockerd|systemd|init|s6-\S+|runit|php-fpm\S*|haproxy|named|smbd|vsftpd|postfix|caddy)$/

/** Tools with which packages of distributions are built: from sources that the host lends, into a directory of the host. */
const packaging = /^(?:debhelper|devscripts|dh-make|dpkg-dev|rpm-build|rpmdevtools|abuild)$/

const number = 10_001

/** Lets the result of a stage run as an account of its own. */
function runAsAccount(stage: Stage): Repair {
  const refusal = whyNot(stage)
  if (refusal) return refusal
  const profile = stage.rootImage?.profile
  if (!profile)
    return { refused: `nothing is known of ${stage.rootImage?.written ?? 'the base'}`, supply: 'the account' }
  const own = ownAccount(profile)
  const maker = own ? undefined : accountMaker(profile)
  // Where there is no list of accounts, a number is one.
  if (!own && !maker && profile.base !== 'empty')
    return { refused: `${profile.repository} has no program that makes accounts`, supply: 'the account' }
  if (!own && nearLayersOf(stage).some(makesAccounts))
    return { refused: 'the stage makes accounts already', supply: 'which of them the program is to run as' }
  const directories = directoriesOf(stage)
  if (typeof directories === 'string')
    return { refused: directories, supply: 'who owns it, and the number of that account' }
  if (directories.length > 0 && (profile.base === 'empty' || profile.base === 'distroless'))
    return {
      refused: `${profile.repository} has no program that gives ${directories.join(' and ')} to an account`,
      supply: 'a copy of it that belongs to one',
    }
  const uid = own?.uid ?? number
  const given =
    directories.length === 0
      ? []
      : [`mkdir -p ${directories.join(' ')}`, `chown ${uid}:${own?.gid ?? uid} ${directories.join(' ')}`]
  const commands = [...(maker ? [maker(uid)] : []), ...given]
  const lower = stage.from.written === 'from'
  const run = commands.length === 0 ? [] : [`${lower ? 'run' : 'RUN'} ${commands.join(' && ')}`]
  const user = `${lower ? 'user' : 'USER'} ${own?.written ?? `${uid}:${own?.gid ?? uid}`}`
  return {
    title: `Run the result of ${stage.dockerfile.file} as ${own ? `the image's own account ${uid}` : `an account of its own, ${uid}`}`,
    safety: 'guarded',
    effect: effectOn(stage),
    edits: [placed(stage, [...run, user]), ...stage.build.stages.flatMap((other) => asRoot(other, stage, lower))],
  }
}

/** What starts from the stage inherits its account: where it runs something, as root again, as it did. */
function asRoot(stage: Stage, changed: Stage, lower: boolean): readonly FileEdits[] {
  const { from, runs, instructions } = stage
  const first = instructions.find(({ keyword }) => keyword === 'run' || keyword === 'user')
  if (runs.length === 0 || first?.keyword !== 'run' || !inheritsFrom(stage, changed)) return []
  return [insertAfter(from, lower ? 'user root' : 'USER root')]
}

/** Whether a stage starts from another one, with nothing between them that runs anything or names an account. */
function inheritsFrom({ parent }: Stage, changed: Stage): boolean {
  const seen = new Set<Stage>()
  for (let next = parent; next !== undefined && !seen.has(next); next = next.parent) {
    if (next === changed) return true
    if (next.instructions.some(({ keyword }) => keyword === 'run' || keyword === 'user')) return false
    seen.add(next)
  }
  return false
}

/** What the program can no longer do, as far as the stage tells. */
function effectOn({ workdir, exposes }: Stage): string {
  const below = workdir.known && workdir.value !== '/' ? workdir.value : 'the directories that were copied'
  const low = exposes.find(({ port }) => port.known && port.value < 1024)?.port
  const ports = low?.known
    ? `; port ${low.value} needs a runtime that gives low ports to every account, as Docker does`
    : ''
  return `what belongs to root can no longer be written, such as ${below}, nor files that volumes already hold${ports}`
}

/** The stage's result that a judgement speaks of, as an account of its own. */
export function resultAsAccount(judgement: Fail, project: Project): Repair {
  const stage = project.stages.find(
    ({ isFinal, user, subject }) =>
      isFinal && subject.name === judgement.subject?.name && isSamePlace(user.origin, judgement.origin),
  )
  return stage
    ? runAsAccount(stage)
    : { refused: 'nothing here says what the image can run as', supply: 'user: with an account of the image' }
}

/** Below what needs root, and above how the program starts. */
function placed(stage: Stage, lines: readonly string[]): FileEdits {
  const users = stage.instructions.filter(({ keyword }) => keyword === 'user')
  const needing = stage.instructions.findLast(({ keyword }) =>
    /^(?:run|copy|add|workdir|user|volume|shell)$/.test(keyword),
  )
  const before = stage.parent
    ? stage.parent.user.known && stage.parent.user.value.root
    : stage.rootImage?.profile?.user?.uid === 0
  if (needing?.keyword === 'user' && (lines.length === 1 || (users.length === 1 && before))) {
    return replaceWords(needing.origin, lines.join(newlineOf(stage.dockerfile.document.source.text)))
  }
  const at = needing?.index ?? stage.from.index
  const start = stage.instructions.find(
    ({ keyword, index }) => index > at && (keyword === 'entrypoint' || keyword === 'cmd'),
  )
  if (start) return putAbove(stage.dockerfile, start, ...lines)
  return insertAfter(stage.instructions.at(-1) ?? stage.from, ...lines)
}

const isStart = ({ keyword }: Instruction): boolean => keyword === 'entrypoint' || keyword === 'cmd'

function whyNot(stage: Stage): Refusal | undefined {
  const { rootImage, instructions, usedBy } = stage
  const role = rootImage?.profile?.role
  if (role !== undefined && role !== 'runtime' && role !== 'toolchain' && role !== 'os')
    return {
      refused: `${rootImage?.written} starts as root to prepare itself`,
      supply: 'an image that runs without root',
    }
  if (instructions.some(({ keyword }) => keyword === 'shell'))
    return { refused: 'the stage has a shell of its own', supply: 'USER with an account' }
  const words = instructions.filter(isStart).flatMap(({ args }) => args.flatMap(({ text }) => text.split(/\s+/)))
  const program = words.find((word) => needsRoot.test(word))
  if (program)
    return {
      refused: `${program} starts as root and gives its workers another account itself`,
      supply: 'its configuration for an account',
    }
  const tool = stage.commands.flatMap(({ command }) => command.words).find(({ text }) => packaging.test(text))?.text
  if (tool !== undefined)
    return {
      refused: `with ${tool} the image builds packages, from and into directories of whoever runs it`,
      supply: 'the account that owns those directories',
    }
  const hidden = stage.copies.find(({ destination }) => destination.known && /^\/root\//.test(destination.value))
  if (hidden?.destination.known)
    return {
      refused: `${hidden.destination.value} lies where root alone may look`,
      supply: 'another place for what the program reads',
    }
  const startsAfter = instructions.findLast(isStart)
  const late = startsAfter && instructions.find(({ keyword, index }) => keyword === 'user' && index > startsAfter.index)
  if (late) return { refused: 'USER stands below the start command', supply: 'the account' }
  const database = databaseBeside(stage)
  if (database !== undefined)
    return {
      refused: `${database} says that the program keeps a database beside its code`,
      supply: 'a directory for it that the account owns',
    }
  const service = usedBy.find(
    ({ mounts, networkMode }) =>
      mounts.some(({ source }) => source.known && /docker\.sock$/.test(source.value ?? '')) ||
      (networkMode.known && networkMode.value === 'host'),
  )
  return (
    service && {
      refused: `${service.name} uses what root alone may use of the host`,
      supply: 'the group or the port it needs',
    }
  )
}

const makesAccounts = ({ commands }: Stage): boolean =>
  commands.some(({ command }) => /^(?:\S*\/)?(?:useradd|adduser|groupadd|addgroup)$/.test(command.name ?? ''))
