/** Repairs of pipelines: keys of workflows, jobs and steps where they are written, and words of their scripts. */
import type { Data, SetEdit, SpanEdit, TreeEdit } from '../core/edit.ts'
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin, type PathSegment, type SpanOrigin } from '../core/origin.ts'
import type { Deed } from './service-edits.ts'

/** Where something is written: the file, and the path in its document. */
const writtenAt = (origin: Origin): SpanOrigin | undefined => firstSpanOf(origin)

export const notWritten: Refusal = { refused: 'it is written nowhere in these files', supply: 'the place to change' }

/** Behind which keys of a workflow, a job and a step a new one belongs. */
export const order = {
  permissions: ['on'],
  jobPermissions: ['needs', 'runs-on', 'name'],
  environment: ['needs', 'runs-on', 'stage', 'name'],
  if: ['name'],
  jobIf: ['name', 'needs', 'runs-on'],
} as const

/** One change of a document at a place of it. */
export const setBelow = (
  origin: Origin,
  keys: readonly PathSegment[],
  value: Data,
  after?: readonly string[],
): readonly FileEdits[] => {
  const place = writtenAt(origin)
  if (place === undefined) return []
  const edit: SetEdit = { do: 'set', path: [...place.path, ...keys], value, ...(after ? { after } : {}) }
  return [{ file: place.file, tree: [edit] }]
}

/** Takes away what is written at a place, with its key. */
export const removeAt = (origin: Origin): readonly FileEdits[] => {
  const place = writtenAt(origin)
  return place ? [{ file: place.file, tree: [{ do: 'remove', path: place.path }] }] : []
}

/** The path of what holds a value: a step of its `uses`, a map of its entry. */
export function above(origin: Origin, levels = 1): Origin {
  const place = writtenAt(origin)
  return place ? { ...place, path: place.path.slice(0, -levels) } : origin
}

/** Changes of words. */
export const wordsAt = (origin: Origin, ...spans: readonly SpanEdit[]): readonly FileEdits[] => {
  const place = writtenAt(origin)
  return place ? [{ file: place.file, spans }] : []
}

/** Replaces the words of a place. */
export function replaceAt(origin: Origin, text: string): readonly FileEdits[] {
  const place = writtenAt(origin)
  return place ? wordsAt(place, { do: 'replace', start: place.start, end: place.end, text }) : []
}

/** Edits that are made together; those of one file are one list, in order. */
export function pipelineFix(deed: Deed, ...edits: readonly (readonly FileEdits[])[]): Repair {
  const trees = new Map<string, TreeEdit[]>()
  const words = new Map<string, SpanEdit[]>()
  for (const edit of edits.flat()) {
    if ('tree' in edit) trees.set(edit.file, [...(trees.get(edit.file) ?? []), ...edit.tree])
    else if ('spans' in edit) words.set(edit.file, [...(words.get(edit.file) ?? []), ...edit.spans])
  }
  const all: readonly FileEdits[] = [
    ...[...trees].map(([file, tree]) => ({ file, tree })),
    ...[...words].map(([file, spans]) => ({ file, spans })),
  ]
  return all.length === 0 ? notWritten : { ...deed, edits: all }
}
