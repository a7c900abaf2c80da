/** Finds workflows that build or push images which nothing in the project's pipelines scans. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { isTrial, possibleScans, publishes, stepsOf, templateScan, workflowsBeside } from '../../../stack/pipeline.ts'
import { scanBeforePush } from '../../../stack/scan-gate-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-scan-missing',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pipeline publishes images that nothing scans',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'Known flaws in base images and packages go out with every release, and nobody hears of them before somebody uses them.',
  remedy:
    'Scan the built image before it is pushed, and let a serious finding fail the job (Trivy or Grype, with an exit code).',
  strength: 'Every image that the pipeline builds is scanned',
  effort: 15,
  references: ['NIST SP 800-190 4.1.1', 'CIS Docker Benchmark 4.4', 'https://github.com/aquasecurity/trivy-action'],
  peers: ['cis:4.4'],
  checklist: ['images-scanned', 'scan-in-pipeline'],
  check(workflow): readonly Judgement[] {
    const all = workflowsBeside(workflow)
    const steps = all.flatMap(stepsOf)
    const published = stepsOf(workflow).find(publishes)
    // A build that is only tried out is scanned where it is pushed, if it is pushed at all.
    const tried =
      steps.some(publishes) || isTrial(workflow) ? undefined : stepsOf(workflow).find(({ kind }) => kind === 'build')
    const first = published ?? tried
    if (first === undefined) return []
    const scans = steps.flatMap((step) => (step.kind === 'scan' ? [step] : []))
    const scan = scans.find(({ what }) => what === 'image') ?? scans.find(({ what }) => what === 'unknown')
    if (scan !== undefined) return [pass(scan.origin)]
    const template = all.flatMap((each) => templateScan(each) ?? [])[0]
    if (template !== undefined) return [pass(template)]
    const possible = all.flatMap(possibleScans)[0]
    if (possible !== undefined)
      return [unknown(possible, 'what is called here may scan the image, and cannot be looked into')]
    return [
      fail(first.origin, {
        message: `${workflow.file} ${published ? 'pushes' : 'builds'} images, and no workflow of the project scans them`,
        severity: published ? 'medium' : 'low',
        related: scans.map(({ origin, what }) => ({ origin, message: `scans ${what}, but no image` })),
      }),
    ]
  },
  fix: (_, workflow, ask) => scanBeforePush(workflow, ask),
})
