/** The part of the terminal report that lists the images that were looked into: a line for each. */
import type { ObservedSummary } from '../core/observed.ts'
import { aboutText, resultText } from './image-text.ts'
import { hanging } from './terminal-findings.ts'
import type { Pen } from './terminal-style.ts'

const mostImages = 20

export function imageLines({ images }: ObservedSummary, pen: Pen): readonly string[] {
  if (images.length === 0) return ['  No image of what is audited was there to be looked into.']
  const lines = images.slice(0, mostImages).flatMap((image) => {
    return hanging('  ', `${image.reference}: ${aboutText(image)}; ${resultText(image)}`, pen)
  })
  return images.length > mostImages ? [...lines, `  … and ${images.length - mostImages} more`] : lines
}
