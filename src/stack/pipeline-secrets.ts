/** Which secrets of its settings a pipeline hands to a text: a command, a build argument, a variable. */
import type { WorkflowStep } from '../formats/workflow/document.ts'
import { expressionRanges, referencesIn } from '../formats/workflow/expression.ts'
import { holdsCredential, isForBrowsers } from './credentials.ts'
import type { WorkflowJob } from './model.ts'

/** The context values that a text reads, such as `secrets.TOKEN`. */
export const referencesOf = (value: string): readonly string[] =>
  expressionRanges(value).flatMap(([start, end]) => referencesIn(value.slice(start + 3, end - 2)))

/** The secret that a text reads, by its name; the job's own token is none that lasts. */
export function secretIn(value: string, job: WorkflowJob): string | undefined {
  if (job.workflow.workflow.provider === 'gitlab') return gitlabSecretIn(value, job)
  return referencesOf(value)
    .filter((name) => name.startsWith('secrets.') && name.toUpperCase() !== 'SECRETS.GITHUB_TOKEN')
    .map((name) => name.slice('secrets.'.length))
    .find((name) => !isForBrowsers(name))
}

/** Made by GitLab for the job, and worth nothing after it. */
const jobScoped =
  /^CI_(?:JOB_TOKEN|JOB_JWT\w*|REGISTRY_PASSWORD|DEPENDENCY_PROXY_PASSWORD|DEPLOY_PASSWORD|REPOSITORY_URL)$/

/** GitLab hands secrets to jobs as variables of the project's settings: whatever has such a name, and no value in the file. */
function gitlabSecretIn(value: string, { job, workflow }: WorkflowJob): string | undefined {
  const written = [...job.env, ...workflow.workflow.env]
  const names = [...value.matchAll(/(?<!\$)\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name ?? '')
  for (const name of names) {
    const inside = written.find((setting) => setting.name === name)?.value
    const meant = inside === undefined ? name : /^\$\{?(\w+)\}?$/.exec(inside)?.[1]
    if (meant !== undefined && holdsCredential(meant) && !jobScoped.test(meant)) return meant
  }
  return undefined
}

/** A secret named in the text, or a variable of the step, the job or the workflow that holds one. */
export function secretBehind(text: string, step: WorkflowStep, job: WorkflowJob): string | undefined {
  const direct = secretIn(text, job)
  if (direct !== undefined) return direct
  const holders = [...step.env, ...job.job.env, ...job.workflow.workflow.env]
  const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name)
  return holders.flatMap(({ name, value }) => (names.includes(name) ? (secretIn(value, job) ?? []) : []))[0]
}

/** A secret that every command of the step finds in its environment. */
export const secretInEnvironment = (step: WorkflowStep, job: WorkflowJob): string | undefined =>
  [...step.env, ...job.job.env, ...job.workflow.workflow.env].flatMap(({ value }) => secretIn(value, job) ?? [])[0]

/** Whether the job is given any secret that lasts. */
export const holdsSecrets = (job: WorkflowJob): boolean =>
  [
    ...job.workflow.workflow.env,
    ...job.job.env,
    ...job.job.steps.flatMap((step) => [...step.env, ...step.with.values(), ...(step.run ? [step.run] : [])]),
  ].some(({ value }) => secretIn(value, job) !== undefined)
