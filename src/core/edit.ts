/** Repairs as meaning: what should be where. Formats turn them into the fewest changes of the text that do it. */
import type { PathSegment } from './origin.ts'

/** Plain data that an edit writes into a document. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data }

/** Sets what is at a path; maps that are missing on the way are made. */
export interface SetEdit {
  readonly do: 'set'
  readonly path: readonly PathSegment[]
  readonly value: Data
  /** Keys behind the first of which a new entry is put; else it goes to the end. For YAML: elsewhere the end is the place. */
  readonly after?: readonly string[]
}

/** A value with the maps around it that the rest of a path asks for. */
export const wrapped = (rest: readonly PathSegment[], value: Data): Data =>
  rest.reduceRight<Data>((inner, key) => ({ [String(key)]: inner }), value)

/** Takes away what is at a path, with its key or its place in the list. A collection that loses its last entry stays, empty. */
export interface RemoveEdit {
  readonly do: 'remove'
  readonly path: readonly PathSegment[]
}

/** Adds what is not there yet to the end of the list at a path, which is made where it is missing. */
export interface AppendEdit {
  readonly do: 'append'
  readonly path: readonly PathSegment[]
  readonly values: readonly Data[]
}

/** An edit of a document that is a tree: YAML, JSON. */
export type TreeEdit = (SetEdit | RemoveEdit | AppendEdit) & InDocument & ForAll

/** Which document of a file is meant, where it holds several. */
export interface InDocument {
  /** An offset within the document, in the text as it was read. */
  readonly within?: number
}

/** What is written once and read at several places, by an anchor of YAML, is changed for all of them or for none. */
interface ForAll {
  /** Other paths that are to be changed in the same way. */
  readonly alsoAt?: readonly (readonly PathSegment[])[]
}

/** A change of the text itself: `[start, end)` in UTF-16 code units becomes `text`. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What became of edits: changes of the text in order, none touching another; or why the edit is not ours to make. */
export type Compiled =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly because: string }

/** Applies changes of a text that do not overlap, in any order; of two insertions at one place the first given comes first. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = []
  let at = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) throw new RangeError('two edits of one text overlap')
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

/** An edit of written words, for formats that are read by lines. Offsets are of the text as it was read. */
export type SpanEdit =
  | { readonly do: 'replace'; readonly start: number; readonly end: number; readonly text: string }
  | {
      readonly do: 'wrap'
      readonly start: number
      readonly end: number
      readonly before: string
      readonly after: string
    }
  /** Takes words out, and their lines where nothing else stands on them. */
  | { readonly do: 'delete'; readonly start: number; readonly end: number }
  /** Puts whole lines beside the lines that hold the words, indented as they are. */
  | {
      readonly do: 'insert'
      readonly where: 'before' | 'after'
      readonly start: number
      readonly end: number
      readonly lines: readonly string[]
    }
