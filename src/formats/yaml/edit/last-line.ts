/** A text without a final line break that ends in a block scalar: the value ends there too, whatever comes to stand below it, or goes. */
import type { TextEdit } from '../../../core/edit.ts'
import { isScalar, type Layout, startOf, visit } from './layout.ts'

/** Where a block scalar that says nothing of its last line break begins and ends. */
interface Block {
  readonly start: number
  readonly end: number
}

function blocksOf({ text, document }: Layout): readonly Block[] {
  const blocks: Block[] = []
  visit(document, {
    Scalar(_, node) {
      const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
      if (!isBlock || !node.range || /^[|>]\d*[-+]/.test(text.slice(startOf(node)))) return
      blocks.push({ start: startOf(node), end: node.range[1] })
    },
  })
  return blocks
}

/**
 * The same changes, after which no block scalar has another value: one that ended without a line break and is no longer the last
 * says so, and one that comes to be the last keeps its line break.
 */
export function keepingLastLines(layout: Layout, changes: readonly TextEdit[]): readonly TextEdit[] {
  const { text } = layout
  const atEnd = changes.find(({ end }) => end === text.length)
  if (text === '' || text.endsWith('\n') || atEnd === undefined) return changes
  if (atEnd.start === text.length) {
    const last = blocksOf(layout).find(({ end }) => end === text.length)
    return last ? [{ start: last.start + 1, end: last.start + 1, text: '-' }, ...changes] : changes
  }
  const [lineBreak = ''] = /^\r?\n/.exec(text.slice(atEnd.start)) ?? []
  if (atEnd.text !== '' || lineBreak === '') return changes
  const next = blocksOf(layout).some(({ start, end }) => start < atEnd.start && atEnd.start + lineBreak.length <= end)
  return next ? changes.map((one) => (one === atEnd ? { ...one, start: one.start + lineBreak.length } : one)) : changes
}
