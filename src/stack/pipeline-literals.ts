/** Credentials that a pipeline's file carries in plain text. */
import type { Origin } from '../core/origin.ts'
import type { Setting } from '../formats/workflow/document.ts'
import { knownTokenFormat } from '../knowledge/secrets.ts'
import { holdsCredential, literalCredentials } from './credentials.ts'
import type { Project, WorkflowJob } from './model.ts'
import { isTrial, publishes } from './pipeline.ts'

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
const tries = /test|spec|e2e|lint|check|verify|validate/i

/** Every credential of the job that anybody who may read the file can use. */
export function plainCredentials(job: WorkflowJob): readonly PlainCredential[] {
  const { job: written, workflow } = job
  const containers = [...written.services, ...(written.container ? [written.container] : [])]
  const registry = containers.flatMap(({ credentials }) =>
    credentials
      .filter(({ name, value }) => name === 'password' && value.trim() !== '' && !isComputed(value))
      .map(({ origin }) => ({ name: 'password', origin, kind: 'container' as const, twin: undefined })),
  )
  const inputs = written.steps.flatMap((step) => (/login/.test(step.uses?.action ?? '') ? [...step.with.values()] : []))
  const settings = [...written.env, ...written.steps.flatMap(({ env }) => env), ...containers.flatMap(({ env }) => env)]
  // What is said for all jobs is told with the first one.
  const common = workflow.jobs[0] === job ? workflow.workflow.env : []
  const found = [
    ...registry,
    ...inputs.flatMap((setting) => literal(setting, job.project, () => 'login')),
    ...settings.flatMap((setting) => literal(setting, job.project, () => useOf(setting.name, [job]))),
    ...common.flatMap((setting) => literal(setting, job.project, () => useOf(setting.name, workflow.jobs))),
  ]
  const seen = new Set<Origin>()
  return found.filter(({ origin }) => !seen.has(origin) && seen.add(origin))
}

/** What the jobs do with a variable: log in with it, or at least ship something. */
function useOf(name: string, jobs: readonly WorkflowJob[]): 'login' | 'shipped' | undefined {
  const used = new RegExp(`\\blogin\\b[^\\n]*\\$\\{?${name}\\b|\\$\\{?${name}\\b[^\\n]*\\|[^\\n]*\\blogin\\b`)
  if (
    /^\w+$/.test(name) &&
    jobs.some(({ job }) => job.steps.some(({ run }) => run !== undefined && used.test(run.value)))
  )
    return 'login'
  return jobs.some(ships) ? 'shipped' : undefined
}

const ships = ({ steps, workflow, id }: WorkflowJob): boolean =>
  !isTrial(workflow) && !tries.test(id) && steps.some((step) => step.kind === 'deploy' || publishes(step))

function literal(
  setting: Setting,
  project: Project,
  otherwise: () => 'login' | 'shipped' | undefined,
): readonly PlainCredential[] {
  const { name, value, origin } = setting
  if (isComputed(value)) return []
  const strong = literalCredentials(name, value).filter(({ grade }) => grade === 'literal')
  return strong.slice(0, 1).flatMap(({ start, end }): readonly PlainCredential[] => {
    const text = value.slice(start, end)
    const twin = twinOf(text, project)
    const kind = twin === undefined ? (knownTokenFormat(text) === undefined ? otherwise() : 'token') : 'stack'
    return kind === undefined || (kind === 'login' && !holdsCredential(name)) ? [] : [{ name, origin, kind, twin }]
  })
}

/** Env files for a desk or for tests, whatever reads them. */
const desk = /(?:^|[._/-])(?:dev|development|local|test|testing|ci|e2e)(?:[._/-]|$)/i

/** Where a variant that is like production, or an env file that it reads, has the same secret. Compared in memory only. */
function twinOf(secret: string, project: Project): Origin | undefined {
  const ofServices = project.variants
    .filter(({ productionLike }) => productionLike)
    .flatMap(({ services }) => services.flatMap(({ environment }) => environment))
    .find(({ value }) => value.known && value.value.includes(secret))
  const ofFiles = project.envFiles
    .filter(
      ({ template, services, file }) =>
        !template && services.some(({ variant }) => variant.productionLike) && !desk.test(file),
    )
    .flatMap(({ variables }) => variables)
    .find(({ value }) => value.includes(secret))
  return ofServices?.origin ?? ofFiles?.valueOrigin
}
