/** Whether git has what a file holds, as far as the tree tells. */

/** `open`: there is no repository to ask, and no `.gitignore` line would keep the file out of one. */
export type Commitment = 'tracked' | 'open' | 'none'

export function commitmentOf(tracked: boolean | 'unknown', ignored: boolean): Commitment {
  if (tracked === true) return 'tracked'
  return tracked === 'unknown' && !ignored ? 'open' : 'none'
}

/** How a message speaks of it. */
export const commitmentWords: Record<Exclude<Commitment, 'none'>, string> = {
  tracked: 'which git tracks',
  open: 'which no .gitignore line keeps out of the repository',
}
