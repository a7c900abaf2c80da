/** What the jobs of a workflow need of their token, as far as each of their steps is known. */
import { within } from '../core/tree.ts'
import type { ActionUse, Scope, WorkflowStep } from '../formats/workflow/document.ts'
import { type TokenScopes, tokenScopesOf } from '../knowledge/action-permissions.ts'
import { checkoutOf } from '../projects/file-names.ts'
import type { WorkflowJob } from './model.ts'
import { publishes } from './pipeline.ts'

/** The permissions of a job; or the step that may need others, in words. */
export type Needs =
  | { readonly known: true; readonly scopes: TokenScopes }
  | { readonly known: false; readonly because: string }

const mentionsToken = /github\.token|GITHUB_TOKEN|GH_TOKEN|ACTIONS_ID_TOKEN|semantic-release|\bgh (?!--version)/i
const registryOfGithub = /\bghcr\.io\b|\bdocker\.pkg\.github\.com\b/

/** Both of two sets of permissions. */
const merged = (all: readonly TokenScopes[]): TokenScopes => {
  const scopes: Record<string, 'read' | 'write'> = {}
  for (const each of all)
    for (const [name, access] of Object.entries(each)) if (scopes[name] !== 'write') scopes[name] = access
  return scopes
}

/** Workflows may call each other four deep; those that call themselves come to an end too. */
const deepest = 4

/** Everything the job's steps need; reading the repository is always among it. */
export function needsOf(subject: WorkflowJob, depth = 0): Needs {
  const { job, workflow, id } = subject
  if (job.uses !== undefined) return needsOfCalled(subject, job.uses, depth)
  const around = [...workflow.workflow.env, ...job.env].find(({ value }) => mentionsToken.test(value))
  if (around !== undefined) return { known: false, because: `every step of ${id} gets the token as ${around.name}` }
  const each: TokenScopes[] = [{ contents: 'read' }]
  for (const container of [...job.services, ...(job.container ? [job.container] : [])])
    if (container.credentials.some(({ value }) => mentionsToken.test(value))) each.push({ packages: 'read' })
  for (const step of job.steps) {
    const needs = needsOfStep(step, subject)
    if (typeof needs === 'string') return { known: false, because: needs }
    each.push(needs)
  }
  return { known: true, scopes: merged(each) }
}

/** What the jobs of a workflow of this repository need, which their caller has to give them. */
function needsOfCalled({ project, workflow, id }: WorkflowJob, uses: ActionUse, depth: number): Needs {
  const path = within(checkoutOf(workflow.file), uses.action.replace(/^\.\//, ''))
  const called = uses.kind === 'local' ? project.workflows.find(({ file }) => file === path) : undefined
  const because = `${id} calls the workflow ${uses.text}`
  if (called === undefined || depth >= deepest) return { known: false, because }
  const each = called.jobs.map((job) => {
    const own = job.job.permissions
    return own.kind === 'scopes' ? ({ known: true, scopes: scopesOf(own.scopes) } as const) : needsOf(job, depth + 1)
  })
  const open = each.find(({ known }) => !known)
  return (
    open ?? {
      known: true,
      scopes: merged([{ contents: 'read' }, ...each.flatMap((one) => (one.known ? [one.scopes] : []))]),
    }
  )
}

const scopesOf = (scopes: readonly Scope[]): TokenScopes =>
  Object.fromEntries(
    scopes.flatMap(({ name, access }) => (access === 'read' || access === 'write' ? [[name, access] as const] : [])),
  )

/** What one step needs; or why nobody can tell. */
function needsOfStep(step: WorkflowStep, subject: WorkflowJob): TokenScopes | string {
  const logins = subject.steps.filter((one) => one.step === step && one.kind === 'login')
  const withToken = logins.some((one) => one.kind === 'login' && one.credentials === 'job-token')
  const registry: TokenScopes = withToken ? { packages: pushesToGithub(subject) ? 'write' : 'read' } : {}
  if (step.run !== undefined) {
    const needs = needsOfScript(step, withToken)
    return typeof needs === 'string' ? needs : { ...needs, ...registry }
  }
  const { uses } = step
  if (uses === undefined) return {}
  const given = [...step.with, ...step.env.map((one) => [one.name.toLowerCase(), one] as const)]
  const handed = given.find(
    ([name, { value }]) => mentionsToken.test(value) && !/^(?:github[-_])?token$|^password$/.test(name),
  )
  if (handed !== undefined) return `${uses.text} gets the token as ${handed[0]}`
  // The steps of an action of this repository follow it, and are asked themselves.
  if (uses.kind === 'local' && subject.job.steps.some(({ caller }) => caller === uses.origin)) return {}
  const needs = uses.kind === 'docker' ? undefined : tokenScopesOf(uses.action, (name) => step.with.get(name)?.value)
  if (needs === undefined) return `nothing is known of what ${uses.text} does with the token`
  if (
    /^actions\/attest/.test(uses.action) &&
    step.with.get('push-to-registry')?.value === 'true' &&
    pushesToGithub(subject)
  )
    return { ...needs, packages: 'write' }
  return { ...needs, ...registry }
}

function needsOfScript({ run, env }: WorkflowStep, login: boolean): TokenScopes | string {
  const text = [run?.value, ...env.map(({ value }) => value)].join('\n')
  const rest = login ? text.replaceAll(/\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}/gi, '') : text
  if (/\bgh\s|semantic-release|ACTIONS_ID_TOKEN/i.test(rest) || (!login && mentionsToken.test(rest)))
    return 'one of its scripts uses the token in a way of its own'
  const keyless = /\bcosign\s+(?:sign|attest)\b/.test(text) && !/--key\b|COSIGN_PRIVATE_KEY/.test(text)
  return merged([
    /\bgit\b[^\n;&|]{0,200}\spush\b/.test(text) ? { contents: 'write' } : {},
    keyless ? { 'id-token': 'write' } : {},
  ])
}

/** Whether the job pushes to GitHub's registry: so it does where the name of an image says so, or an expression hides it. */
const pushesToGithub = (subject: WorkflowJob): boolean =>
  subject.steps.filter(publishes).some((step) => {
    const names = step.kind === 'push' ? step.images : step.tags
    return names.length === 0 || names.some(({ value }) => value.includes('$') || registryOfGithub.test(value))
  })
