/** Files that the ignore file keeps out of every build, and that lie in the built image all the same. */
import { type Fail, fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { makingOf } from '../../../stack/image-contents/making.ts'
import { fateText, layerText, placeOf } from '../../../stack/image-contents/own-files.ts'
import { type BrokenPromise, brokenPromises, promisesOf } from '../../../stack/image-contents/promises.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'excluded-file-in-image',
  scope: 'built-image',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'The image holds a file that .dockerignore keeps out',
  threat: { from: 'image', gains: 'credential', needs: ['a secret that is still valid'] },
  since: '0.1.0',
  why: 'The ignore file was written after the image was built, or is not the one that its builder read. Whoever can pull the image has the file, whatever the repository says by now.',
  remedy:
    'Build the image anew, remove the old one from every registry that has it, and replace the secrets that it held.',
  strength: 'Built images hold none of the secret files that their ignore files keep out',
  effort: 30,
  references: [
    ...['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  peers: ['dockle:CIS-DI-0010', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check(image): readonly Judgement[] {
    const promises = promisesOf(image)
    if (promises.length === 0 || image.seen.contents === undefined) return []
    const { name } = image.subject
    if (image.seen.contents.problems.length > 0) return [unknown(image.origin, `${name} could not be read as a whole`)]
    const broken = brokenPromises(image)
    if (broken.length > 0) return broken.map((one) => judgeFile(one, image))
    const paths = promises.map(({ path }) => path)
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ''
    const where = `in no layer of ${name} (${image.seen.id.slice(7, 19)})`
    return [pass(image.origin, { evidence: `${paths.slice(0, 3).join(', ')}${more}: ${where}` })]
  },
  fix: () => ({
    refused: 'the files keep it out already',
    supply: 'an image that is built from them as they are',
  }),
})

function judgeFile({ path, what, pattern, file }: BrokenPromise, image: BuiltImage): Fail {
  const making = makingOf(image)
  const fate = fateText(file)
  return fail(making ? placeOf(making, file.layer, image) : image.origin, {
    severity: file.holds === null ? 'medium' : 'high',
    message: `${path} (${file.holds ?? what}) is in ${layerText(file.layer, image)}${fate === '' ? '' : ` (${fate})`}, though the ignore file keeps it out`,
    related: pattern ? [{ origin: pattern, message: 'this keeps it out of what is built today' }] : [],
  })
}
