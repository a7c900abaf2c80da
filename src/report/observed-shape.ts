/** How what was seen to run looks in a JSON report. */
import { flag, listOf, nullable, object, text } from '../core/data-shape.ts'
import type { ContainerSummary, ObservedSummary } from '../core/observed.ts'

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
})
