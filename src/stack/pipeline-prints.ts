/** Commands of a pipeline that print one of its secrets into the build log. */
import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { WorkflowJob } from './model.ts'
import { commandsOfJob } from './pipeline.ts'
import { type Dump, dumpOf, restOfPipeline } from './pipeline-dumps.ts'
import { secretBehind } from './pipeline-secrets.ts'

export interface PrintedSecret {
  /** The secret's name. */
  readonly secret: string
  /** How it gets there: named itself, in a form that masking does not recognise, or with everything else that a command shows. */
  readonly how: 'plain' | 'disguised' | Dump
  readonly origin: Origin
  /** What calls the script that it is in. */
  readonly caller: Origin | undefined
}

/** Programs that change a text so that it is not the masked one any more. */
const disguises = /^(?:base64|base32|rev|xxd|od|hexdump|sed|tr|fold|cut)$/

/** Every secret that a job's commands print. */
export function printedSecrets(job: WorkflowJob): readonly PrintedSecret[] {
  const commands = commandsOfJob(job)
  return commands.flatMap((each, index): readonly PrintedSecret[] => {
    const { command, step } = each
    if (command.nesting.includes('substitution') || isRedirected(command)) return []
    const said = (secret: string, how: PrintedSecret['how']): readonly PrintedSecret[] => [
      { secret, how, origin: command.origin, caller: step.caller },
    ]
    const dump = dumpOf(each, index, commands, job)
    if (dump !== undefined) return said(dump.secret, dump.how)
    const text = spokenBy(command)
    const secret = text === undefined || text.includes('::add-mask::') ? undefined : secretBehind(text, step, job)
    if (secret === undefined) return []
    const last = restOfPipeline(commands, index).at(-1)
    if (last === undefined) return command.pipeLength > 1 ? [] : said(secret, 'plain')
    const decodes = last.words.some(({ text: word }) => /^(?:-d|-D|--decode)$/.test(word))
    return disguises.test(last.name ?? '') && !decodes && !isRedirected(last) ? said(secret, 'disguised') : []
  })
}

const isRedirected = ({ redirects }: ShellCommand): boolean => redirects.some(({ operator }) => operator.includes('>'))

/** The text that a command writes on its output. */
function spokenBy({ name, words, redirects }: ShellCommand): string | undefined {
  if (name === 'echo' || name === 'printf') return words.map(({ text }) => text).join(' ')
  return name === 'cat' && words.length === 1 ? redirects.flatMap(({ body }) => body ?? []).join('\n') : undefined
}
