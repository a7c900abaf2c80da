/** Reads records of proofs back: JSON of version 1, one record or a list of them; what is broken is one located problem. */
import {
  added,
  type DataPath,
  flag,
  isRecord,
  listOf,
  moment,
  nullable,
  object,
  oneOf,
  pathText,
  type Shape,
  ShapeError,
  text,
} from '../../core/data-shape.ts'
import { nodeAt, type Problem } from '../../core/node.ts'
import { span, spansOf } from '../../core/origin.ts'
import type { ProofRecord, ProvedRepair, RecordedRepair, RecordedService } from '../../core/proof.ts'
import { engineShape, needsShape, startShape } from '../../core/proof-shape.ts'
import type { SourceText } from '../../core/text.ts'
import { parseJson } from '../json/parse.ts'

/** What a file says that proofs are kept in. Where something is wrong with it, there are no records. */
export interface ReadProof {
  readonly records: readonly ProofRecord[]
  readonly problem: Problem | undefined
}

/** A larger text is no record. In UTF-16 code units. */
const longest = 16 * 1024 * 1024

const texts = listOf(text)
const repair = {
  rule: text,
  place: text,
  title: text,
  safety: oneOf('safe', 'guarded'),
} as const

const recordShape = object<ProofRecord>({
  schemaVersion: oneOf(1),
  tool: object<ProofRecord['tool']>({ name: oneOf('drydock'), version: text }),
  createdAt: moment,
  engine: engineShape,
  project: text,
  variant: text,
  checks: added(texts, []),
  asWritten: startShape,
  repaired: nullable(startShape),
  services: listOf(
    object<RecordedService>({
      name: text,
      reference: nullable(text),
      image: text,
      digests: texts,
      healthCheck: flag,
      asWritten: text,
      repaired: nullable(text),
      needs: nullable(needsShape),
    }),
  ),
  proved: listOf(object<ProvedRepair>({ ...repair, amended: added(nullable(text), null) })),
  refuted: listOf(object<ProofRecord['refuted'][number]>({ ...repair, service: nullable(text), because: text })),
  unproven: listOf(object<RecordedRepair>(repair)),
})

/** The records in a text; never throws. */
export function readProof(source: SourceText): ReadProof {
  const { text: written, file } = source
  const broken = (message: string, start = 0, end = 0): ReadProof => ({
    records: [],
    problem: { message, origin: span(file, [], start, end) },
  })
  if (written.length > longest) return broken('it is too large for a record of a proof')
  let data: unknown
  try {
    data = JSON.parse(written.replace(/^\ufeff/, ''))
  } catch {
    const [first] = parseJson(source).problems
    return broken('it is not JSON', first?.origin.start, first?.origin.end)
  }
  try {
    const records = Array.isArray(data) ? listOf(versioned)(data, []) : [versioned(data, [])]
    return { records, problem: undefined }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    const [place] = spansOf(placeOf(source, error.path))
    const where = pathText(error.path)
    return broken(`${where === '' ? 'it' : where} ${error.message}`, place?.start, place?.end)
  }
}

const versioned: Shape<ProofRecord> = (value, path) => {
  const { schemaVersion } = isRecord(value) ? value : {}
  if (typeof schemaVersion === 'number' && schemaVersion > 1) {
    throw new ShapeError(path, `is of version ${schemaVersion}, which only a newer drydock reads`)
  }
  return recordShape(value, path)
}

/** Where a value is written, or the nearest that holds it. */
function placeOf(source: SourceText, path: DataPath): ReturnType<typeof span> {
  const { root } = parseJson(source)
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, ...path.slice(0, length))
    const [place] = node ? spansOf(node.origin) : []
    if (place) return place
  }
  return span(source.file, [], 0, 0)
}
