/** Repairs of packages that are there for one step only: a group with a name in place of two lists. */
import type { Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import type { Stage } from './build-model.ts'
import { type CallInRun, callsOf } from './package-calls.ts'
import { isSamePlace, wordReplaced, wordsTakenOut } from './run-edits.ts'

const group = '.build-deps'

const bare = ({ text }: { readonly text: string }): string => text.replace(/(?<=.)[=<>~@].*$/, '')

const namesOf = ({ call }: CallInRun): string => call.packages.map(bare).sort().join(' ')

/** Gives packages that are added and removed by the same list the name of a group. */
export function packagesGrouped({ origin }: Fail, stage: Stage): Repair | undefined {
  const run = stage.runs.find((one) => callsOf(one).some(({ command }) => isSamePlace(command.origin, origin)))
  const calls = run ? callsOf(run).filter(({ call }) => call.manager === 'apk') : []
  const added = calls.find(({ command }) => isSamePlace(command.origin, origin))
  if (!run || !added) return undefined
  const removed = calls.filter((one) => one.call.does === 'remove' && namesOf(one) === namesOf(added))
  const [removal, ...more] = removed
  const others = calls.filter((one) => one !== removal && one.call.does === 'remove')
  if (!removal || more.length + others.length > 0 || run.script.includes(group))
    return {
      refused: 'what is added and what is removed are not the same',
      supply: 'which of the packages are to stay',
    }
  const [first] = added.call.packages
  const [kept, ...rest] = removal.call.packages
  const edits = [
    first && wordReplaced(added.command, first, `--virtual ${group} ${first.text}`),
    kept && wordReplaced(removal.command, kept, group),
    ...(rest.length > 0 ? [wordsTakenOut(removal.command, rest)] : []),
  ].flatMap((edit) => edit ?? [])
  if (edits.length < (rest.length > 0 ? 3 : 2))
    return { refused: 'the lists are not plain words of the RUN', supply: 'the edit by hand' }
  return { title: `Add ${namesOf(added)} as one group, and remove it by its name`, safety: 'safe', edits }
}
