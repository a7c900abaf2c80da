/** Finds jobs that pass on every secret of the repository where one was asked for. */
import type { Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { WorkflowJob } from '../../../stack/model.ts'
import { referencesOf } from '../../../stack/pipeline-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-hands-out-every-secret',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Job passes on every secret of the repository',
  threat: { from: 'supply', gains: 'credential', needs: ['a step or workflow whose owner is taken over'] },
  since: '0.1.0',
  why: 'The one step that is taken over then has the production database, the registry and the cloud, and not only the token it was meant to get.',
  remedy:
    'Name the secrets one by one: `secrets: { REGISTRY_TOKEN: "${{ secrets.REGISTRY_TOKEN }}" }`, or in the `env:` of the one step.',
  strength: 'Jobs get the secrets they name, and no others',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow',
  ],
  peers: ['zizmor:overprovisioned-secrets', 'zizmor:secrets-inherit'],
  check(job): readonly Judgement[] {
    const { secrets, uses } = job.job
    const everything = wholeContext(job).map((origin) =>
      fail(origin, {
        message: `${job.id} turns every secret of the repository into one text`,
        peers: ['zizmor:overprovisioned-secrets'],
      }),
    )
    if (secrets === undefined || uses === undefined) return everything
    // What this repository calls of its own has the same owners.
    if (!secrets.inherit || uses.kind === 'local') return [...everything, pass(secrets.origin)]
    const message = `${job.id} hands every secret of the repository to ${uses.action}, which is written elsewhere`
    const severity = uses.pinned ? 'medium' : 'high'
    return [...everything, fail(secrets.origin, { message, severity, peers: ['zizmor:secrets-inherit'] })]
  },
  fix: () => ({
    refused: 'what is called may read any of them',
    supply: 'the names of the secrets that it reads',
  }),
})

/** Places that read the `secrets` context as a whole (`toJSON(secrets)`). */
const wholeContext = ({ job, workflow }: WorkflowJob): readonly Origin[] =>
  [
    ...workflow.workflow.env,
    ...job.env,
    ...job.with.values(),
    ...job.steps.flatMap((step) => [...step.env, ...step.with.values(), ...(step.run ? [step.run] : [])]),
  ].flatMap(({ value, origin }) =>
    /tojson\s*\(\s*secrets\s*\)/i.test(value) && referencesOf(value).includes('secrets') ? [origin] : [],
  )
