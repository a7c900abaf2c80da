/** What a weakness of a running container is, and whether the files mean the container to have it. */
import { type Answer, no, yes } from '../../core/known.ts'
import { nodeAt } from '../../core/node.ts'
import type { ObservedContainer } from '../../core/observed.ts'
import type { Origin } from '../../core/origin.ts'
import { absent } from '../../core/origin.ts'
import type { Severity } from '../../core/verdict.ts'
import type { Service } from '../service-model.ts'
import type { Container } from './model.ts'

/** What the files say of a weakness that is seen. */
export interface Meaning {
  /** `yes`: they mean it so, and the rules about the files speak of it. */
  readonly meant: Answer
  /** Where they say it, or where they could. */
  readonly origin: Origin
  /** What they say instead, as the end of a sentence. */
  readonly instead: string
}

export interface Weakness {
  /** Of section 5 of the CIS Docker Benchmark, e.g. `5.5`; undefined where it has none for it. */
  readonly control: string | undefined
  /** Follows the name of the container: `runs privileged`. */
  readonly what: string
  readonly severity: Severity
  /** Whether it may come about while the container runs (`docker update`), without being made anew. */
  readonly live: boolean
  meaning(service: Service, container: Container): Meaning
}

/** Weaknesses of one family that a container is seen to have. */
export type Look = (seen: ObservedContainer) => readonly Weakness[]

type Written = Omit<Weakness, 'live'> & Partial<Pick<Weakness, 'live'>>

export const weakness = (written: Written): Weakness => ({ live: false, ...written })

/** A weakness that is there or not. */
export const when = (there: boolean, written: Written): readonly Weakness[] => (there ? [weakness(written)] : [])

/** Where a key of the service is written, or the service that lacks it. */
export const keyOf = ({ node, origin }: Service, ...path: readonly string[]): Origin =>
  nodeAt(node, ...path)?.origin ?? absent(path.join('.'), origin)

/** Whether a list of the service has an entry that nobody can read without the values of variables. */
export function unreadIn({ project, name }: Service, key: string): Answer {
  const problem = project.problems.find(({ origin: { path }, unset = [] }) => {
    return unset.length > 0 && path[0] === 'services' && path[1] === name && path[2] === key
  })
  return problem
    ? { is: 'unknown', because: `${problem.unset?.map((one) => `\${${one}}`).join(' and ')} has no value in any file` }
    : no
}

/** The files do not speak of such a thing unless one of them has the key. */
export const onlyWith = (service: Service, ...path: readonly string[]): Answer =>
  nodeAt(service.node, ...path) === undefined ? no : yes
