/** An image that was not built from the Dockerfile as it is: what is audited is not what runs. */
import { valueOr } from '../../../core/known.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { makingOf } from '../../../stack/image-contents/making.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'built-image-out-of-date',
  scope: 'built-image',
  kind: 'exposure',
  category: 'build-security',
  title: 'The image was not built from the Dockerfile as it is',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'What the audit says of the Dockerfile, good or bad, is not true of the image: a repair that was never built protects nobody.',
  remedy:
    'Build the image anew, start the services with it, and let the pipeline build on every change of the Dockerfile.',
  strength: 'Built images are made by their Dockerfiles as they are',
  effort: 10,
  references: ['NIST SP 800-190 4.1.1', 'https://docs.docker.com/reference/cli/docker/image/history/'],
  peers: [],
  check(image): readonly Judgement[] {
    const making = makingOf(image)
    if (making === undefined) return []
    const { name } = image.subject
    const wrong = otherUser(image)
    if (wrong !== undefined)
      return [fail(wrong.origin, { severity: wrong.root ? 'high' : 'medium', message: wrong.message })]
    if (making.parting) {
      return [
        fail(making.parting.origin, {
          message: `${name} was not built with this ${making.parting.keyword.toUpperCase()}: no step of its history is the same`,
        }),
      ]
    }
    return [
      pass(image.origin, {
        evidence: `${name} was made by the instructions of ${image.build?.dockerfile.file} as they are`,
      }),
    ]
  },
  fix: () => ({
    refused: 'the file is as it should be, and the image is older',
    supply: 'an image that is built from it',
  }),
})

/** The last USER of the Dockerfile, where the image has another one. */
function otherUser({ build, seen, subject }: BuiltImage) {
  const stage = build?.finalStage
  const instruction = stage?.instructions.findLast(({ keyword }) => keyword === 'user')
  const written = instruction?.args[0]?.text
  if (stage === undefined || instruction === undefined || written === undefined || written.includes('$'))
    return undefined
  if (written === seen.user || valueOr(stage.user, undefined) === undefined) return undefined
  const root = /^(?:|0|root)(?::|$)/.test(seen.user)
  const now = root ? 'root' : seen.user
  return {
    origin: instruction.origin,
    root,
    message: `${subject.name} runs as ${now}, though its Dockerfile says ${written}`,
  }
}
