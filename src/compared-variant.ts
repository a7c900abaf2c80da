/** Decides what containers are compared with that were started as no variant of their project: the one that its score is of. */
import { runRules } from './audit/run.ts'
import type { Observed, ObservedContainer } from './core/observed.ts'
import type { Ask, Rule } from './rules/define-rule.ts'
import { scoreProject } from './score/score.ts'
import { scoredVariants } from './score/variants.ts'
import type { Project } from './stack/model.ts'

/** The same observation, with the scored variant at each such container; itself where there is none, or nothing to choose from. */
export function withScoredVariant(
  observed: Observed | undefined,
  project: Project,
  rules: readonly Rule[],
  ask: Ask,
): Observed | undefined {
  const isOpen = (one: ObservedContainer): boolean => one.project === project.id && one.variant === null
  if (!observed?.containers.some(isOpen) || scoredVariants(project.variants).length < 2) return observed
  const ofFiles = rules.filter(({ scope }) => scope !== 'container' && scope !== 'built-image')
  const variant = scoreProject(runRules(project, ofFiles, ask).places, project.variants)?.variant
  if (variant === undefined || variant === null) return observed
  return {
    ...observed,
    containers: observed.containers.map((one) => (isOpen(one) ? { ...one, comparedWith: variant } : one)),
  }
}
