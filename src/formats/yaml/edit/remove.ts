/** Removals from a YAML document: an entry of a map, or an item of a list. */
import type { RemoveEdit } from '../../../core/edit.ts'
import { lineEnd } from '../../../core/lines.ts'
import type { Changes } from '../../../core/piecewise.ts'
import { removeFrom } from '../../brackets/brackets.ts'
import { removeEntry, removeItem } from './block.ts'
import { bracketsOf } from './flow.ts'
import {
  afterProperties,
  dashOf,
  endOf,
  isCollection,
  isPair,
  isScalar,
  isSeq,
  type Layout,
  type Pair,
  startOf,
  type YAMLMap,
  type YAMLSeq,
} from './layout.ts'
import { placeOf, sharing } from './place.ts'

/** Takes out what is at a path, with the lines that were written for it alone. */
export function removeAt(layout: Layout, { path }: RemoveEdit): Changes {
  const place = placeOf(layout, path)
  switch (place.is) {
    case 'refused':
      return place.because
    case 'empty document':
      return []
    case 'missing':
      return place.merged ? `${String(place.rest[0])} comes from a merge key` : []
    case 'entry':
      if (place.rest.length > 0) return []
      return removed(layout, place.map, place.map.items.indexOf(place.pair), place.holder)
    case 'item':
      return removed(layout, place.list, place.index, place.holder)
  }
}

function removed(layout: Layout, parent: YAMLMap | YAMLSeq, index: number, holder: Pair | undefined): Changes {
  const { text } = layout
  const part: unknown = parent.items[index]
  const hidden = isPair(part) ? part.value : part
  const shared = isScalar(hidden) || isCollection(hidden) ? sharing(layout, hidden) : undefined
  if (shared !== undefined) return shared
  if (parent.flow === true) return [removeFrom(text, bracketsOf(parent), index)]
  if (parent.items.length === 1) return emptied(layout, parent, holder)
  const change = isSeq(parent) ? removeItem(layout, parent, index) : removeEntry(layout, parent, part as Pair)
  return change ? [change] : 'the list is written in an unusual way'
}

/** A collection that loses its last entry. */
function emptied(layout: Layout, collection: YAMLMap | YAMLSeq, holder: Pair | undefined): Changes {
  const brackets = isSeq(collection) ? '[]' : '{}'
  const end = endOf(layout.text, collection.items[0])
  if (holder) return onKeyLine(layout, holder, ` ${brackets}`, end)
  const start = isSeq(collection) ? dashOf(collection, 0) : startOf((collection.items[0] as Pair).key)
  return start === undefined ? 'the list is written in an unusual way' : [{ start, end, text: brackets }]
}

/** Lines below a key become words behind its colon; a comment there stays. */
export function onKeyLine({ text }: Layout, pair: Pair, words: string, end: number): Changes {
  const from = afterProperties(pair)
  const line = lineEnd(text, from)
  return [
    { start: from, end: from, text: words },
    { start: line, end: Math.max(end, line), text: '' },
  ]
}
