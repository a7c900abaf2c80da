/** Git's deltas: an object as copies out of another one and new bytes. */

interface Number {
  readonly value: number
  readonly next: number
}

/** The number at `at`, seven bits per byte, lowest first; `undefined` where it does not end or is absurd. */
export function readSize(bytes: Buffer, at: number): Number | undefined {
  let value = 0
  for (let i = 0; i < 7; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * i)
    if ((byte & 0x80) === 0) return { value, next: at + i + 1 }
  }
  return undefined
}

/** Sizes of the object that a delta starts from and of the one it makes, from the delta's beginning. */
export function deltaSizes(delta: Buffer): { base: number; result: number; next: number } | undefined {
  const base = readSize(delta, 0)
  const result = base && readSize(delta, base.next)
  return base && result && { base: base.value, result: result.value, next: result.next }
}

/** Applies a delta whose result has at most `limit` bytes; `undefined` where it is broken or does not fit the base. */
export function applyDelta(base: Buffer, delta: Buffer, limit: number): Buffer | undefined {
  const sizes = deltaSizes(delta)
  if (sizes === undefined || sizes.base !== base.length || sizes.result > limit) return undefined
  const result = Buffer.allocUnsafe(sizes.result)
  let filled = 0
  let at = sizes.next
  while (at < delta.length) {
    const command = delta[at++] ?? 0
    if (command === 0) return undefined
    const copy = (command & 0x80) !== 0
    let from = at
    let length = command
    if (copy) {
      const argument = (bit: number): number => ((command & (1 << bit)) === 0 ? 0 : (delta[at++] ?? 0))
      from = argument(0) + argument(1) * 0x100 + argument(2) * 0x10000 + argument(3) * 0x1000000
      length = argument(4) + argument(5) * 0x100 + argument(6) * 0x10000 || 0x10000
    } else at += length
    const source = copy ? base : delta
    if (from + length > source.length || filled + length > result.length) return undefined
    source.copy(result, filled, from, from + length)
    filled += length
  }
  return filled === result.length ? result : undefined
}
