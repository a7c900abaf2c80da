/** Finds out which of many repairs keep a stack from working, with few starts. */

/** What a search came to. Everything in `kept` was tried together, and worked. */
export interface Verdicts<T, F> {
  readonly kept: readonly T[]
  readonly guilty: readonly { readonly one: T; readonly failure: F }[]
  /** Neither kept nor guilty: there were no tries left. */
  readonly undecided: readonly T[]
}

/**
 * All of `items` together do not work, none of them does. Adds them one after the other in thought, the suspects last, and looks by
 * halves for the first whose coming makes it fail; then leaves that one out and goes on. `works` resolves to the failure, or
 * undefined; it is asked at most `most` times.
 */
export async function findGuilty<T, F>(
  items: readonly T[],
  isSuspect: (item: T) => boolean,
  failure: F,
  works: (items: readonly T[]) => Promise<F | undefined>,
  most: number,
): Promise<Verdicts<T, F>> {
  let order = [...items.filter((item) => !isSuspect(item)), ...items.filter(isSuspect)]
  const guilty: { one: T; failure: F }[] = []
  // So many from the front work together; so many do not.
  let good = 0
  let bad = order.length
  let last = failure
  let tries = 0
  let next = order.findIndex(isSuspect)
  const attempt = (count: number): Promise<F | undefined> => {
    tries++
    return works(order.slice(0, count))
  }
  while (good < order.length && tries < most) {
    if (bad - good > 1) {
      const middle = next > good && next < bad ? next : good + Math.floor((bad - good) / 2)
      next = -1
      const failed = await attempt(middle)
      if (failed === undefined) good = middle
      else [bad, last] = [middle, failed]
      continue
    }
    const one = order[good]
    if (one !== undefined) guilty.push({ one, failure: last })
    order = [...order.slice(0, good), ...order.slice(good + 1)]
    if (good === order.length) break
    const rest = await attempt(order.length)
    if (rest === undefined) good = order.length
    else [bad, last] = [order.length, rest]
  }
  return { kept: order.slice(0, good), guilty, undecided: order.slice(good) }
}
