/** Finds images and artifacts that take the checkout's token along. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { checkoutsWithToken, tokenLeaks } from '../../../stack/work-tree-token.ts'
import { defineRule } from '../../define-rule.ts'

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
})
