/** Finds workflows that push images without a list of what is in them. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { listContents } from '../../../stack/attestation-edits.ts'
import { publishes, stepsOf, workflowsBeside } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-sbom-missing',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pushed images have no bill of materials',
  threat: { from: 'nobody', gains: 'trace' },
  since: '0.1.0',
  why: 'When the next widely used library turns out broken, nobody can ask which running images contain it.',
  remedy:
    'Set `sbom: true` of docker/build-push-action (`--sbom=true` of `docker buildx build`), or make one with Syft or Trivy and attach it.',
  strength: 'Every image that the pipeline pushes has a bill of materials',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.1',
    'https://docs.docker.com/build/metadata/attestations/sbom/',
    'https://www.cisa.gov/sbom',
  ],
  peers: ['checkov:CKV_GHA_6'],
  check(workflow): readonly Judgement[] {
    const pushed = stepsOf(workflow).filter(publishes)
    const [first] = pushed
    if (first === undefined) return []
    const listed = workflowsBeside(workflow)
      .flatMap(stepsOf)
      .find(({ kind, by }) => kind === 'sbom' || by === 'actions/attest-sbom')
    if (listed !== undefined) return [pass(listed.origin)]
    const builds = pushed.flatMap((step) => (step.kind === 'build' ? [step] : []))
    const told = builds.find(({ sbom }) => sbom !== undefined && !/^(?:false|0)$/i.test(sbom.value.trim()))
    if (told?.sbom !== undefined) {
      return [
        told.sbom.value.includes('$') ? unknown(told.sbom.origin, 'an expression decides it') : pass(told.sbom.origin),
      ]
    }
    const outside = workflow.workflow.outside[0]
    if (outside !== undefined)
      return [unknown(outside.origin, 'the part that is taken over from elsewhere may make one')]
    const place = builds.find(({ sbom }) => sbom !== undefined)?.sbom?.origin ?? first.origin
    return [fail(place, { message: `${workflow.file} pushes images without a list of what is in them` })]
  },
  fix: (_, workflow) => listContents(workflow),
})
