/** The images of a project that somebody looked into, as the report lists them: layer by layer, each with the instruction that made it. */

import type { ImageContents } from '../core/image-contents.ts'
import { maskLine } from '../core/mask-line.ts'
import type { ImageSummary, LayerSummary } from '../core/observed.ts'
import type { Finding } from '../core/report.ts'
import { makingOf } from '../stack/image-contents/making.ts'
import { readStep } from '../stack/image-contents/steps.ts'
import type { Project } from '../stack/model.ts'
import type { BuiltImage } from '../stack/running/model.ts'

/** A summary before it is known what was found. */
export type LookedInto = Omit<ImageSummary, 'found'>

export const imageSummaries = ({ id: project, builtImages }: Project): readonly LookedInto[] =>
  builtImages.toSorted(byName).flatMap((image): readonly LookedInto[] => {
    const { seen, subject, services } = image
    const { contents } = seen
    if (contents === undefined) return []
    return [
      {
        ...{ reference: subject.name, project, usedBy: [...new Set(services.map(({ name }) => name))] },
        ...{ id: seen.id, digests: seen.digests, platform: contents.platform, user: seen.user },
        ...{ system: contents.system?.title ?? null, packages: contents.packages.length, size: contents.size },
        layers: layersOf(image, contents),
      },
    ]
  })

const byName = (a: BuiltImage, b: BuiltImage): number => (a.subject.name < b.subject.name ? -1 : 1)

function layersOf(image: BuiltImage, { layers, steps, ballast }: ImageContents): readonly LayerSummary[] {
  const making = makingOf(image)
  return layers.map(({ size }, at) => {
    const number = at + 1
    const own = making?.byLayer.get(number)
    const step = steps.find(({ layer }) => layer === number)
    return {
      size,
      instruction: step ? instructionOf(step.createdBy) : '',
      place: own ? `${own.instruction.origin.file}:${own.instruction.startLine}` : null,
      hidden: ballast.reduce((sum, one) => sum + (one.layer === number && one.goneIn !== null ? one.bytes : 0), 0),
    }
  })
}

const longest = 160

/** A step as its builder wrote it down, in one line, without the values that its arguments had. */
function instructionOf(createdBy: string): string {
  const { keyword, text } = readStep(createdBy)
  const line = `${keyword.toUpperCase()} ${text}`
    .replace(/\s+/g, ' ')
    .replace(/^RUN \/bin\/sh -c /, 'RUN ')
    .trim()
  const masked = maskLine(line)
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked
}

/** The same with what was found of each image, by rule and the worst first. */
export const withFindings = (images: readonly LookedInto[], findings: readonly Finding[]): readonly ImageSummary[] =>
  images.map((image) => ({
    ...image,
    found: findings.flatMap(({ rule, severity, project, places }) => {
      const own = places.filter(
        ({ subject, accepted }) =>
          subject.kind === 'built-image' && subject.name === image.reference && project === image.project && !accepted,
      )
      return own.length === 0 ? [] : [{ rule, severity, places: own.length }]
    }),
  }))
