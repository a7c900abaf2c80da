/** Finds workflows that push images which nobody signs. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { publishes, stepsOf, workflowsBeside } from '../../../stack/pipeline.ts'
import { attestImages } from '../../../stack/signing-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-image-not-signed',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pipeline pushes images that it does not sign',
  threat: {
    from: 'supply',
    gains: 'code',
    needs: ['write access to the registry', 'a deployment that compares no digest'],
  },
  since: '0.1.0',
  why: 'A host cannot tell an image of the pipeline from one that somebody with a registry password pushed under the same name.',
  remedy:
    'Sign the pushed digest with cosign (keyless, `id-token: write`), Notation, or `actions/attest-build-provenance` with `push-to-registry`, and verify it where it is deployed.',
  strength: 'Every image that the pipeline pushes is signed',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.5',
    'NIST SP 800-190 4.1.5',
    'https://docs.sigstore.dev/cosign/signing/signing_with_containers/',
    'https://notaryproject.dev/docs/',
  ],
  peers: ['dockle:CIS-DI-0005', 'cis:4.5', 'scorecard:Signed-Releases', 'checkov:CKV_GHA_5'],
  checklist: ['images-signed', 'pipeline-signs-images'],
  check(workflow): readonly Judgement[] {
    const pushed = stepsOf(workflow).find(publishes)
    if (pushed === undefined) return []
    const all = workflowsBeside(workflow)
    const signing = all.flatMap(stepsOf).filter(({ kind }) => kind === 'sign' || kind === 'attest')
    const signed = signing.find(({ by }) => by !== 'docker trust sign')
    if (signed !== undefined) return [pass(signed.origin)]
    const called = all
      .flatMap(({ jobs }) => jobs)
      .find(({ job }) => /sign|attest|slsa|provenance/i.test(job.uses?.text ?? ''))
    if (called?.job.uses !== undefined) return [unknown(called.job.uses.origin, 'the workflow that is called may sign')]
    const outside = all.flatMap(({ workflow: { outside: parts } }) => parts)[0]
    if (outside !== undefined) return [unknown(outside.origin, 'the part that is taken over from elsewhere may sign')]
    const retired = signing[0]
    return [
      fail(pushed.origin, {
        message: `${workflow.file} pushes images, and no workflow of the project signs them`,
        related: retired
          ? [{ origin: retired.origin, message: 'Docker Content Trust is retired; use cosign or Notation' }]
          : [],
      }),
    ]
  },
  fix: (_, workflow, ask) => attestImages(workflow, ask),
})
