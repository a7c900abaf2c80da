/** Places zones like words in lines, where a stack is too large for its connections to be drawn. */
import type { Arrangement, Block } from './arrange.ts'
import type { Box } from './geometry.ts'

/** Room that a zone takes around its cards, and what is beside the stack. */
interface Room {
  readonly cards: number
  readonly zone: number
  readonly head: number
  readonly inside: number
  readonly side: number
}

export function register(grids: readonly Block[], others: readonly Block[], room: Room): Arrangement {
  const boxes = new Map<string, Box>()
  const padded = grids.map((grid) => ({ grid, width: grid.width + 2 * room.zone + room.cards }))
  const area = padded.reduce((sum, { grid, width }) => sum + width * (grid.height + room.head + room.zone), 0)
  const widest = Math.max(Math.sqrt(area * 1.6), ...padded.map(({ width }) => width))
  let [x, y, tallest, right] = [0, 0, 0, 0]
  for (const { grid, width } of padded) {
    if (x > 0 && x + width > widest) {
      x = 0
      y += tallest + room.head + room.zone + room.cards
      tallest = 0
    }
    boxes.set(grid.id, { x, y, width: grid.width, height: grid.height })
    x += width
    tallest = Math.max(tallest, grid.height)
    right = Math.max(right, x)
  }
  for (const side of ['left', 'right'] as const) {
    let top = 0
    const outside = others.filter((one) => one.side === side)
    const width = Math.max(0, ...outside.map((one) => one.width))
    for (const one of outside) {
      const at = side === 'left' ? -room.zone - room.inside - room.side - width : right + room.inside + room.side
      boxes.set(one.id, { x: at, y: top, width: one.width, height: one.height })
      top += one.height + room.cards
    }
  }
  return { boxes, ways: [] }
}
