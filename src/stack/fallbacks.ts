/** What a variable reference falls back to when nobody sets the variable, where the value is a credential. */
import type { SpanOrigin } from '../core/origin.ts'
import { substitute } from '../formats/compose/template.ts'
import { credentialsIn } from '../knowledge/secrets.ts'
import { type Grade, gradeOf, holdsCredential, literalCredentials, worstOf } from './credentials.ts'
import type { Variant } from './model.ts'
import type { Service } from './service-model.ts'
import { stretchOf, type WrittenScalar, writtenScalars } from './written-scalars.ts'

export interface CredentialReference {
  readonly variable: string
  /** The reference alone, `${X:-…}`. */
  readonly place: SpanOrigin
  /** How good the literal is that it falls back to; `undefined` where it has none. */
  readonly fallback: Grade | undefined
  /** Whether it refuses to start without a value. */
  readonly required: boolean
  /** The service it is written for, where it stands below one. */
  readonly service: Service | undefined
}

/** Every reference to a credential in the variant's compose files, wherever it stands. */
export function credentialReferences(variant: Variant): readonly CredentialReference[] {
  return variant.project.composeFiles
    .filter(({ file }) => variant.files.includes(file))
    .flatMap((file) => writtenScalars(file).flatMap((scalar) => referencesIn(scalar, variant)))
}

function referencesIn(scalar: WrittenScalar, variant: Variant): readonly CredentialReference[] {
  const { text, name, place, path } = scalar
  if (!text.includes('$')) return []
  const value = text.startsWith(`${name}=`) ? name.length + 1 : 0
  const inside = credentialsIn(text)
  const seen = new Set<number>()
  return substitute(text, () => undefined).uses.flatMap((use): readonly CredentialReference[] => {
    // A reference inside another's fallback points at the outer one.
    if (seen.has(use.start)) return []
    seen.add(use.start)
    const whole = use.start === value && use.end === text.length
    const slot = inside.some(({ start }) => start >= use.start && start < use.end)
    const argument = text.slice(use.start + 2 + use.name.length + use.form.length, use.end - 1)
    const fallsBack = use.form === ':-' || use.form === '-'
    const carried = fallsBack ? worstOf(literalCredentials(use.name, argument))?.grade : undefined
    const isCredential = holdsCredential(use.name) || (whole && holdsCredential(name))
    if (!isCredential && !slot && carried === undefined) return []
    const named = whole && holdsCredential(name) ? name : 'password'
    const service = path[0] === 'services' ? variant.services.find((each) => each.name === path[1]) : undefined
    return [
      {
        variable: use.name,
        place: stretchOf(place, text, use.start, use.end),
        fallback: fallsBack ? (carried ?? gradeOf(named, argument)) : undefined,
        required: use.form === ':?' || use.form === '?',
        service,
      },
    ]
  })
}
