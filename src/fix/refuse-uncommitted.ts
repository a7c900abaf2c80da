/** Keeps repairs from being mixed with somebody's unfinished work. */
import { UsageError } from '../core/errors.ts'
import type { Tree } from '../core/tree.ts'
import { uncommitted } from './write.ts'

/** Files that are named; the others are counted. */
const shown = 3

/** Throws a `UsageError` where tracked ones of these files have changes that are not committed. */
export function refuseUncommitted(directory: string, base: Tree, files: Iterable<string>): void {
  const changed = uncommitted(directory, base, files)
  if (changed.length === 0) return
  const more = changed.length > shown ? ` and ${changed.length - shown} more` : ''
  throw new UsageError(
    `${changed.slice(0, shown).join(', ')}${more} ${changed.length === 1 ? 'has' : 'have'} changes that are not committed.`,
    'Commit or stash them first, or write over them with --force.',
  )
}
