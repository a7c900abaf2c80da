/** Repairs of who owns files and how accounts are named. */
import type { Repair } from '../core/fix.ts'
import { firstSpanOf } from '../core/origin.ts'
import type { Fail } from '../core/verdict.ts'
import { accountNumber } from '../knowledge/image-accounts.ts'
import type { Stage } from './build-model.ts'
import { writesInBuild } from './build-writes.ts'
import { insertAfter, isWrittenAs, removeInstruction, replaceWords } from './dockerfile-edits.ts'
import { nearLayersOf } from './package-calls.ts'
import { isSamePlace } from './run-edits.ts'
import { writesAtStart } from './writes.ts'

/** Names the user by the number that its name has in the image. */
export function userNumbered(_: Fail, stage: Stage): Repair | undefined {
  const word = stage.instructions.findLast(({ keyword }) => keyword === 'user')?.args[0]
  if (!word || !stage.user.known) return undefined
  const [name = '', group, ...more] = word.text.split(':')
  const number = numberOf(name, stage)
  const grouped = group === undefined || /^\d+$/.test(group) || group === name
  if (number === undefined || !grouped || more.length > 0 || !isWrittenAs(stage.dockerfile, word))
    return {
      refused: `nothing here says which number ${name} has`,
      supply: 'the number: an option of the command that makes the account',
    }
  // A group of the account's own name has its number where the account was made with both alike.
  const groupNumber = group === name ? groupOf(name, number, stage) : group
  if (group !== undefined && groupNumber === undefined)
    return { refused: `nothing here says which number the group ${group} has`, supply: 'the number of the group' }
  const written = groupNumber === undefined ? `${number}` : `${number}:${groupNumber}`
  return {
    title: `Name the user ${name} by its number ${number}`,
    safety: 'safe',
    edits: [replaceWords(word.origin, written)],
  }
}

/** The number of an account: of the image's own, or of one that a RUN makes with a number. */
function numberOf(name: string, stage: Stage): number | undefined {
  const isChanged = nearLayersOf(stage).some(({ commands }) =>
    commands.some(
      ({ command }) =>
        /^(?:\S*\/)?(?:usermod|groupmod)$/.test(command.name ?? '') && command.words.some(({ text }) => text === name),
    ),
  )
  if (isChanged) return undefined
  const repository = stage.rootImage?.profile?.repository
  const known = repository === undefined ? undefined : accountNumber(repository, name)
  return known ?? madeNumber(name, stage, /^(?:\S*\/)?(?:useradd|adduser)$/, ['-u', '--uid'])
}

const groupOf = (name: string, uid: number, stage: Stage): number | undefined => {
  const repository = stage.rootImage?.profile?.repository
  const own = repository !== undefined && accountNumber(repository, name) === uid
  return own ? uid : madeNumber(name, stage, /^(?:\S*\/)?(?:groupadd|addgroup)$/, ['-g', '--gid'])
}

function madeNumber(name: string, stage: Stage, program: RegExp, options: readonly string[]): number | undefined {
  const made = nearLayersOf(stage)
    .flatMap(({ commands }) => commands)
    .filter(({ command }) => program.test(command.name ?? '') && command.words.some(({ text }) => text === name))
  const [only] = made
  if (!only || made.length > 1) return undefined
  const words = only.command.words.map(({ text }) => text)
  const at = words.findIndex((word) => options.includes(word))
  const joined = words.map((word) => /^--[ug]id=(\d+)$/.exec(word)?.[1]).find((value) => value !== undefined)
  const value = joined ?? (at < 0 ? undefined : words[at + 1])
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
}

const octal = /^0?([0-7])([0-7])([0-7])$/

