/** Files or directories that belong to root although the account that runs must write them. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type BuildWrite, writesInBuild } from '../../../stack/build-writes.ts'
import { directoryGiven } from '../../../stack/ownership-edits.ts'
import { type WriteAtStart, writesAtStart } from '../../../stack/writes.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-without-chown',
  scope: 'stage',
  kind: 'breakage',
  category: 'non-root-user',
  title: 'The account that runs cannot write where it must',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'COPY, WORKDIR and RUN before USER make files that belong to root: the process fails at its first write, or somebody gives it root again to make it work.',
  remedy: 'Copy with `--chown`, or create the directory and give it to the account before `USER`.',
  strength: 'What the account must write belongs to it',
  effort: 10,
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  peers: [],
  check(stage): readonly Judgement[] {
    const building = writesInBuild(stage).map(judgeBuildWrite)
    if (!stage.isFinal || !stage.user.known || stage.user.value.root) return building
    const user = stage.user.value
    return [...building, ...writesAtStart(stage).map((write) => judgeWrite(write, user.name))]
  },
  fix: directoryGiven,
})

function judgeBuildWrite({ directory, user, call, origin, owned, madeBy }: BuildWrite): Judgement {
  if (owned) return pass(origin)
  return fail(origin, {
    message: `${call} runs as ${user} and has to write ${directory}, which belongs to root`,
    related: madeBy ? [{ origin: madeBy, message: 'made before USER, so by root' }] : [],
  })
}

function judgeWrite(write: WriteAtStart, user: string): Judgement {
  if (write.owned) return pass(write.origin)
  return fail(write.origin, {
    message: `${write.by} writes ${write.path} as ${user}, but ${write.directory} belongs to root`,
    related: write.madeBy ? [{ origin: write.madeBy, message: 'made as root, without --chown' }] : [],
  })
}
