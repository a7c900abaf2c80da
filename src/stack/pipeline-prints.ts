/** Commands of a pipeline that print one of its secrets into the build log. */
import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { WorkflowJob } from './model.ts'
import { commandsOfJob, type StepCommand, secretIn } from './pipeline.ts'

export interface PrintedSecret {
  /** The secret's name. */
  readonly secret: string
  /** Whether the log shows it in a form that masking does not recognise. */
  readonly disguised: boolean
  readonly origin: Origin
}

/** Programs that change a text so that it is not the masked one any more. */
const disguises = /^(?:base64|base32|rev|xxd|od|hexdump|sed|tr|fold|cut)$/

/** Whether the job is given any secret that lasts. */
export const holdsSecrets = ({ job, workflow }: WorkflowJob): boolean =>
  [
    ...workflow.workflow.env,
    ...job.env,
    ...job.steps.flatMap((step) => [...step.env, ...step.with.values(), ...(step.run ? [step.run] : [])]),
  ].some(({ value }) => secretIn(value) !== undefined)

/** Every secret that a job's commands print. */
export function printedSecrets(job: WorkflowJob): readonly PrintedSecret[] {
  const commands = commandsOfJob(job)
  return commands.flatMap(({ command, step }, index): readonly PrintedSecret[] => {
    const prints = command.name === 'echo' || command.name === 'printf'
    if (!prints || command.nesting.includes('substitution') || isRedirected(command)) return []
    const text = command.words.map((word) => word.text).join(' ')
    const secret = text.includes('::add-mask::') ? undefined : secretOf(text, { command, step }, job)
    if (secret === undefined) return []
    const after = commands
      .slice(index + 1, index + 6)
      .flatMap((next) =>
        next.step === step && next.command.pipeline === command.pipeline && command.pipeLength > 1
          ? [next.command]
          : [],
      )
    const last = after.at(-1)
    if (last === undefined) return command.pipeLength > 1 ? [] : [{ secret, disguised: false, origin: command.origin }]
    const decodes = last.words.some(({ text: word }) => /^(?:-d|-D|--decode)$/.test(word))
    const shown = disguises.test(last.name ?? '') && !decodes && !isRedirected(last)
    return shown ? [{ secret, disguised: true, origin: command.origin }] : []
  })
}

const isRedirected = ({ redirects }: ShellCommand): boolean => redirects.some(({ operator }) => operator.includes('>'))

/** A secret named in the text, or a variable of the step, the job or the workflow that holds one. */
function secretOf(text: string, { step }: StepCommand, { job, workflow }: WorkflowJob): string | undefined {
  const direct = secretIn(text)
  if (direct !== undefined) return direct
  const holders = [...step.env, ...job.env, ...workflow.workflow.env]
  const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name)
  return holders.flatMap(({ name, value }) => (names.includes(name) ? (secretIn(value) ?? []) : []))[0]
}
