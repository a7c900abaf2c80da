/** Repairs of pipelines that push images which nothing scans: a scan between the build and the push, that can stop the job. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { lineEnd, lineStart } from '../core/lines.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf } from '../core/origin.ts'
import type { BuildStep, PushStep } from '../formats/workflow/container-step.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import { newestOf, pinned } from './action-edits.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'
import { commandsOfJob, publishes, workflowsBeside } from './pipeline.ts'
import { pipelineFix } from './workflow-edits.ts'

/** A name that no registry sees. */
const candidate = 'candidate:${{ github.sha }}'

/** Actions that scan an image, and what they are told so that serious findings stop the job. */
const scanners: readonly { readonly action: string; readonly inputs: (image: string) => readonly string[] }[] = [
  {
    action: 'aquasecurity/trivy-action',
    inputs: (image) => [`image-ref: ${image}`, 'severity: HIGH,CRITICAL', "exit-code: '1'"],
  },
  {
    action: 'anchore/scan-action',
    inputs: (image) => [`image: ${image}`, 'severity-cutoff: high', 'fail-build: true'],
  },
]

const noScanner: Refusal = {
  refused: 'no scanner is known to exist that the workflow could use',
  supply: 'the commit of a version of aquasecurity/trivy-action under actions in --lock FILE',
}
const supply = 'a step that scans the image between its build and its push'

/** A scan of an image as a step, its lines indented from the dash on. */
type Scan = (image: string) => readonly string[]

/** A version or a commit: a branch would bring whatever its owner puts there next. */
const isRelease = (use: string): boolean => /@(?:v?\d+(?:\.[\w.-]+)?|[\da-f]{40})$/.test(use)

/** The scanner that the lock knows, or one that the project's workflows use for something else. */
function scannerFor(workflow: WorkflowModel, lock: Lock): Scan | undefined {
  const used = workflowsBeside(workflow).flatMap(({ jobs }) =>
    jobs.flatMap(({ job }) => job.steps.flatMap(({ uses }) => uses ?? [])),
  )
  for (const { action, inputs } of scanners) {
    const locked = newestOf(action, lock)
    const use = locked ? pinned(action, locked) : used.find((one) => one.action === action && isRelease(one.text))?.text
    if (use !== undefined)
      return (image) => [
        '- name: Scan the image',
        `  uses: ${use}`,
        '  with:',
        ...inputs(image).map((line) => `    ${line}`),
      ]
  }
  return undefined
}

/** Scans every image of a workflow before it is pushed. */
export function scanBeforePush(workflow: WorkflowModel, { lock }: { readonly lock: Lock }): Repair {
  if (workflow.workflow.provider === 'gitlab') return { refused: 'the image of the job would need a scanner', supply }
  const scan = scannerFor(workflow, lock)
  if (scan === undefined) return noScanner
  const edits: SpanEdit[] = []
  for (const job of workflow.jobs) {
    for (const step of new Set(job.steps.filter(publishes).map((one) => one.step))) {
      const gate = gateOf(step, job, scan)
      if (typeof gate === 'string') return { refused: gate, supply }
      edits.push(gate)
    }
  }
  if (edits.length === 0) return scanAfterBuild(workflow, scan)
  const all: readonly FileEdits[] = [{ file: workflow.file, spans: edits }]
  const effect = 'an image with a known serious flaw is not pushed'
  return pipelineFix(
    { title: `Scan the images of ${workflow.file} before they are pushed`, safety: 'guarded', effect },
    all,
  )
}

/** Scans the images of a workflow that pushes none, each behind the step that builds it. */
function scanAfterBuild(workflow: WorkflowModel, scan: Scan): Repair {
  const spans: SpanEdit[] = []
  for (const job of workflow.jobs) {
    for (const build of job.steps.filter((step): step is BuildStep => step.kind === 'build')) {
      const [place, tag] = [firstSpanOf(build.step.origin), build.tags[0]]
      const { text } = workflow.workflow.source
      const image = tag && imageInExpression(tag.value, job)
      const inEngine = build.step.run ? build.definitions.length === 0 : build.step.with.get('load')?.value === 'true'
      if (place?.file !== workflow.file || build.step.caller !== undefined || !image || !inEngine)
        return { refused: 'the image that is built gets no name in the engine', supply }
      if (!/^ *- $/.test(text.slice(lineStart(text, place.start), place.start)))
        return { refused: 'the step is written on one line', supply }
      const gap = separated(text, place.start) ? [''] : []
      spans.push({ do: 'insert', where: 'after', start: place.start, end: place.end, lines: [...gap, ...scan(image)] })
    }
  }
  const effect = 'the job fails where an image has a known serious flaw'
  return pipelineFix({ title: `Scan the images that ${workflow.file} builds`, safety: 'guarded', effect }, [
    { file: workflow.file, spans },
  ])
}

