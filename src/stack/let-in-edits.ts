/** Repairs of ignore files that keep from a build what it needs. */
import type { Fix, Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin, type SpanOrigin } from '../core/origin.ts'
import type { BuildContext, Stage } from './build-model.ts'

/** Lets a path into the context: a pattern for it alone goes, one for many stays and the path is given back behind it. */
export function letIn({ ignoreFile }: BuildContext, path: string, { file, start, end }: SpanOrigin): Fix['edits'] {
  const pattern = ignoreFile?.ignore.patterns.find(({ origin }) => origin.start === start)
  return pattern !== undefined && !/[*?[]/.test(pattern.written)
    ? [{ file, spans: [{ do: 'delete', start, end }] }]
    : [{ file, tree: [{ do: 'append', path: [], values: [`!${path}`] }] }]
}

/** What ignore files rightly keep out. */
const secret = /\.env|\.(?:pem|key|p12|pfx|jks)$|secret|credential|id_(?:rsa|ed25519)|(?:^|\/)\.git(?:\/|$)/i

/** Lets what a COPY names into the context, where an ignore file keeps it out. */
export function letSourceIn({ build, copies }: Stage, origin: Origin): Repair | undefined {
  const place = firstSpanOf(origin)
  const source = copies.flatMap(({ sources }) => sources).find(({ word }) => word.origin.start === place?.start)
  const { context } = build
  if (!source?.path.known || context === undefined) return undefined
  const path = source.path.value.replace(/^(?:\.?\/)+|\/+$/g, '')
  const pattern = context.deciding(source.path.value)
  if (!source.excludedByIgnore || pattern === undefined)
    return { refused: `${path} is not there`, supply: 'the file, or its right path' }
  if (secret.test(path))
    return { refused: `${path} may be kept out for a reason`, supply: 'a build that does without it' }
  return {
    title: `Let ${path} into the build`,
    safety: 'guarded',
    effect: 'other COPY instructions of the context may take it along',
    edits: letIn(context, path, pattern),
  }
}
