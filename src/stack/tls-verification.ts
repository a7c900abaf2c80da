/** Where a project tells programs not to check certificates: in builds, in what runs, and in pipelines. */
import { type Known, known, mapKnown } from '../core/known.ts'
import type { Origin } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { Setting } from '../formats/workflow/document.ts'
import { tlsSettingInText, tlsSwitches, tlsVariable } from '../knowledge/tls-switches.ts'
import type { Project, WorkflowJob } from './model.ts'
import { commandsOfJob } from './pipeline.ts'
import { buildsForProduction, runsInProduction } from './production.ts'
import { writtenText } from './written-texts.ts'

/** One place that could switch verification off. */
export interface TlsPlace {
  readonly origin: Origin
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
  /** `undefined` where certificates are checked; else what switches that off, as people write it. */
  readonly off: string | undefined
  /** Why nobody can tell. */
  readonly unknown: string | undefined
  readonly peers: readonly string[]
}

type Where = Pick<TlsPlace, 'subject' | 'inVariants'>

/** Commands that fetch something, and variables by which programs decide. */
export function tlsPlaces(project: Project): readonly TlsPlace[] {
  const results = new Set(project.builds.map(({ finalStage }) => finalStage))
  const desk = new Set([...results].filter((stage) => stage !== undefined && !buildsForProduction(stage)))
  return [
    ...project.commands
      .filter(({ stage }) => !desk.has(stage.build.finalStage))
      .flatMap((one) => inCommand(one.command, { subject: one.subject, inVariants: one.inVariants })),
    ...project.stages.flatMap((stage) =>
      stage.args.flatMap(({ name, value, origin, defaultValue, supplied }) => {
        // One that nobody fills in is not set at all.
        if (defaultValue === undefined && supplied === undefined) return []
        const where = { subject: { kind: 'environment-variable', name }, inVariants: stage.inVariants }
        const text = mapKnown(value, (one) => one ?? '')
        return inVariable(name, text, value.known ? value.origin : origin, where)
      }),
    ),
    ...project.environment
      .filter(({ service }) => service === undefined || runsInProduction(service))
      .flatMap((one) => inVariable(one.name, one.value, one.origin, one)),
    ...project.workflows.flatMap(({ workflow, jobs }) => [
      ...inSettings(workflow.env),
      ...jobs.flatMap((job) => [...inSettings(job.job.env), ...inJob(job)]),
    ]),
  ]
}

const inJob = (job: WorkflowJob): readonly TlsPlace[] => [
  ...job.job.steps.flatMap(({ env }) => inSettings(env)),
  ...commandsOfJob(job).flatMap(({ command }) => inCommand(command, job)),
]

const inSettings = (settings: readonly Setting[]): readonly TlsPlace[] =>
  settings.flatMap(({ name, value, origin }) =>
    inVariable(name, value.includes('${{') ? undefined : known(value, origin), origin, {
      subject: { kind: 'environment-variable', name },
      inVariants: [],
    }),
  )

function inVariable(name: string, value: Known<string> | undefined, origin: Origin, where: Where): readonly TlsPlace[] {
  const found = tlsVariable(name)
  if (found === undefined || value === undefined) return []
  const { subject, inVariants } = where
  const place = { origin, subject, inVariants, unknown: undefined, off: undefined, peers: found.peers }
  if (!value.known) return [{ ...place, unknown: value.because }]
  return [{ ...place, off: found.off.test(value.value) ? name : undefined }]
}

/** How much of a command is looked at. */
const longest = 4000
const here = /\b(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/\s]|$)/

function inCommand(command: ShellCommand, { subject, inVariants }: Where): readonly TlsPlace[] {
  const place = { subject, inVariants, unknown: undefined }
  const assigned = [...command.assignments, ...exported(command)].flatMap(({ name, value, origin }) => {
    const found = tlsVariable(name)
    if (found === undefined || value === undefined || (!value.literal && value.text.includes('$'))) return []
    return [{ ...place, origin, peers: found.peers, off: found.off.test(value.text) ? name : undefined }]
  })
  const program = (command.name ?? '').replace(/^.*\//, '')
  const text = command.words
    .map((word) => word.text)
    .join(' ')
    .slice(0, longest)
  const row = tlsSwitches.find(({ programs }) => programs.test(program))
  if (row !== undefined) {
    const off = row.off.test(text) && !here.test(text) ? row.name : undefined
    return [...assigned, { ...place, origin: command.origin, peers: row.peers, off }]
  }
  const setting = tlsSettingInText.exec(writtenText(command) ?? '')?.[0]
  if (setting === undefined) return assigned
  return [...assigned, { ...place, origin: command.origin, peers: [], off: setting.trim() }]
}

/** `export NAME=value`. */
const exported = ({ name, words }: ShellCommand): ShellCommand['assignments'] =>
  name !== 'export' && name !== 'declare'
    ? []
    : words.slice(1).flatMap((word) => {
        const [, variable, value] = /^(\w+)=(.*)$/s.exec(word.text) ?? []
        if (variable === undefined || value === undefined) return []
        return [{ name: variable, value: { ...word, text: value }, origin: word.origin }]
      })
