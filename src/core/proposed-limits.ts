/** Makes limits of what was used at most: several times as much, in round figures. */

const MEBIBYTE = 1024 ** 2

/**
 * How many times the peak a limit is. A measured service is idle: under load it has more processes, and they use more memory. A file system
 * in memory that is full is an error at once.
 */
export const FACTORS = { memory: 2, processes: 4, size: 2 } as const

/** The next of 1, 1½, 2, 3, 4, 6, 8, 12 … times the least; so coarse that one run gives the same figure as the next. */
export function roundedUp(value: number, least: number): number {
  let step = least
  while (step < value) {
    if (step * 1.5 >= value && Number.isInteger(step * 1.5)) return step * 1.5
    step *= 2
  }
  return step
}

/** Bytes for bytes. */
export const memoryLimit = (peak: number): number => roundedUp(peak * FACTORS.memory, 16 * MEBIBYTE)
/** Processes and threads for processes and threads. */
export const processLimit = (peak: number): number => roundedUp(peak * FACTORS.processes, 16)
/** Bytes for bytes: the size of a tmpfs. */
export const sizeLimit = (peak: number): number => roundedUp(peak * FACTORS.size, MEBIBYTE)
