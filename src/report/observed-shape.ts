/** How what was seen to run looks in a JSON report. */
import { added, bytes, count, flag, listOf, nullable, object, oneOf, text } from '../core/data-shape.ts'
import type { ContainerSummary, ImageSummary, LayerSummary, ObservedSummary } from '../core/observed.ts'
import { severities } from '../core/verdict.ts'

const textOrNull = nullable(text)

export const observedShape = object<ObservedSummary>({
  engine: object<ObservedSummary['engine']>({ version: text }),
  containers: listOf(
    object<ContainerSummary>({
      name: text,
      project: text,
      service: textOrNull,
      variant: textOrNull,
      startedAsVariant: flag,
      image: text,
      state: text,
      startedAt: textOrNull,
    }),
  ),
  // Reports of versions that did not look into images have none.
  images: added(
    listOf(
      object<ImageSummary>({
        reference: text,
        project: text,
        usedBy: listOf(text),
        id: text,
        digests: listOf(text),
        platform: text,
        user: text,
        system: textOrNull,
        packages: count,
        size: bytes,
        layers: listOf(object<LayerSummary>({ size: bytes, instruction: text, place: textOrNull, hidden: bytes })),
        found: listOf(
          object<ImageSummary['found'][number]>({ rule: text, severity: oneOf(...severities), places: count }),
        ),
      }),
    ),
    [],
  ),
  asked: added(listOf(oneOf('containers', 'images')), ['containers']),
})
