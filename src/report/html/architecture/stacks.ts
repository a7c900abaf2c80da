/** Fills the columns of each zone with its cards: those that talk where their lines want them, the others where there is room. */
import type { Slot } from './columns.ts'
import type { Card, Line, Zone } from './scene.ts'

/** The cards of a zone, column by column. */
export interface Stacks {
  readonly zone: Zone
  readonly columns: ReadonlyMap<number, readonly Card[]>
  /** Where it belongs from top to bottom; infinite where nothing says so. */
  readonly order: number
  /** Whether no line says in which columns it is. */
  readonly loose: boolean
}

/** So many columns for so many cards, a little wider than high. */
export const columnsFor = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(count) * 0.62))

export function stacksOf(
  cards: ReadonlyMap<string, Card>,
  zones: readonly Zone[],
  lines: readonly Line[],
  slots: ReadonlyMap<string, Slot>,
): readonly Stacks[] {
  const { rows, shares } = splitting(zones, slots)
  const published = new Set(lines.filter(({ kind }) => kind === 'publishes').map(({ to }) => to))
  const leaving = new Set(lines.filter(({ to }) => !to.startsWith('service:')).map(({ from }) => from))
  return zones.map((zone): Stacks => {
    const columns = new Map<number, Card[]>()
    const put = (column: number, id: string): void => {
      const card = cards.get(id)
      if (card) columns.set(column, [...(columns.get(column) ?? []), card])
    }
    const placed = zone.members.flatMap((id) => {
      const slot = slots.get(id)
      return slot ? [{ id, ...slot }] : []
    })
    for (const [column, members] of Map.groupBy(placed, (one) => one.column)) {
      const sorted = members.toSorted((a, b) => a.order - b.order)
      const parts = Math.ceil(sorted.length / rows)
      // Side by side, so that neighbours in the order stay neighbours.
      for (const [at, { id }] of sorted.entries()) put((shares[column] ?? 0) + (at % parts), id)
    }
    const rest = zone.members.filter((id) => !slots.has(id))
    const first = columns.size === 0 ? 0 : Math.min(...columns.keys())
    const last = Math.max(first + columnsFor(zone.members.length) - 1, ...columns.keys())
    const heightOf = (column: number): number => columns.get(column)?.length ?? 0
    const span = Array.from({ length: last - first + 1 }, (_, at) => first + at)
    // Doors on the left, ways out on the right.
    const rank = (id: string): number => (published.has(id) ? 0 : leaving.has(id) ? 2 : 1)
    for (const id of rest.toSorted((a, b) => rank(a) - rank(b))) {
      const open = rank(id) === 0 ? span.slice(0, Math.max(1, Math.ceil(span.length / 2))) : span
      const lowest = Math.min(...open.map(heightOf))
      const fitting = open.filter((column) => heightOf(column) === lowest)
      put((rank(id) === 2 ? fitting.at(-1) : fitting[0]) ?? first, id)
    }
    const order = placed.reduce((sum, one) => sum + one.order, 0) / placed.length
    return { zone, columns, order: placed.length === 0 ? Number.POSITIVE_INFINITY : order, loose: placed.length === 0 }
  })
}

/** Columns that would be too high become several: the rows that one may have, and where each one begins. */
function splitting(
  zones: readonly Zone[],
  slots: ReadonlyMap<string, Slot>,
): { readonly rows: number; readonly shares: readonly number[] } {
  const rows = Math.max(8, Math.ceil(Math.sqrt(slots.size) * 2.4))
  const most = Math.max(-1, ...[...slots.values()].map(({ column }) => column))
  const parts = Array.from({ length: most + 1 }, (_, column) =>
    Math.max(
      1,
      ...zones.map(({ members }) => Math.ceil(members.filter((id) => slots.get(id)?.column === column).length / rows)),
    ),
  )
  return { rows, shares: parts.map((_, at) => parts.slice(0, at).reduce((sum, part) => sum + part, 0)) }
}