/** What is put before the push of a step; or why that is not to be done. */
function gateOf(step: WorkflowStep, job: WorkflowJob, scan: Scan): SpanEdit | string {
  const { source, file } = job.workflow.workflow
  const place = firstSpanOf(step.origin)
  if (place === undefined || place.file !== file || step.caller !== undefined)
    return 'the push is in a file that others call'
  const indent = /^( *)- /.exec(source.text.slice(lineStart(source.text, place.start), place.start))?.[1]
  if (indent === undefined) return 'the step is written on one line'
  const done = job.steps.filter((one): one is BuildStep | PushStep => one.step === step && publishes(one))
  const [first] = done
  if (step.if !== undefined) return 'the push runs under a condition'
  if (first?.kind === 'build') return beforeAction(first, source.text, place.start, indent, scan)
  const pushes = done.filter((one): one is PushStep => one.kind === 'push')
  return pushes.length === done.length
    ? beforeCommands(pushes, job, place.start, indent, scan)
    : 'a command builds and pushes at once'
}

const separated = (text: string, at: number): boolean => /\n[ \t]*\r?\n$/.test(text.slice(0, lineStart(text, at)))

/** Inputs that are about where the image goes. */
const ofThePush = /^(?:push|tags|outputs|platforms|cache-to|provenance|sbom|attests|load|labels|annotations)$/

/** The build once more, from the builder's cache, into the engine, where it is scanned. */
function beforeAction(build: BuildStep, text: string, at: number, indent: string, scan: Scan): SpanEdit | string {
  const { step, by } = build
  const uses = step.uses && firstSpanOf(step.uses.origin)
  if (by !== 'docker/build-push-action' || uses === undefined) return `${by} builds and pushes at once`
  const inputs: string[] = []
  for (const [name, { nameOrigin, origin }] of step.with) {
    const [key, value] = [firstSpanOf(nameOrigin), firstSpanOf(origin)]
    if (key === undefined || value === undefined || text.slice(lineStart(text, key.start), key.start).trim() !== '')
      return 'the inputs of the build are written on one line'
    const lines = text.slice(lineStart(text, key.start), lineEnd(text, value.end)).trimEnd().split(/\r?\n/)
    if (!ofThePush.test(name)) inputs.push(...lines.map((line) => line.slice(indent.length)))
  }
  const width = inputs[0]?.search(/\S/) ?? 4
  const pad = ' '.repeat(width)
  const gap = separated(text, at) ? [''] : []
  const lines = [
    '- name: Build the image to scan',
    `  uses: ${text.slice(uses.start, lineEnd(text, uses.start)).trimEnd()}`,
    '  with:',
    ...inputs,
    `${pad}load: true`,
    `${pad}tags: ${candidate}`,
    ...gap,
    ...scan(candidate),
    ...gap,
  ]
  return { do: 'insert', where: 'before', start: at, end: at, lines }
}

/** The step cut in two before its first `docker push`, with a scan between the halves. */
function beforeCommands(
  pushes: readonly PushStep[],
  job: WorkflowJob,
  at: number,
  indent: string,
  scan: Scan,
): SpanEdit | string {
  const { text } = job.workflow.workflow.source
  const [first] = pushes
  const run = first?.step.run && firstSpanOf(first.step.run.origin)
  if (first === undefined || run === undefined) return 'nothing is pushed by a command'
  const commands = commandsOfJob(job).filter(({ step }) => step === first.step)
  const begins = commands.findIndex(({ command }) => command.origin === first.origin)
  const rest = commands.slice(begins)
  if (
    begins === -1 ||
    rest.some(
      ({ command }) =>
        command.nesting.length > 0 ||
        command.words
          .slice(0, 2)
          .map((word) => word.text)
          .join(' ') !== 'docker push',
    )
  )
    return 'the script does other things after the push'
  const images = pushes.flatMap((push) => push.images.map(({ value }) => imageInExpression(value, job)))
  if (images.length === 0 || images.includes(undefined)) return 'the script computes what it pushes'
  const gap = separated(text, at) ? [''] : []
  const scans = images.flatMap((image) => [...scan(image ?? ''), ...gap])
  if (begins === 0) return { do: 'insert', where: 'before', start: at, end: at, lines: scans }
  const start = firstSpanOf(first.origin)?.start ?? 0
  if (text.charAt(run.start) !== '|' || text.slice(lineStart(text, start), start).trim() !== '')
    return 'the script is not written line by line'
  const lines = [...gap, ...scans, '- name: Push it', '  run: |'].map((line) => (line === '' ? '' : indent + line))
  const begin = lineStart(text, start)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  return { do: 'replace', start: begin, end: begin, text: lines.map((line) => line + newline).join('') }
}

/** An image of a command as an input can name it: variables that every step knows become expressions. */
function imageInExpression(image: string, { job, workflow }: WorkflowJob): string | undefined {
  const known = new Set([...job.env, ...workflow.workflow.env].map(({ name }) => name))
  const written = image.replaceAll(/\$\{?(\w+)\}?/g, (whole, name: string) => {
    const context = /^GITHUB_(SHA|REF_NAME|RUN_NUMBER|RUN_ID|REPOSITORY|REPOSITORY_OWNER)$/.exec(name)?.[1]
    if (context !== undefined) return `\${{ github.${context.toLowerCase()} }}`
    return known.has(name) ? `\${{ env.${name} }}` : whole
  })
  return /\$(?!\{\{)|[`\s"'#](?![^{]*\}\})/.test(written) ? undefined : written
}
