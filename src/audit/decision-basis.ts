/** What decisions are answered from: a project's model, and where its values are written. */
import type { Decision } from '../core/assurance.ts'
import type { Origin } from '../core/origin.ts'
import type { Project } from '../stack/model.ts'
import { runsInProduction } from '../stack/production.ts'
import type { Service } from '../stack/service-model.ts'

export interface DecisionBasis {
  readonly project: Project
  /** The services that production runs, each once however many variants have it. */
  readonly services: readonly Service[]
  /** ISO date. */
  readonly today: string
  /** `file:line` of an origin; `undefined` where nothing is written. */
  at(origin: Origin): string | undefined
}

/** Answers a question, where the model raises it. */
export type Answerer = (basis: DecisionBasis) => Decision | undefined

/** The services of production-like variants that are not only for a desk; those of all variants where none is like production. */
export function productionServices({ variants }: Project): readonly Service[] {
  const like = variants.filter(({ productionLike }) => productionLike)
  const all = (like.length > 0 ? like : variants).flatMap(({ services }) => services)
  const run = like.length > 0 ? all.filter(runsInProduction) : all
  return [...new Map(run.toReversed().map((service) => [service.name, service])).values()].toReversed()
}

/** `a, b and c`; beyond eight of them the rest is a number. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 8 ? [...items.slice(0, 7), `${items.length - 7} more`] : items
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** The places of some origins, each once, in order. */
export const placesOf = ({ at }: DecisionBasis, origins: readonly Origin[]): readonly string[] => [
  ...new Set(origins.flatMap((origin) => at(origin) ?? [])),
]
