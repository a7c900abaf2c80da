/** Repairs of words where they stand in a file, and of keys where the value that counts is written. */
import type { Data } from '../core/edit.ts'
import type { FileEdits, Repair } from '../core/fix.ts'
import { type Origin, type PathSegment, spansOf } from '../core/origin.ts'
import type { Project } from './model.ts'
import { type Deed, setKey } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Changes the words at a place; `undefined` where they are not what the change is for, or cannot be read. */
export function rewrite(
  project: Pick<Project, 'file'>,
  origin: Origin,
  change: (written: string) => string | undefined,
): FileEdits | undefined {
  const [place] = spansOf(origin)
  const text = place && project.file(place.file)?.source.text
  if (place === undefined || text === undefined) return undefined
  const { file, start, end } = place
  const changed = change(text.slice(start, end))
  return changed === undefined ? undefined : { file, spans: [{ do: 'replace', start, end, text: changed }] }
}

/** A fix of written words; refused where they are not written as expected. */
export const rewriting = (
  deed: Deed,
  edit: FileEdits | undefined,
  refused = 'it is written in a way that is not changed by itself',
): Repair => (edit === undefined ? { refused, supply: 'the text as it is to be' } : { ...deed, edits: [edit] })

/** Sets a key of a service in the file whose value counts; where no file has one of its own, in the service's definition. */
export function setWhereWritten(
  service: Service,
  deed: Deed,
  origin: Origin,
  keys: readonly PathSegment[],
  value: Data,
): Repair {
  const path = ['services', service.name, ...keys]
  const written = origin.kind === 'span' && origin.path.join('\0') === path.join('\0')
  return written
    ? { ...deed, edits: [{ file: origin.file, tree: [{ do: 'set', path, value }] }] }
    : setKey(service, deed, keys, value)
}
