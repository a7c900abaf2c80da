/** An image whose name Docker refuses. */
import { parseImageReference } from '../../../core/image-reference.ts'
import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { replaceWords } from '../../../stack/dockerfile-edits.ts'
import { isRefused } from '../../../stack/image-use.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-name-invalid',
  scope: 'image-reference',
  kind: 'breakage',
  category: 'image-tagging',
  title: 'Docker refuses the name of an image',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Names are in lower case and have at most one tag and one digest of its full length: the build or the start ends with `invalid reference format`.',
  remedy: 'Write the name in lower case, as `registry/name:tag`.',
  strength: 'Every image has a name that Docker accepts',
  effort: 5,
  references: ['https://docs.docker.com/reference/cli/docker/image/tag/'],
  peers: ['buildkit:InvalidDefaultArgInFrom'],
  check: (image): readonly Judgement[] => {
    // What a template's engine fills in is no name yet.
    if (/[{}%<>]|@@|^[A-Z_\d]+$/.test(image.written)) return []
    if (!isRefused(image)) return image.reference.known ? [pass(image)] : []
    const upper = /[A-Z]/.test(image.written.split(/[:@]/)[0] ?? '')
    const message = `${image.written} is no name of an image${upper ? ': names have no upper case' : ''}`
    return [fail(image, { message, peers: image.kind === 'from' ? ['buildkit:InvalidDefaultArgInFrom'] : [] })]
  },
  fix: (_, image) => {
    const lower = image.written.toLowerCase()
    const place = firstSpanOf(image.origin)
    const literal = place && place.end - place.start === image.written.length
    if (!literal || parseImageReference(lower) === undefined)
      return { refused: `${image.written} is no name in lower case either`, supply: 'the name of the image' }
    return { title: `Write ${lower} in lower case`, safety: 'safe', edits: [replaceWords(place, lower)] }
  },
})
