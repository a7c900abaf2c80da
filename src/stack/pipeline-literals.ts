/** Credentials that a pipeline's file carries in plain text. */
import type { Origin } from '../core/origin.ts'
import type { Setting } from '../formats/workflow/document.ts'
import { knownTokenFormat } from '../knowledge/secrets.ts'
import { holdsCredential, literalCredentials } from './credentials.ts'
import type { Project, WorkflowJob } from './model.ts'
import { isTrial } from './pipeline.ts'

export interface PlainCredential {
  readonly name: string
  readonly origin: Origin
  /** `container`: of a registry, for the job's containers; `stack`: one that production uses too; `token`: of a known issuer's form. */
  readonly kind: 'container' | 'stack' | 'token' | 'login' | 'shipped'
  /** Where production uses the same one. */
  readonly twin: Origin | undefined
}

const isComputed = (value: string): boolean => /\$\{\{|\$\w|\$\{/.test(value)

/** Jobs that try something out, whose passwords open nothing that lasts. */
const tries = /test|spec|e2e|lint|check|ci\b|verify|validate|build/i

/** Every credential of the job that anybody who may read the file can use. */
export function plainCredentials(job: WorkflowJob): readonly PlainCredential[] {
  const { job: written, workflow, steps } = job
  const containers = [...written.services, ...(written.container ? [written.container] : [])]
  const registry = containers.flatMap(({ credentials }) =>
    credentials
      .filter(({ name, value }) => name === 'password' && value.trim() !== '' && !isComputed(value))
      .map(({ origin }) => ({ name: 'password', origin, kind: 'container' as const, twin: undefined })),
  )
  const ships =
    steps.some(({ kind }) => kind === 'deploy' || kind === 'push') ||
    steps.some((step) => step.kind === 'build' && step.push.known && step.push.value)
  const own = ships && !isTrial(workflow) && !tries.test(job.id)
  const logins = written.steps.flatMap((step) => (/login/.test(step.uses?.action ?? '') ? [...step.with.values()] : []))
  const settings = [
    ...written.env,
    ...written.steps.flatMap(({ env }) => env),
    ...containers.flatMap(({ env }) => env),
    // Said for all jobs, and told once.
    ...(workflow.jobs[0] === job ? workflow.workflow.env : []),
  ]
  const seen = new Set<Origin>()
  const found = [
    ...registry,
    ...logins.flatMap((setting) => literal(setting, job.project, 'login')),
    ...settings.flatMap((setting) => literal(setting, job.project, own ? 'shipped' : undefined)),
  ]
  return found.filter(({ origin }) => !seen.has(origin) && seen.add(origin))
}

function literal(
  setting: Setting,
  project: Project,
  otherwise: 'login' | 'shipped' | undefined,
): readonly PlainCredential[] {
  const { name, value, origin } = setting
  if (isComputed(value)) return []
  const strong = literalCredentials(name, value).filter(({ grade }) => grade === 'literal')
  return strong.slice(0, 1).flatMap(({ start, end }): readonly PlainCredential[] => {
    const text = value.slice(start, end)
    const twin = twinOf(text, project)
    const kind = twin === undefined ? (knownTokenFormat(text) === undefined ? otherwise : 'token') : 'stack'
    return kind === undefined || (kind === 'login' && !holdsCredential(name)) ? [] : [{ name, origin, kind, twin }]
  })
}

/** Where a variant that is like production, or an env file that it reads, has the same secret. Compared in memory only. */
function twinOf(secret: string, project: Project): Origin | undefined {
  const ofServices = project.variants
    .filter(({ productionLike }) => productionLike)
    .flatMap(({ services }) => services.flatMap(({ environment }) => environment))
    .find(({ value }) => value.known && value.value.includes(secret))
  const ofFiles = project.envFiles
    .filter(({ template }) => !template)
    .flatMap(({ variables }) => variables)
    .find(({ value }) => value.includes(secret))
  return ofServices?.origin ?? ofFiles?.valueOrigin
}
