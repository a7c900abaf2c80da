/** Finds builds that switch off the record of how the image was made. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { recordProvenance } from '../../../stack/attestation-edits.ts'
import { publishes, underSubjects } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-provenance-disabled',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Build switches its provenance off',
  threat: { from: 'supply', gains: 'trace' },
  since: '0.1.0',
  why: 'Nobody can check later which commit, workflow and base images a pushed image was made from.',
  remedy:
    'Leave `provenance` out (the action then attests `mode=min` of what it pushes), or set `provenance: mode=max`.',
  strength: 'Pushed images carry the record of how they were built',
  effort: 3,
  references: [
    'NIST SP 800-190 4.1.5',
    'https://docs.docker.com/build/ci/github-actions/attestations/',
    'https://slsa.dev/spec/v1.1/provenance',
  ],
  peers: [],
  check: (job): readonly Judgement[] =>
    underSubjects(
      job,
      job.steps.flatMap((step): readonly Judgement[] => {
        if (step.kind !== 'build' || !publishes(step)) return []
        const { provenance, by } = step
        // The action attests by default; of a command it depends on the builder, which no file names.
        if (provenance === undefined) return by === 'docker/build-push-action' ? [pass(step.origin)] : []
        if (provenance.value.includes('${{')) return [unknown(provenance.origin, 'an expression decides it')]
        const off = /^(?:false|0)$|(?:^|,)(?:disabled=true)|type=provenance,(?:false|disabled)/i.test(
          provenance.value.trim(),
        )
        return [
          off
            ? fail(provenance.origin, { message: 'The pushed image is built without a record of how it was made' })
            : pass(provenance.origin),
        ]
      }),
    ),
  fix: recordProvenance,
})
