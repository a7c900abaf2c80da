/** Questions that a team has to settle before production, answered from the model as far as it goes. */
import type { Decision } from '../core/assurance.ts'
import type { Project } from '../stack/model.ts'
import { type DecisionBasis, listed, productionServices } from './decision-basis.ts'
import { dataAccess, secretHomes } from './decisions-data.ts'
import { baseImages } from './decisions-images.ts'
import { regions } from './decisions-regions.ts'
import { rollback } from './decisions-release.ts'
import { runDecisions } from './decisions-run.ts'
import { locate, type Sources } from './locate.ts'

/** The decisions that a project raises. `today` is an ISO date. */
export function decisionsOf(project: Project, sources: Sources, today: string): readonly Decision[] {
  const basis: DecisionBasis = {
    project,
    services: productionServices(project),
    today,
    at: (origin) => {
      const found = locate(origin, sources)
      return found && found.file !== '' ? `${found.file}:${found.startLine}` : undefined
    },
  }
  const images = [baseImages(basis), regions(basis)]
  return [...runDecisions(basis), ...images, secretHomes(basis), dataAccess(basis), rollback(basis)]
    .filter((decision) => decision !== undefined)
    .map((decision) => ({
      ...decision,
      because: folded(distinct(decision.because)),
      evidence: decision.evidence.slice(0, most),
      next: distinct(decision.next),
    }))
}

/** Most reasons and places of one question that are shown, all projects together. */
const most = 40

const folded = (texts: readonly string[]): readonly string[] =>
  texts.length <= most ? texts : [...texts.slice(0, most), `and ${texts.length - most} more`]

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

export interface ProjectDecisions {
  /** What the project is called in the report. */
  readonly project: string
  readonly decisions: readonly Decision[]
}

/** The decisions of all projects, each question once, in the order in which they are asked; several projects answer by name. */
export function mergedDecisions(projects: readonly ProjectDecisions[]): readonly Decision[] {
  const asked = Map.groupBy(
    projects.flatMap(({ project, decisions }) => decisions.map((decision) => ({ project, decision }))),
    ({ decision }) => decision.id,
  )
  return order.flatMap((id) => merged(asked.get(id) ?? []))
}

const order = [
  ...[
    'admin-tools',
    'base-images',
    'read-only-root',
    'regions',
    'secret-homes',
    'data-access',
    'rollback',
    'kept-state',
  ],
]

function merged(answers: readonly { readonly project: string; readonly decision: Decision }[]): readonly Decision[] {
  const [first, ...others] = answers
  if (first === undefined) return []
  if (others.length === 0) return [first.decision]
  const all = answers.map(({ decision }) => decision)
  /** What every project says is said once; what some say, with their names. */
  const named = (texts: (decision: Decision) => readonly string[]): readonly string[] => {
    const said = Map.groupBy(
      answers.flatMap(({ project, decision }) => texts(decision).map((text) => ({ project, text }))),
      ({ text }) => text,
    )
    return folded(
      [...said].map(([text, by]) =>
        by.length === answers.length ? text : `${listed(by.map(({ project }) => project))}: ${text}`,
      ),
    )
  }
  const same = all.every(({ answer }) => answer === first.decision.answer)
  return [
    {
      ...first.decision,
      answer: same ? first.decision.answer : `It differs in ${answers.length} projects`,
      because: [...(same ? [] : named(({ answer }) => [answer])), ...named(({ because }) => because)],
      evidence: distinct(all.flatMap(({ evidence }) => evidence)).slice(0, most),
      next: named(({ next }) => next),
    },
  ]
}
