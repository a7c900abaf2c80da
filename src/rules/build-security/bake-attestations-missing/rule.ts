/** A bake target that pushes an image without a bill of materials, or without provenance. */

import { nodeAt } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { attestInBake } from '../../../stack/attestation-edits.ts'
import { attests, pushesByItself } from '../../../stack/baked.ts'
import type { BuildUse } from '../../../stack/build-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'bake-attestations-missing',
  scope: 'build',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Bake pushes an image that nobody can look into',
  threat: { from: 'nobody', gains: 'trace' },
  since: '0.1.0',
  why: 'When the next widely used library turns out broken, nobody can ask which images contain it, or what they were built from.',
  remedy: 'Add `attest = ["type=provenance,mode=max", "type=sbom"]` to the target.',
  strength: 'Images that bake pushes carry a bill of materials and their provenance',
  effort: 5,
  references: [
    'https://docs.docker.com/build/bake/reference/#targetattest',
    'https://docs.docker.com/build/metadata/attestations/',
  ],
  peers: [],
  check: ({ usedBy }): readonly Judgement[] =>
    usedBy.flatMap((use) => (use.kind === 'bake' ? judgeTarget(use.target) : [])),
  fix: attestInBake,
})

function judgeTarget(target: Extract<BuildUse, { kind: 'bake' }>['target']): readonly Judgement[] {
  if (pushesByItself(target).is !== 'yes') return []
  const subject = { kind: 'bake-target', name: target.name }
  const written = nodeAt(target.node, 'attest')?.origin
  const place = written ?? absent('attest', target.origin)
  const [materials, provenance] = [attests(target, 'sbom'), attests(target, 'provenance')]
  const doubtful = [materials, provenance].find((one) => one?.is === 'unknown')
  if (doubtful?.is === 'unknown') return [unknown(place, doubtful.because, subject)]
  // The builder records the provenance of what it pushes unless it is told not to; it lists contents only when asked.
  const lacks = [
    ...(materials?.is === 'yes' ? [] : ['a bill of materials']),
    ...(provenance?.is === 'no' ? ['its provenance'] : []),
  ]
  if (lacks.length === 0) return [pass(place, { subject })]
  return [fail(place, { subject, message: `${target.name} is pushed without ${lacks.join(' and ')}` })]
}