/** Takes the right to write from everybody but the owner and the group that had it. */
export function modeNarrowed(judgement: Fail, stage: Stage): Repair {
  const place = firstSpanOf(judgement.origin)
  if (!place) return { refused: 'the mode is not written here' }
  const { user } = stage
  if (!user.known || !user.value.root)
    return {
      refused: 'the account that runs may write there by this mode alone',
      supply: 'who is to own the files (chown, --chown)',
    }
  const opened = directoryOpened(stage, judgement)
  if (opened !== undefined)
    return {
      refused: `${opened} is open to every account, perhaps to one that the program changes to or is told to run as`,
      supply: 'who is to own it (chown)',
    }
  const text = stage.dockerfile.document.source.text.slice(place.start, place.end)
  const digits = octal.exec(text)
  const [, owner = '', group = '', others = ''] = digits ?? []
  const narrower = digits && `${owner}${Number(group) & 5}${Number(others) & 5}`
  const written = narrower ? text.slice(0, -3) + narrower : symbolic[text]
  if (written === undefined) return { refused: `it does not say which rights are left of ${text}`, supply: 'the mode' }
  return {
    title: `Let ${written} do where ${text} lets everybody write`,
    safety: 'guarded',
    effect: 'a process that is not root can no longer write there',
    edits: [replaceWords(place, written)],
  }
}

/** The first thing that a `chmod` opens which is no file as far as its name tells: a directory is opened for those who make files in it. */
function directoryOpened(stage: Stage, judgement: Fail): string | undefined {
  const words = stage.commands.find(
    ({ command }) =>
      command.name === 'chmod' && command.words.some(({ origin }) => isSamePlace(origin, judgement.origin)),
  )?.command.words
  const mode = words?.findIndex(({ origin }) => isSamePlace(origin, judgement.origin)) ?? -1
  return words?.slice(mode + 1).find(({ text }) => !/(?:\.[a-z]\w{0,4}|\/s?bin\/[\w.-]+|entrypoint)$/i.test(text))?.text
}

const symbolic: Readonly<Record<string, string | undefined>> = {
  'a+w': 'u+w',
  'o+w': 'u+w',
  'a+rw': 'a+r,u+w',
  'a+rwx': 'a+rx,u+w',
  '+rwx': 'a+rx,u+w',
}

/** Gives an account the directory that it must write. */
export function directoryGiven(judgement: Fail, stage: Stage): Repair | undefined {
  const built = writesInBuild(stage).find(({ origin }) => isSamePlace(origin, judgement.origin))
  const started = built ? undefined : writesAtStart(stage).find(({ origin }) => isSamePlace(origin, judgement.origin))
  const { directory, madeBy } = built ?? started ?? {}
  const user = built?.user ?? (stage.user.known ? stage.user.value.written : undefined)
  const maker = stage.instructions.find(({ origin }) => madeBy !== undefined && isSamePlace(origin, madeBy))
  if (directory === undefined) return undefined
  if (user === undefined || !maker || !/^[\w.:-]+$/.test(user))
    return { refused: `nothing here says where ${directory} is made`, supply: 'where it is made, and by whom' }
  const effect = `${user} may write ${directory}, what is copied there included`
  const title = `Give ${directory} to ${user}`
  if (maker.keyword === 'workdir') {
    const run = maker.written === 'workdir' ? 'run' : 'RUN'
    return { title, safety: 'guarded', effect, edits: [insertAfter(maker, `${run} chown ${user} ${directory}`)] }
  }
  if ((maker.keyword !== 'copy' && maker.keyword !== 'add') || maker.flags.some(({ name }) => name === 'chown'))
    return { refused: `${directory} is made by a RUN`, supply: 'chown in that RUN' }
  const { keywordOrigin } = maker
  return { title, safety: 'guarded', effect, edits: [replaceWords(keywordOrigin, `${maker.written} --chown=${user}`)] }
}

/** Takes a USER out that names the account which is in force anyway. */
export function rootLeftUnsaid(_: Fail, stage: Stage): Repair | undefined {
  const [user, ...more] = stage.instructions.filter(({ keyword }) => keyword === 'user')
  const inherited = stage.parent
    ? stage.parent.user.known && stage.parent.user.value.root
    : stage.rootImage?.profile?.user?.uid === 0
  if (!user) return undefined
  if (more.length > 0 || !inherited)
    return { refused: 'steps of the stage may need root', supply: 'the account that its result is meant for' }
  return { title: 'Leave out USER root, which is in force anyway', safety: 'safe', edits: [removeInstruction(user)] }
}
