/** Where a fact about containers comes from, and what it costs when it fails. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import type { Passage, WorkflowJob, WorkflowStep } from './document.ts'
import { isComputed } from './expression.ts'

export interface StepPlace {
  readonly job: WorkflowJob
  readonly step: WorkflowStep
}

/** An action's use with its inputs at hand. */
export interface ActionPlace extends StepPlace {
  readonly by: string
  readonly origin: Origin
  /** The first of these inputs that is given. */
  input(...names: readonly string[]): Passage | undefined
}

/** The common part of every fact. */
export const doneBy = ({ job, step, by, origin }: StepPlace & { readonly by: string; readonly origin: Origin }) => ({
  job,
  step,
  by,
  origin,
})

/** Whether a failure fails the job: not where the step or the job says that it goes on. */
export function despite({ job, step }: StepPlace, fails: Known<boolean>): Known<boolean> {
  if (fails.known && !fails.value) return fails
  for (const goesOn of [step.continueOnError, job.continueOnError]) {
    if (goesOn === undefined) continue
    if (isComputed(goesOn.value)) return unknowable('an expression decides whether a failure counts', goesOn.origin)
    if (goesOn.value.trim() === 'true') return known(false, goesOn.origin)
  }
  return fails
}
