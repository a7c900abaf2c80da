/** For rules about a whole project: says of one place once what is true of it in several variants. */
import { spansOf } from '../core/origin.ts'
import type { Judgement, SubjectRef } from '../core/verdict.ts'

/** Whoever a project's rule looks at, one at a time: a service of one variant, a build. */
interface Spoken {
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
}

/** Judges each of `all` and merges equal verdicts on one place of one subject, with the variants they are true in. */
export function judgeEach<T extends Spoken>(
  all: readonly T[],
  judge: (one: T) => readonly Judgement[],
): readonly Judgement[] {
  const said = new Map<string, { readonly judgement: Judgement; readonly inVariants: Set<string> | undefined }>()
  for (const one of all) {
    const { subject, inVariants } = one
    for (const judgement of judge(one)) {
      const places = spansOf(judgement.origin).map(({ file, start, end }) => `${file}:${start}-${end}`)
      const key = [subject.kind, subject.name, judgement.verdict, ...places].join('\0')
      const same = said.get(key)
      if (!same) {
        const variants = inVariants.length === 0 ? undefined : new Set(inVariants)
        said.set(key, { judgement: { ...judgement, subject }, inVariants: variants })
      } else for (const name of inVariants) same.inVariants?.add(name)
    }
  }
  return [...said.values()].map(({ judgement, inVariants }) =>
    inVariants ? { ...judgement, inVariants: [...inVariants] } : judgement,
  )
}
