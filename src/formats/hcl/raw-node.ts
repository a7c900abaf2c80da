/** The grammar's tree copied out of the engine's memory: plain nodes, to a bounded depth. */
import type { TreeCursor } from 'web-tree-sitter'

export interface RawNode {
  readonly type: string
  readonly named: boolean
  readonly missing: boolean
  readonly start: number
  readonly end: number
  readonly children: readonly RawNode[]
}

/** Whoever nests deeper than this wrote no configuration; what lies below is left out. */
const deepest = 300

interface Draft extends RawNode {
  readonly children: RawNode[]
}

const copy = (cursor: TreeCursor, length: number): Draft => ({
  type: cursor.nodeType,
  named: cursor.nodeIsNamed,
  missing: cursor.nodeIsMissing,
  start: Math.min(cursor.startIndex, length),
  end: Math.min(cursor.endIndex, length),
  children: [],
})

/** Copies the tree that the cursor stands on, which is given back afterwards; no offset lies beyond `length`. */
export function rawTree(cursor: TreeCursor, length: number): RawNode {
  const root = copy(cursor, length)
  const open = [root]
  let down = cursor.gotoFirstChild()
  while (open.length > 0) {
    if (down) {
      const node = copy(cursor, length)
      open.at(-1)?.children.push(node)
      open.push(node)
      down = open.length < deepest && cursor.gotoFirstChild()
    } else {
      open.pop()
      down = open.length > 0 && cursor.gotoNextSibling()
      if (!down && open.length > 0) cursor.gotoParent()
    }
  }
  cursor.delete()
  return root
}
