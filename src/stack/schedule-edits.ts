/** Repairs of workflows that take new base images in only when somebody changes the code. */
import type { Repair } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import type { Project, WorkflowModel } from './model.ts'
import { publishes, stepsOf } from './pipeline.ts'
import { pipelineFix, replaceAt, setBelow } from './workflow-edits.ts'

/** Mondays, before people work, and not at the full hour, when everybody's schedules run. */
const weekly = '23 4 * * 1'

const supply = 'the workflow that builds what runs now, and when it may do so'

/** Runs the first publishing workflow of a project every Monday. */
export function rebuildWeekly({ workflows }: Project): Repair | undefined {
  const workflow = workflows.find((one) => stepsOf(one).some(publishes))
  const on = nodeAt(workflow?.workflow.root, 'on')
  if (workflow === undefined || on === undefined) return undefined
  const reason = hindrance(workflow)
  if (reason !== undefined) return { refused: reason, supply }
  const title = `Run ${workflow.file} every Monday`
  const effect = 'what it builds of the default branch is pushed, and deployed if it does that, without a commit'
  const deed = { title, safety: 'guarded', effect } as const
  if (on.kind === 'map') {
    const told = nodeAt(on, 'schedule')
    const kept = told?.kind === 'list' ? told.items.length : undefined
    const path = kept === undefined ? ['schedule'] : undefined
    return path
      ? pipelineFix(deed, setBelow(on.origin, path, [{ cron: weekly }]))
      : pipelineFix(deed, [
          { file: workflow.file, tree: [{ do: 'append', path: ['on', 'schedule'], values: [{ cron: weekly }] }] },
        ])
  }
  return pipelineFix(deed, asMap(workflow, on.origin))
}

/** Why a run by the clock would not rebuild what was published. */
function hindrance({ workflow, jobs }: WorkflowModel): string | undefined {
  const push = workflow.triggers.find(({ value }) => value === 'push')
  if (push === undefined) return 'no push to a branch starts the workflow'
  const options = push.options
  if (options?.kind === 'map' && nodeAt(options, 'tags') && !nodeAt(options, 'branches'))
    return 'it publishes what a tag names, and a schedule would publish the default branch'
  const picky = jobs.find(
    ({ job, steps }) =>
      steps.some(publishes) &&
      /event_name|github\.event\.|github\.ref(?:_type|_name)?\b|startsWith/.test(job.if?.value ?? ''),
  )
  return picky && `${picky.id} runs on some events only`
}

/** `on: push` or `on: [push]` as a map with a schedule. */
function asMap({ workflow, file }: WorkflowModel, origin: Origin) {
  const place = firstSpanOf(origin)
  const { text } = workflow.source
  if (place === undefined || place.file !== file || text.charAt(place.start - 1) !== ' ') return []
  const newline = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
  const lines = [...workflow.triggers.map(({ value }) => `  ${value}:`), '  schedule:', `    - cron: '${weekly}'`]
  return replaceAt({ ...place, start: place.start - 1 }, lines.map((line) => newline + line).join(''))
}
