/** Repairs of what the tokens of a workflow may do: as little as its known steps need, where they are needed. */
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { entryOf } from '../core/node.ts'
import { firstSpanOf, type Origin, type SpanOrigin } from '../core/origin.ts'
import type { Fail } from '../core/verdict.ts'
import type { TokenScopes } from '../knowledge/action-permissions.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'
import { type Needs, needsOf } from './permission-needs.ts'
import { idleJobs } from './token-needs.ts'
import { order, pipelineFix, setBelow } from './workflow-edits.ts'

const supply = 'the permissions that this step needs, as its documentation says'
const effect = 'a step that uses the token for anything else fails'

const unknownNeeds = ({ because }: Extract<Needs, { known: false }>): Refusal => ({ refused: because, supply })

/** The place of the workflow as a whole, whose path is empty. */
const topOf = ({ file }: WorkflowModel): SpanOrigin => ({ kind: 'span', file, path: [], start: 0, end: 0 })

/** Whether reading the repository, which the workflow's own permissions give, is all. */
const readsOnly = ({ contents, ...others }: TokenScopes): boolean =>
  contents === 'read' && Object.keys(others).length === 0

const ofJob = ({ job }: WorkflowJob, scopes: TokenScopes): readonly FileEdits[] =>
  setBelow(job.origin, ['permissions'], scopes, order.jobPermissions)

const ofWorkflow = (workflow: WorkflowModel): readonly FileEdits[] =>
  setBelow(topOf(workflow), ['permissions'], { contents: 'read' }, order.permissions)

const inherits = ({ job }: WorkflowJob): boolean => job.permissions.kind === 'absent'

/** Says what the token of a job may do that says nothing yet. */
export function sayPermissions(subject: WorkflowJob): Repair {
  const { workflow, id } = subject
  const needs = needsOf(subject)
  if (!needs.known) return unknownNeeds(needs)
  const deed = {
    title: `Let the token of ${id} do what its steps need, and no more`,
    safety: 'guarded',
    effect,
  } as const
  // What is said for all must be enough for those of which not everything is known.
  const forAll = workflow.jobs.every((job) => !inherits(job) || needsOf(job).known)
  const { scopes } = needs
  if (!forAll) return pipelineFix(deed, ofJob(subject, scopes))
  return pipelineFix(deed, ofWorkflow(workflow), readsOnly(scopes) ? [] : ofJob(subject, scopes))
}

const same = (a: Origin, b: Origin): boolean => {
  const [one, other] = [firstSpanOf(a), firstSpanOf(b)]
  return one !== undefined && other !== undefined && one.file === other.file && one.start === other.start
}

/** Takes away what the token of a workflow or a job may do besides what is needed. */
export function narrowPermissions({ origin }: Fail, workflow: WorkflowModel): Repair {
  const own = workflow.jobs.find(
    ({ job }) => job.permissions.kind === 'write-all' && same(job.permissions.origin, origin),
  )
  if (own !== undefined) {
    const needs = needsOf(own)
    if (!needs.known) return unknownNeeds(needs)
    const title = `Let the token of ${own.id} do what its steps need, and no more`
    return pipelineFix({ title, safety: 'guarded', effect }, ofJob(own, needs.scopes))
  }
  const { permissions } = workflow.workflow
  return permissions.kind === 'scopes' ? handDown(workflow) : narrowAll(workflow)
}

/** What lets a job ask for a token with which a cloud lets it in, beside what it may do already; or why nobody can write that. */
export function allowIdToken({ job, workflow, id }: WorkflowJob): readonly FileEdits[] | Refusal {
  const { permissions } = workflow.workflow
  if (job.permissions.kind === 'scopes') return setBelow(job.origin, ['permissions', 'id-token'], 'write')
  const all = permissions.kind === 'scopes' ? permissions.scopes : undefined
  if (all === undefined || job.permissions.kind !== 'absent')
    return { refused: `nothing says what the token of ${id} may do`, supply: 'the permissions of the job' }
  const scopes = Object.fromEntries(all.map(({ name, access }) => [name, access]))
  return setBelow(job.origin, ['permissions'], { ...scopes, 'id-token': 'write' }, order.jobPermissions)
}

/** Replaces `write-all` at the top by what each job needs. */
function narrowAll(workflow: WorkflowModel): Repair {
  const edits: (readonly FileEdits[])[] = [ofWorkflow(workflow)]
  for (const job of workflow.jobs.filter(inherits)) {
    const needs = needsOf(job)
    if (!needs.known) return unknownNeeds(needs)
    if (!readsOnly(needs.scopes)) edits.push(ofJob(job, needs.scopes))
  }
  const title = `Let the tokens of ${workflow.file} do what their steps need, and no more`
  return pipelineFix({ title, safety: 'guarded', effect }, ...edits)
}

/** Moves what a workflow's token may write to the jobs that may need it: those that plainly do nothing with it keep the right to read. */
function handDown(workflow: WorkflowModel): Repair {
  const { permissions, root } = workflow.workflow
  const written = entryOf(root, 'permissions')?.value
  if (permissions.kind !== 'scopes' || written?.kind !== 'map')
    return { refused: 'the permissions are written in an unusual way' }
  const all: Record<string, string> = {}
  for (const { name, access } of permissions.scopes) {
    if (access === 'unknown') return { refused: `${name} has an access that does not exist` }
    all[name] = access
  }
  const idle = new Set(idleJobs(workflow))
  const working = workflow.jobs.filter((job) => inherits(job) && !idle.has(job))
  const title = `Give what ${workflow.file} may write to the ${working.length === 1 ? 'job' : 'jobs'} that may need it`
  return pipelineFix(
    { title, safety: 'guarded', effect },
    setBelow(topOf(workflow), ['permissions'], withoutWriting(all)),
    ...working.map((job) => ofJob(job, all as TokenScopes)),
  )
}

/** What is left for all: what could be read before, and of what could be written the repository. */
const withoutWriting = (all: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, access]) =>
      access !== 'write' ? [[name, access]] : name === 'contents' ? [[name, 'read']] : [],
    ),
  )
