/** Repairs of single commands in the scripts of a pipeline. */
import type { Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { within } from '../core/tree.ts'
import { checkoutOf } from '../projects/file-names.ts'
import type { WorkflowJob } from './model.ts'
import { commandsOfJob, type StepCommand } from './pipeline.ts'
import { pipelineFix, replaceAt, wordsAt } from './workflow-edits.ts'

const commandAt = (origin: Origin, job: WorkflowJob): StepCommand | undefined =>
  commandsOfJob(job).find(({ command }) => {
    const place = firstSpanOf(origin)
    return command.origin.file === place?.file && command.origin.start === place.start
  })

/** Installs what the lock file says, where the directory has one. */
export function installFromLock(origin: Origin, job: WorkflowJob): Repair {
  const found = commandAt(origin, job)
  const words = found?.command.words ?? []
  const [program, verb] = words
  const asked = words.slice(2).find(({ text }) => !text.startsWith('-'))
  if (found === undefined || program?.text !== 'npm' || verb === undefined)
    return {
      refused: 'nothing here says which version is meant',
      supply: 'the version, and where it is checked its hash',
    }
  if (asked !== undefined)
    return { refused: `nothing here says which version of ${asked.text} is meant`, supply: 'the version' }
  const { step, command } = found
  const moved = commandsOfJob(job).some(
    (other) => other.step === step && /^(?:cd|pushd)$/.test(other.command.name ?? ''),
  )
  const directory = step.workingDirectory?.value ?? ''
  const path = within(
    checkoutOf(job.workflow.file),
    directory === '' ? 'package-lock.json' : `${directory}/package-lock.json`,
  )
  if (moved || directory.includes('$') || path === undefined)
    return { refused: 'nothing here says in which directory it runs', supply: 'whether a package-lock.json is there' }
  if (!job.project.exists(path))
    return { refused: `there is no ${path}`, supply: 'a lock file, which `npm install` writes' }
  if (words.some(({ text }) => /^(?:-g|--global|--no-package-lock|--package-lock=false)$/.test(text)))
    return { refused: 'the command leaves the lock file alone', supply: 'whether it may be kept to' }
  const title = `Install what ${path} says in ${job.id}`
  const effect = 'it fails where package.json and the lock file differ'
  return pipelineFix({ title, safety: 'guarded', effect }, replaceAt(command.words[1]?.origin ?? verb.origin, 'ci'))
}

/** Checks the compose files without printing them. */
export function printNoConfiguration(origin: Origin, job: WorkflowJob): Repair | undefined {
  const words = commandAt(origin, job)?.command.words ?? []
  const config = words.find(({ text }, index) => index > 0 && (text === 'config' || text === 'convert'))
  if (config === undefined) return undefined
  const { end } = config.origin
  const title = `Check the compose files in ${job.id} without printing them`
  const effect = 'whoever read the configuration in the log reads it in the files'
  return pipelineFix(
    { title, safety: 'guarded', effect },
    wordsAt(origin, { do: 'replace', start: end, end, text: ' --quiet' }),
  )
}
