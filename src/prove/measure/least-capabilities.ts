/** Finds by trying which capabilities a container cannot do without: everything is dropped, and what is missed is added back. */

/** Docker's usual capabilities, what is worth most to an attacker first: of two that do the same, that one is given up. */
export const usualCapabilities: readonly string[] = [
  ...['MKNOD', 'NET_RAW', 'SETPCAP', 'SETFCAP', 'SYS_CHROOT', 'AUDIT_WRITE', 'FSETID', 'NET_BIND_SERVICE', 'KILL'],
  ...['DAC_OVERRIDE', 'FOWNER', 'CHOWN', 'SETUID', 'SETGID'],
]
/** What a start script of root needs that makes directories ready and steps down. */
export const usualNeeds: readonly string[] = ['DAC_OVERRIDE', 'FOWNER', 'CHOWN', 'SETUID', 'SETGID']

export interface CapabilitySearch {
  /** Tried right after "none at all", because it is often enough; taking away from it saves trying all the candidates. */
  readonly guess?: readonly string[]
  /** How many trials may run at once. */
  readonly sideBySide?: number
  /** How many trials may be made at most. */
  readonly atMost?: number
}

export interface LeastCapabilities {
  /** Sorted by name. A trial with exactly these worked. */
  readonly least: readonly string[]
  /** Whether a trial without each single one of them failed; false where the bound was met before. */
  readonly minimal: boolean
  readonly trials: number
}

const keyOf = (names: Iterable<string>): string => [...new Set(names)].sort().join(' ')
const without = (names: readonly string[], name: string): readonly string[] => names.filter((one) => one !== name)

/** Asks each question once, at most so many at a time and at most so many altogether; beyond that the answer is undefined. */
function trialsOf(works: (capabilities: readonly string[]) => Promise<boolean>, sideBySide: number, atMost: number) {
  const answers = new Map<string, Promise<boolean>>()
  const ask = (names: readonly string[]): Promise<boolean | undefined> => {
    const key = keyOf(names)
    const known = answers.get(key)
    if (known) return known
    if (answers.size >= atMost) return Promise.resolve(undefined)
    const answer = works(key === '' ? [] : key.split(' '))
    answers.set(key, answer)
    return answer
  }
  const askAll = async (sets: readonly (readonly string[])[]): Promise<readonly (boolean | undefined)[]> => {
    const found: (boolean | undefined)[] = []
    for (let at = 0; at < sets.length; at += sideBySide) {
      found.push(...(await Promise.all(sets.slice(at, at + sideBySide).map(ask))))
    }
    return found
  }
  return { ask, askAll, count: (): number => answers.size }
}

/**
 * The least of the candidates with which `works` holds, or undefined where it does not hold with all of them. Of several least sets it is
 * always the same one: what stands first in the candidates is given up first. Nothing is taken for granted that was not tried, so
 * that the answer is right also where more capabilities make a program fail.
 */
export async function leastCapabilities(
  works: (capabilities: readonly string[]) => Promise<boolean>,
  candidates: readonly string[],
  { guess = [], sideBySide = 4, atMost = 64 }: CapabilitySearch = {},
): Promise<LeastCapabilities | undefined> {
  const { ask, askAll, count } = trialsOf(works, Math.max(1, sideBySide), Math.max(3, atMost))
  const order = [...new Set(candidates)]
  const guessed = order.filter((name) => guess.includes(name))
  const answer = (least: readonly string[], minimal: boolean): LeastCapabilities => ({
    least: [...least].sort(),
    minimal,
    trials: count(),
  })
  const [none, some] = await askAll([[], guessed])
  if (none) return answer([], true)
  let held: readonly string[] = guessed
  if (!some) {
    if (!(await ask(order))) return undefined
    held = order
  }
  for (;;) {
    const lacking = await askAll(held.map((name) => without(held, name)))
    if (lacking.includes(undefined)) return answer(held, false)
    const needed = held.filter((_, at) => lacking[at] === false)
    if (needed.length === held.length) return answer(held, true)
    // All at once, which is right unless one stands in for another; then one after the other.
    const leaner = (await ask(needed)) ? needed : await thinned(held, needed, ask)
    held = leaner
  }
}

/** Gives up one after the other of those that are not needed; less by at least one. */
async function thinned(
  held: readonly string[],
  needed: readonly string[],
  ask: (names: readonly string[]) => Promise<boolean | undefined>,
): Promise<readonly string[]> {
  let left = held
  for (const name of held) {
    if (!needed.includes(name) && (await ask(without(left, name)))) left = without(left, name)
  }
  return left
}
