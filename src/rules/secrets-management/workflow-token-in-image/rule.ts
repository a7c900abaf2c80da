/** Finds images and artifacts that take the checkout's token along. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commandsOfJob } from '../../../stack/pipeline.ts'
import { checkoutsWithToken, tokenLeaks } from '../../../stack/work-tree-token.ts'
import { above, pipelineFix, setBelow } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Commands of git that ask the server. */
const usesLogin = /^git (?:push|fetch|pull|clone|submodule|lfs|ls-remote)\b/

export default defineRule({
  id: 'workflow-token-in-image',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'The job’s token is packed into what the job gives away',
  threat: { from: 'image', gains: 'access', needs: ['a pull while the job still runs'] },
  since: '0.1.0',
  why: 'The checkout writes its token into .git/config, and an image or artifact of the whole directory contains it: whoever fetches it before the job ends can push with it.',
  remedy: 'Put `.git` into .dockerignore, and set `persist-credentials: false` for the checkout.',
  strength: 'The job’s token stays out of images and artifacts',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/',
    'https://github.com/actions/checkout#usage',
  ],
  peers: ['zizmor:artipacked'],
  check(job): readonly Judgement[] {
    const leaks = tokenLeaks(job)
    if (leaks.length === 0) {
      const safe = job.steps.some(({ kind }) => kind === 'build') && checkoutsWithToken(job).length > 0
      return safe ? [pass(job.origin)] : []
    }
    return leaks.map(({ checkout, taker, into, copy }) =>
      fail(taker, {
        message: `${job.id} packs .git into the ${into}, and with it the token that its checkout left there`,
        related: [
          ...(job.job.gitlab === undefined ? [{ origin: checkout, message: 'keeps its token in the work tree' }] : []),
          ...(copy === undefined ? [] : [{ origin: copy.instruction.origin, message: 'copies the whole directory' }]),
        ],
      }),
    )
  },
  fix(_, job) {
    const dockerignore = 'the line `.git` in the .dockerignore of the build'
    if (job.job.gitlab) return { refused: 'the runner clones with the token in the address', supply: dockerignore }
    if (commandsOfJob(job).some(({ command: { words } }) => usesLogin.test(words.map(({ text }) => text).join(' '))))
      return { refused: `${job.id} uses git again after the checkout`, supply: dockerignore }
    return pipelineFix(
      {
        title: `Let the checkouts of ${job.id} keep no token`,
        safety: 'guarded',
        effect: 'a later step that pushes or fetches with git needs a login of its own',
      },
      ...checkoutsWithToken(job).map((checkout) => setBelow(above(checkout), ['with', 'persist-credentials'], false)),
    )
  },
})
