/** Follows what the jobs of a pipeline call in the tree: local actions, shell scripts and make targets become steps of the job. */
import type { Origin } from '../core/origin.ts'
import { within } from '../core/tree.ts'
import { parseMakefile } from '../formats/makefile/parse.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import { plainText } from '../formats/shell/mapped-text.ts'
import { pathFrom } from '../formats/workflow/build-facts.ts'
import { type PlacedCommand, placedCommands } from '../formats/workflow/command-steps.ts'
import type { Passage, Setting, Workflow, WorkflowJob, WorkflowStep } from '../formats/workflow/document.ts'
import { compositeSteps } from '../formats/workflow/parse.ts'
import { mappedPassage, wholeText } from '../formats/workflow/passage.ts'
import { commandsOf } from '../formats/workflow/run-commands.ts'
import type { Sources } from './sources.ts'

/** A script that a script that an action calls runs: nobody calls deeper, but for those who want to see us go round in circles. */
const deepest = 4
const mostSteps = 400
const longestScript = 1 << 17
/** Characters of called scripts that are read for one workflow; more is not written by people. */
const mostText = 1 << 19

/** The workflow with the steps that its own steps call behind them; `root` is the directory that is checked out. */
export function followCalls(workflow: Workflow, root: string, sources: Sources): Workflow {
  let left = mostText
  const jobs = workflow.jobs.map((job) => {
    const steps: WorkflowStep[] = []
    const add = (step: WorkflowStep, chain: readonly string[]): void => {
      if (steps.length >= mostSteps || left < 0) return
      if (chain.length > 0) left -= step.run?.value.length ?? 0
      steps.push({ ...step, index: steps.length })
      if (chain.length >= deepest) return
      for (const { file, called } of callsOf(job, step, root, sources)) {
        if (!chain.includes(file)) for (const inner of called) add(inner, [...chain, file])
      }
    }
    for (const step of job.steps) add(step, [])
    return steps.length === job.steps.length ? job : { ...job, steps }
  })
  return { ...workflow, jobs }
}

interface Call {
  /** What is called, to know a circle by. */
  readonly file: string
  readonly called: readonly WorkflowStep[]
}

function callsOf(job: WorkflowJob, step: WorkflowStep, root: string, sources: Sources): readonly Call[] {
  if (step.uses?.kind === 'local') return actionCall(step, step.uses.action, step.uses.origin, root, sources)
  if (step.run === undefined || !/\.sh|\.bash|\.\/|\bmake\b|[/\w]\/\w/.test(step.run.value)) return []
  return placedCommands(step, commandsOf(job, step)).flatMap((placed) => [
    ...scriptCall(step, placed, root, sources),
    ...makeCalls(step, placed, root, sources),
  ])
}

/** The file at a path of the checkout, where the tree has it. */
function fileAt(path: string, root: string, { tree, text }: Sources) {
  const file = within(root, path)
  if (file === undefined || tree.entry(file)?.kind !== 'file') return undefined
  const source = text(file)
  return source === undefined || source.text.length > longestScript ? undefined : source
}

function actionCall(step: WorkflowStep, path: string, caller: Origin, root: string, sources: Sources): readonly Call[] {
  const source = fileAt(`${path}/action.yml`, root, sources) ?? fileAt(`${path}/action.yaml`, root, sources)
  if (source === undefined) return []
  const called = compositeSteps(source).map((inner) => ({
    ...inner,
    caller: step.caller ?? caller,
    env: [...step.env, ...inner.env],
    continueOnError: step.continueOnError ?? inner.continueOnError,
  }))
  return [{ file: source.file, called }]
}

/** A step that stands for a text called by another one. */
function calledStep(
  step: WorkflowStep,
  command: ShellCommand,
  run: Passage,
  shell: string | undefined,
  directory: string,
): WorkflowStep {
  const { origin } = command
  const workingDirectory = { value: directory, origin, mapped: plainText(directory, origin.start), at: () => origin }
  return { ...step, uses: undefined, id: undefined, run, shell, workingDirectory, caller: step.caller ?? origin }
}

