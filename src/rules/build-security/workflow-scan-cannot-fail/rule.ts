/** Finds scans whose result stops nothing. */
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { handlesContainers, underSubjects } from '../../../stack/pipeline.ts'
import { letScanFail } from '../../../stack/scan-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-scan-cannot-fail',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Scan cannot stop the pipeline',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'An image with a known critical flaw is published all the same: the scan writes into a log that nobody reads.',
  remedy:
    'Let serious findings fail the job: `exit-code: 1` with `severity: HIGH,CRITICAL` for Trivy, `--fail-on high` for Grype; write accepted ones into the scanner’s ignore file.',
  strength: 'A serious finding of a scan stops the pipeline',
  effort: 5,
  references: [
    'CIS Docker Benchmark 4.4',
    'NIST SP 800-190 4.1.1',
    'https://github.com/aquasecurity/trivy-action#inputs',
  ],
  peers: [],
  checklist: ['scan-in-pipeline'],
  check(subject): readonly Judgement[] {
    const { workflow, steps, job } = subject
    const judged = handlesContainers(workflow)
    const scans = steps.flatMap((step) => (step.kind === 'scan' && (step.what === 'image' || judged) ? [step] : []))
    return underSubjects(
      subject,
      scans.map((scan): Judgement => {
        const { canFail, by, origin } = scan
        if (canFail.known && canFail.value) return pass(canFail.origin)
        // One scan reports and another one of the same kind decides: that is how both work.
        const decides = scans.find((other) => other.what === scan.what && other.canFail.known && other.canFail.value)
        if (decides !== undefined) return pass(origin)
        if (!canFail.known) return unknown(canFail.origin, canFail.because)
        const reported = job.steps.find(({ uses }) => uses?.action === 'github/codeql-action/upload-sarif')
        const place = spansOf(canFail.origin).length > 0 ? canFail.origin : origin
        return fail(place, {
          message: `${by} reports what it finds, and the job goes on whatever that is`,
          // A branch rule on code-scanning alerts may hold the change back.
          severity: reported ? 'low' : 'medium',
          related: reported?.uses
            ? [{ origin: reported.uses.origin, message: 'the result goes to code scanning' }]
            : [],
        })
      }),
    )
  },
  fix: ({ origin }, job) => letScanFail(origin, job),
})
