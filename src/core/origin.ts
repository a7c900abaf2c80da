/** Where a value comes from: the one thing every value of the model knows about itself. */

/** One step of a structural path: a key of a mapping, or an index of a list. Paths are arrays, never joined strings. */
export type PathSegment = string | number

/** A stretch of one file. `start` and `end` are UTF-16 code-unit offsets, `end` exclusive. */
export interface SpanOrigin {
  readonly kind: 'span'
  /** Path from the workspace root, with `/`. */
  readonly file: string
  /** Structural path inside the document, e.g. `['services', 'web', 'ports', 0]`. */
  readonly path: readonly PathSegment[]
  readonly start: number
  readonly end: number
}

/** Nothing was written: `what` is missing from each of `parents` (a merged service has one parent per file). */
export interface AbsentOrigin {
  readonly kind: 'absent'
  readonly what: string
  readonly parents: readonly SpanOrigin[]
}

/** Computed from other values, e.g. by interpolation or a merge. */
export interface DerivedOrigin {
  readonly kind: 'derived'
  readonly step: string
  readonly inputs: readonly Origin[]
}

/** Nobody wrote it; `of` names whose default it is, e.g. `Docker Engine` or `image postgres`. */
export interface DefaultOrigin {
  readonly kind: 'default'
  readonly of: string
  /** The place whose silence the default fills, where there is one. */
  readonly at?: Origin
}

export type Origin = SpanOrigin | AbsentOrigin | DerivedOrigin | DefaultOrigin

/** Builds a span origin. */
export const span = (file: string, path: readonly PathSegment[], start: number, end: number): SpanOrigin => ({
  kind: 'span',
  file,
  path,
  start,
  end,
})

/** Builds the origin of something that `parents` lack. */
export const absent = (what: string, ...parents: readonly Origin[]): AbsentOrigin => ({
  kind: 'absent',
  what,
  parents: parents.flatMap(spansOf),
})

/** Every written place behind an origin, nearest first. A default without a place has none. */
export function spansOf(origin: Origin): readonly SpanOrigin[] {
  switch (origin.kind) {
    case 'span':
      return [origin]
    case 'absent':
      return origin.parents
    case 'derived':
      return origin.inputs.flatMap(spansOf)
    case 'default':
      return origin.at === undefined ? [] : spansOf(origin.at)
  }
}

/** The nearest of those places; as `spansOf(origin)[0]`, without collecting the others. */
export function firstSpanOf(origin: Origin): SpanOrigin | undefined {
  switch (origin.kind) {
    case 'span':
      return origin
    case 'absent':
      return origin.parents[0]
    case 'default':
      return origin.at && firstSpanOf(origin.at)
    case 'derived':
      for (const input of origin.inputs) {
        const place = firstSpanOf(input)
        if (place) return place
      }
      return undefined
  }
}