/** The word that names a script to run: the program itself, or the first operand of a shell. */
function scriptWord({ words }: ShellCommand) {
  const [first, ...rest] = words
  if (first === undefined) return undefined
  const runs = /^(?:\/\S*\/)?(?:ba|da|k|z)?sh$|^\.$|^source$/.test(first.text)
  const word = runs ? rest.find(({ text }) => !/^[-+]/.test(text)) : first
  if (runs && rest.some(({ text }) => /^-[a-z]*[cs]/.test(text))) return undefined
  return word !== undefined && /[./]/.test(word.text)
    ? { word, sourced: /^(?:\.|source)$/.test(first.text) }
    : undefined
}

function scriptCall(
  step: WorkflowStep,
  { command, directory }: PlacedCommand,
  root: string,
  sources: Sources,
): readonly Call[] {
  const found = scriptWord(command)
  if (found === undefined || !directory.known) return []
  const path = pathFrom(directory, { value: found.word.text, origin: found.word.origin })
  const source = path.known ? fileAt(path.value, root, sources) : undefined
  if (source === undefined) return []
  const shebang = /^#!.*/.exec(source.text)?.[0]
  if (
    shebang === undefined
      ? !/\.(?:ba|z|k)?sh$/.test(source.file) && found.word === command.words[0]
      : !/sh\b/.test(shebang)
  )
    return []
  const shell = found.sourced ? step.shell : `bash ${/\s-\w*e/.test(shebang ?? '') ? '-e ' : ''}{0}`
  return [{ file: source.file, called: [calledStep(step, command, wholeText(source), shell, directory.value)] }]
}

/** `make -C dir target …`, with what the targets need made before them. */
function makeCalls(
  step: WorkflowStep,
  { command, directory }: PlacedCommand,
  root: string,
  sources: Sources,
): readonly Call[] {
  if (command.name !== 'make' && command.name !== 'gmake') return []
  const words = command.words.slice(1)
  const after = (option: string) => words[words.findIndex(({ text }) => text === option) + 1]
  const moved = words.some(({ text }) => text === '-C') ? after('-C') : undefined
  const at = moved === undefined ? directory : pathFrom(directory, { value: moved.text, origin: moved.origin })
  if (!at.known) return []
  const names = words.some(({ text }) => text === '-f')
    ? [after('-f')?.text ?? '']
    : ['GNUmakefile', 'makefile', 'Makefile']
  const source = names
    .map((name) => fileAt(within(at.value, name) ?? name, root, sources))
    .find((one) => one !== undefined)
  if (source === undefined) return []
  const { targets, variables } = parseMakefile(source)
  const goals = words.filter(({ text }, index) => !/^-|=/.test(text) && !/^-[Cf]$/.test(words[index - 1]?.text ?? ''))
  const wanted = goals.length > 0 ? goals.map(({ text }) => text) : targets.slice(0, 1).map(({ name }) => name)
  const seen = new Set<string>()
  const pending = [...wanted]
  for (let name = pending.pop(); name !== undefined && seen.size < 50; name = pending.pop()) {
    if (!seen.has(name)) pending.push(...targets.filter((one) => one.name === name).flatMap(({ needs }) => needs))
    seen.add(name)
  }
  const env: readonly Setting[] = [...variables].map(([name, value]) => {
    const passage = mappedPassage(source.file, value)
    return { ...passage, name, nameOrigin: passage.origin }
  })
  return targets.flatMap(({ name, recipe }) => {
    if (!seen.has(name) || recipe.text.trim() === '') return []
    const called = calledStep(step, command, mappedPassage(source.file, recipe), 'bash', at.value)
    return [{ file: `${source.file}#${name}`, called: [{ ...called, env: [...env, ...step.env] }] }]
  })
}
