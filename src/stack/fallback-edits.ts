/** Repairs of credentials that compose falls back to: the variable becomes one that must be set. */
import type { Repair } from '../core/fix.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { credentialReferences } from './fallbacks.ts'
import type { Variant } from './model.ts'
import { askedEffect, keptForTests, namedInExample, replacedParts, required } from './secret-edits.ts'
import { cutAt } from './secret-variables.ts'

/** Takes the fallback out of every reference of the scalar that has a credential as one. */
export function withoutFallback(variant: Variant, variable: string, origin: Origin): Repair {
  const { project } = variant
  const [place] = spansOf(origin)
  const whole = cutAt(project, origin)
  const references = credentialReferences(variant).flatMap(({ variable: name, place: at, fallback }) => {
    const cut = fallback === undefined ? undefined : cutAt(project, at)
    return cut && at.file === place?.file && cut.place.start === whole?.place.start ? [{ ...cut, name }] : []
  })
  if (references.some(({ text, start, end }) => text.slice(start + 2, end).includes('${'))) {
    return {
      refused: `${variable} falls back to another variable`,
      supply: 'which of the two has to be set',
    }
  }
  const isWhole = references.every(({ text, start, end, name }) => text.slice(start, end).startsWith(`\${${name}`))
  const edit = isWhole
    ? replacedParts(
        project,
        references.map((one) => ({ ...one, by: required(one.name) })),
      )
    : undefined
  if (edit === undefined) return { refused: 'the reference is written in a way that a repair cannot tell apart' }
  const kept = keptForTests(edit.file)
  if (kept) return kept
  const names = [...new Set(references.map(({ name }) => name))]
  return {
    title: `Require ${names.join(' and ')} in place of the fallback`,
    safety: 'guarded',
    effect: askedEffect(names),
    edits: [edit, ...namedInExample(project, edit.file, names)],
  }
}
