/** Repairs of scans whose result stops nothing. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits, Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { ScanStep } from '../formats/workflow/container-step.ts'
import type { WorkflowJob } from './model.ts'
import { commandsOfJob } from './pipeline.ts'
import { above, order, pipelineFix, removeAt, setBelow, wordsAt } from './workflow-edits.ts'

/** The input that lets a finding fail a scanner's action, and the one that names serious findings, from the actions' documentation. */
const inputs: Readonly<
  Record<string, { readonly set: readonly [string, string | boolean]; readonly serious?: readonly [string, string] }>
> = {
  'aquasecurity/trivy-action': { set: ['exit-code', '1'], serious: ['severity', 'HIGH,CRITICAL'] },
  'anchore/scan-action': { set: ['fail-build', true] },
  'docker/scout-action': { set: ['exit-code', true], serious: ['only-severities', 'critical,high'] },
  'goodwithtech/dockle-action': { set: ['exit-code', '1'] },
  'erzz/dockle-action': { set: ['exit-code', '1'] },
  'crazy-max/ghaction-container-scan': { set: ['severity_threshold', 'HIGH'] },
  'sysdiglabs/scan-action': { set: ['stop-on-failed-policy-eval', true] },
  'bridgecrewio/checkov-action': { set: ['soft_fail', false] },
  'checkmarx/kics-github-action': { set: ['ignore_on_exit', 'none'] },
  'actions/dependency-review-action': { set: ['warn-only', false] },
  'google/osv-scanner-action': { set: ['fail-on-vuln', true] },
}

/** Options that do the same for a scanner's command. */
const options: readonly { readonly by: RegExp; readonly fails: string; readonly serious?: string }[] = [
  { by: /^trivy /, fails: '--exit-code 1', serious: '--severity HIGH,CRITICAL' },
  { by: /^grype$/, fails: '--fail-on high' },
  { by: /^docker scout cves$/, fails: '--exit-code', serious: '--only-severity critical,high' },
  { by: /^dockle$/, fails: '--exit-code 1' },
]

const supply = 'how serious findings are to stop the job'

/** Lets the scan at a place stop its job. */
export function letScanFail(origin: Origin, subject: WorkflowJob): Repair | undefined {
  const scan = subject.steps.find(
    (step): step is ScanStep => step.kind === 'scan' && (step.canFail.origin === origin || step.origin === origin),
  )
  if (scan === undefined) return undefined
  const failing = scan.step.run === undefined ? byInput(scan) : byCommand(scan, subject)
  if (typeof failing === 'string') return { refused: failing, supply }
  const title = `Let serious findings of ${scan.by} stop ${subject.id}`
  const effect = 'an image with a known serious flaw is not released any more'
  return pipelineFix({ title, safety: 'guarded', effect }, failing, goingOn(scan), reporting(scan))
}

/** `continue-on-error` of the step and its job, taken away. */
const goingOn = ({ step, job }: ScanStep): readonly FileEdits[] =>
  [step.continueOnError, job.continueOnError].flatMap((one) =>
    one?.value.trim() === 'true' ? removeAt(one.origin) : [],
  )

/** The report still goes to code scanning where the scan has failed. */
const reporting = ({ job, step }: ScanStep): readonly FileEdits[] =>
  job.steps.flatMap(({ uses, if: condition, index }) =>
    uses?.action === 'github/codeql-action/upload-sarif' && condition === undefined && index > step.index
      ? setBelow(above(uses.origin), ['if'], 'always()', order.if)
      : [],
  )

function byInput({ step, by, canFail, job }: ScanStep): readonly FileEdits[] | string {
  const goesOn = [step.continueOnError, job.continueOnError]
  if (goesOn.some((one) => one?.origin === canFail.origin)) return []
  const input = inputs[by]
  if (input === undefined || step.uses === undefined) return `${by} has no setting that stops a job`
  const at = above(step.uses.origin)
  const { set, serious } = input
  return [
    ...(serious && !step.with.has(serious[0]) ? setBelow(at, ['with', serious[0]], serious[1]) : []),
    ...setBelow(at, ['with', set[0]], set[1]),
  ]
}

/** One kind of edit per file: where keys change too, the words of the script have to wait for a person. */
function byCommand(scan: ScanStep, subject: WorkflowJob): readonly FileEdits[] | string {
  const { step, job, canFail, origin, by } = scan
  const goesOn = [step.continueOnError, job.continueOnError]
  if (goesOn.some((one) => one?.origin === canFail.origin)) return []
  if (goingOn(scan).length + reporting(scan).length > 0) return 'the step goes on, and its command has to change too'
  const command = commandsOfJob(subject).find((one) => one.command.origin === origin)?.command
  if (command === undefined) return 'the command is written in an unusual way'
  const lets = withOption(command, by, canFail.origin)
  const swallows = command.swallowedHow === 'fallback' ? withoutFallback(command, subject) : []
  if (typeof lets === 'string') return lets
  if (typeof swallows === 'string') return swallows
  if (command.swallowed && command.swallowedHow !== 'fallback')
    return 'other commands of the script run whatever becomes of the scan'
  return wordsAt(origin, ...lets, ...swallows)
}

function withOption(command: ShellCommand, by: string, decided: Origin): readonly SpanEdit[] | string {
  const { words } = command
  const option = options.find((one) => one.by.test(by))
  if (option === undefined)
    return command.swallowedHow === 'fallback' ? [] : `${by} never fails because of what it finds`
  const [name = ''] = option.fails.split(' ')
  const zero = words.find(
    ({ text }, index) => text === `${name}=0` || (text === '0' && words[index - 1]?.text === name),
  )
  if (zero !== undefined) {
    const { start, end } = firstSpanOf(decided) ?? zero.origin
    return end - start === 1 ? [{ do: 'replace', start, end, text: '1' }] : 'the option is written in an unusual way'
  }
  if (words.some(({ text }) => text.startsWith(name))) return []
  const starts = by.split(' ')
  const last = words[starts.length - 1]
  if (last === undefined || !starts.every((start, index) => words[index]?.text.split('/').at(-1) === start))
    return 'the scanner is called in an unusual way'
  const [severity = name] = option.serious?.split(' ') ?? []
  const serious = option.serious === undefined || words.some(({ text }) => text === '-s' || text.startsWith(severity))
  const text = serious ? ` ${option.fails}` : ` ${option.serious} ${option.fails}`
  return [{ do: 'replace', start: last.origin.end, end: last.origin.end, text }]
}

/** Takes `|| true` away. */
function withoutFallback(
  { origin, swallowedBy }: ShellCommand,
  { project }: WorkflowJob,
): readonly SpanEdit[] | string {
  const text = project.file(origin.file)?.source.text
  if (swallowedBy === undefined || swallowedBy.file !== origin.file || text === undefined)
    return 'the fallback is written elsewhere'
  const between = text.slice(origin.end, swallowedBy.start)
  if (!/^[\s\\]*\|\|[\s\\]*$/.test(between)) return 'the fallback is written in an unusual way'
  return [{ do: 'replace', start: origin.end, end: swallowedBy.end, text: '' }]
}
