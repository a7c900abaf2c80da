/** Repairs of workflows that push images which nobody signs: an attestation of the pushed digest, in the name of the workflow. */
import type { SpanEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { lineStart } from '../core/lines.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { BuildStep } from '../formats/workflow/container-step.ts'
import type { Permissions } from '../formats/workflow/document.ts'
import { newestOf, pinned } from './action-edits.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'
import { publishes } from './pipeline.ts'
import { pipelineFix } from './workflow-edits.ts'

const action = 'actions/attest-build-provenance'
const supply = 'a step that signs the pushed digest, and `id-token: write` for its job'

const noSigner: Refusal = {
  refused: 'nothing that signs is known to exist',
  supply: `the commit of a version of ${action} under actions in --lock FILE`,
}

/** Attests every image that a workflow pushes. */
export function attestImages(workflow: WorkflowModel, { lock }: { readonly lock: Lock }): Repair {
  const locked = newestOf(action, lock)
  if (locked === undefined) return noSigner
  const spans: SpanEdit[] = []
  for (const job of workflow.jobs) {
    const pushes = job.steps.filter(publishes)
    if (pushes.length === 0) continue
    if (pushes.filter(({ step }) => step.id === undefined).length > 1)
      return { refused: `several builds of ${job.id} have no id`, supply }
    const allowed = allowing(job)
    if (typeof allowed === 'string') return { refused: allowed, supply }
    spans.push(...allowed)
    for (const push of pushes) {
      const signed = push.kind === 'build' ? attesting(push, job, pinned(action, locked)) : 'a command pushes the image'
      if (typeof signed === 'string') return { refused: signed, supply }
      spans.push(...signed)
    }
  }
  const title = `Attest what ${workflow.file} pushes`
  const effect =
    'private repositories need a plan of GitHub that has attestations, and the deployment has to verify them'
  return pipelineFix({ title, safety: 'guarded', effect }, [{ file: workflow.file, spans }])
}

/** The permissions that signing takes, below those that the job has. */
function allowing({ job, workflow, id }: WorkflowJob): readonly SpanEdit[] | string {
  const { permissions, source } = workflow.workflow
  const alone = workflow.jobs.length === 1 && job.permissions.kind === 'absent'
  const written: Permissions = alone ? permissions : job.permissions
  if (written.kind !== 'scopes') return `nothing says what the token of ${id} may do`
  const has = new Map(written.scopes.map(({ name, access }) => [name, access]))
  const wanted = ['id-token', 'attestations'].filter((name) => has.get(name) !== 'write')
  const last = firstSpanOf(written.scopes.at(-1)?.origin ?? written.origin)
  if (wanted.length === 0) return []
  const line = last && source.text.slice(lineStart(source.text, last.start), last.start)
  if (last === undefined || !/^ *[a-z-]+: *$/.test(line ?? '') || wanted.some((name) => has.has(name)))
    return 'the permissions are written on one line'
  return [
    { do: 'insert', where: 'after', start: last.start, end: last.end, lines: wanted.map((name) => `${name}: write`) },
  ]
}

/** A repository without its tag, as attestations name it; `undefined` where an expression hides it. */
function repositoryOf(tags: readonly { readonly value: string }[]): string | undefined {
  const names = new Set(tags.map(({ value }) => value.replace(/:(?:[\w.-]|\$\{\{[^}]*\}\})+$/, '')))
  const [name, ...others] = names
  if (name === undefined || others.length > 0 || /\$(?!\{\{ *(?:github\.repository|env\.\w+) *\}\})/.test(name))
    return undefined
  const [host = '', ...rest] = name.split('/')
  return rest.length > 0 && /[.:$]/.test(host) ? name : `index.docker.io/${rest.length === 0 ? 'library/' : ''}${name}`
}

/** The step behind a build, which gets an id where it has none. */
function attesting(build: BuildStep, { job, workflow }: WorkflowJob, uses: string): readonly SpanEdit[] | string {
  const { text } = workflow.workflow.source
  const { step, by } = build
  const place = firstSpanOf(step.origin)
  if (by !== 'docker/build-push-action' || place?.file !== workflow.file || step.caller !== undefined)
    return `${by} does not tell the digest that it pushes`
  const name = repositoryOf(build.tags)
  if (name === undefined || build.generatedTags) return 'the name of the image is computed'
  const head = text.slice(lineStart(text, place.start), place.start)
  if (!/^ *- +$/.test(head)) return 'the step is written on one line'
  const id = step.id ?? 'build'
  if (step.id === undefined && job.steps.some((other) => other.id === id)) return 'another step has the id build'
  if (/\n/.test(step.if?.value ?? '')) return 'the push runs under a condition of several lines'
  const newline = newlineOf(text)
  const condition = step.if && firstSpanOf(step.if.origin)
  const gap = /\n[ \t]*\r?\n$/.test(text.slice(0, lineStart(text, place.start))) ? [''] : []
  const lines = [
    ...gap,
    '- name: Attest the image',
    ...(condition === undefined ? [] : [`  if: ${text.slice(condition.start, condition.end)}`]),
    `  uses: ${uses}`,
    '  with:',
    `    subject-name: ${name}`,
    `    subject-digest: \${{ steps.${id}.outputs.digest }}`,
    '    push-to-registry: true',
  ]
  const named: readonly SpanEdit[] =
    step.id === undefined
      ? [{ do: 'replace', start: place.start, end: place.start, text: `id: ${id}${newline}${' '.repeat(head.length)}` }]
      : []
  return [...named, { do: 'insert', where: 'after', start: place.start, end: place.end, lines }]
}
