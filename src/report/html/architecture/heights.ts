/** Finds the height at which each zone stands: close together, and close to whom its services talk to. */
import type { Card, Line } from './scene.ts'
import { columnsFor, type Stacks } from './stacks.ts'

/** Room inside a zone and between things. */
interface Room {
  readonly cards: number
  readonly zone: number
  readonly head: number
  readonly between: number
}

/** A zone as a whole, from its first to its last column; offsets are from its upper side. */
export interface Body {
  readonly stacks: Stacks
  readonly first: number
  readonly last: number
  readonly height: number
  readonly offsets: ReadonlyMap<string, number>
  y: number
}

export function bodiesOf(all: readonly Stacks[], lines: readonly Line[], room: Room): readonly Body[] {
  const cards = all.reduce((sum, { zone }) => sum + zone.members.length, 0)
  const widest = Math.max(
    columnsFor(cards) - 1,
    ...all.flatMap(({ columns, loose }) => (loose ? [] : [...columns.keys()])),
  )
  const bottoms: number[] = []
  const bodies: Body[] = []
  for (const stacks of all.toSorted((a, b) => (a.order === b.order ? 0 : a.order - b.order))) {
    const body = bodyOf(stacks, room)
    const span = body.last - body.first
    const heightAt = (start: number): number =>
      Math.max(0, ...Array.from({ length: span + 1 }, (_, at) => bottoms[start + at] ?? 0))
    // Nothing ties a loose zone to its columns: it goes where it stands highest.
    const starts = stacks.loose ? Array.from({ length: Math.max(1, widest - span + 1) }, (_, at) => at) : [body.first]
    const start = starts.reduce((best, one) => (heightAt(one) < heightAt(best) ? one : best), starts[0] ?? 0)
    const y = heightAt(start)
    for (let at = start; at <= start + span; at++) bottoms[at] = y + body.height + room.between
    bodies.push({ ...moved(body, start - body.first), y })
  }
  for (let round = 0; round < 6; round++) settle(round % 2 === 0 ? bodies.toReversed() : bodies, lines, room)
  return bodies
}

const moved = (body: Omit<Body, 'y'>, by: number): Omit<Body, 'y'> =>
  by === 0
    ? body
    : {
        ...body,
        first: body.first + by,
        last: body.last + by,
        stacks: {
          ...body.stacks,
          columns: new Map([...body.stacks.columns].map(([column, cards]) => [column + by, cards])),
        },
      }

function bodyOf(stacks: Stacks, room: Room): Omit<Body, 'y'> {
  const columns = [...stacks.columns]
  const heightOf = (cards: readonly Card[]): number =>
    cards.reduce((sum, card) => sum + card.height + room.cards, -room.cards)
  const inner = Math.max(0, ...columns.map(([, cards]) => heightOf(cards)))
  const offsets = columns.flatMap(([, cards]) => {
    let y = room.head + (stacks.loose ? 0 : (inner - heightOf(cards)) / 2)
    return cards.map((card): readonly [string, number] => {
      const at = y
      y += card.height + room.cards
      return [card.node.id, at]
    })
  })
  const indices = columns.map(([column]) => column)
  return {
    stacks,
    first: Math.min(...indices),
    last: Math.max(...indices),
    height: inner + room.head + room.zone,
    offsets: new Map(offsets),
  }
}

/** Moves each body towards whom it talks to, as far as those above and below leave room. */
function settle(bodies: readonly Body[], lines: readonly Line[], room: Room): void {
  const bodyOfCard = new Map(bodies.flatMap((body) => [...body.offsets.keys()].map((id) => [id, body])))
  const bottom = Math.max(...bodies.map((body) => body.y + body.height))
  for (const body of bodies) {
    const pulls = lines.flatMap(({ from, to }) => {
      const [own, other] = bodyOfCard.get(from) === body ? [from, to] : [to, from]
      const there = bodyOfCard.get(other)
      const offset = body.offsets.get(own)
      if (offset === undefined || there === undefined || there === body) return []
      return [there.y + (there.offsets.get(other) ?? 0) - offset]
    })
    const beside = bodies.filter((one) => one !== body && one.first <= body.last && body.first <= one.last)
    const above = beside.filter((one) => one.y < body.y).map((one) => one.y + one.height + room.between)
    const below = beside.filter((one) => one.y > body.y).map((one) => one.y - room.between - body.height)
    const [low, high] = [Math.max(0, ...above), Math.min(bottom - body.height, ...below)]
    if (pulls.length === 0 || high < low) continue
    const wanted = pulls.reduce((sum, pull) => sum + pull, 0) / pulls.length
    body.y = Math.min(high, Math.max(low, wanted))
  }
}
