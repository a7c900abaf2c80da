/** Finds releases that are built with what other runs left in a cache. */
import { firstSpanOf, type Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { WorkflowJob } from '../../../stack/model.ts'
import { publishes } from '../../../stack/pipeline.ts'
import { pipelineFix, removeAt } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-cache-in-release',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  persona: 'pedantic',
  title: 'Release is built with a cache that other runs may fill',
  threat: {
    from: 'supply',
    gains: 'code',
    needs: ['code of theirs in a run of the default branch', 'a key of the cache that the release asks for'],
  },
  since: '0.1.0',
  why: 'Whoever gets one run on the default branch to execute their code can leave a changed dependency in the cache, and the next release ships it.',
  remedy:
    'Build releases without `actions/cache`, without the `cache:` of setup actions and without `cache-from: type=gha`.',
  strength: 'Releases are built without caches of other runs',
  effort: 5,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/',
  ],
  peers: ['zizmor:cache-poisoning'],
  check(job): readonly Judgement[] {
    const { triggers, provider } = job.workflow.workflow
    const releases = triggers.some(
      ({ value, options }) =>
        value === 'release' ||
        (value === 'push' && options?.kind === 'map' && options.entries.some(({ key }) => key === 'tags')),
    )
    if (provider === 'gitlab' || !releases || !job.steps.some(publishes)) return []
    const used = cachesOf(job)
    if (used.length === 0) return [pass(job.origin)]
    return used.map((origin) =>
      fail(origin, { message: `${job.id} builds a release with a cache that other runs of the repository fill` }),
    )
  },
  fix({ origin }, { id, job }) {
    const input = job.steps
      .flatMap(({ with: inputs }) => [...inputs.values()])
      .find((one) => one.value.trim() !== '' && sameStart(one.origin, origin))
    if (input === undefined || input.value.includes('\n'))
      return { refused: 'other things stand beside the cache', supply: 'the step without it' }
    const deed = {
      title: `Build the release of ${id} without a cache`,
      safety: 'guarded',
      effect: 'the build takes longer',
    } as const
    return pipelineFix(deed, removeAt(input.origin))
  },
})

const cachesOf = ({ job, steps }: WorkflowJob) => [
  ...job.steps.flatMap(({ uses, with: inputs }) => {
    const asked = inputs.get('cache')
    if (/^actions\/cache(?:\/restore)?$/.test(uses?.action ?? '')) return [uses?.origin ?? job.origin]
    return /^actions\/setup-/.test(uses?.action ?? '') && asked !== undefined && asked.value !== 'false'
      ? [asked.origin]
      : []
  }),
  ...steps.flatMap((step) =>
    step.kind === 'build'
      ? step.cacheFrom.filter(({ value }) => value.includes('type=gha')).map(({ origin }) => origin)
      : [],
  ),
]

const sameStart = (a: Origin, b: Origin): boolean => firstSpanOf(a)?.start === firstSpanOf(b)?.start
