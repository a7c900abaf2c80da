/** Git's tree objects: one folder's entries. */
import type { EntryKind } from '../../core/tree.ts'

export interface TreeEntry {
  readonly kind: EntryKind
  readonly mode: number
  /** `undefined` for a submodule, whose files another repository holds. */
  readonly hash: string | undefined
}

/** The entries by name; what follows a broken one is left out, and so are names that are no names of files. */
export function parseTreeObject(bytes: Buffer): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const nul = space === -1 ? -1 : bytes.indexOf(0, space)
    if (nul === -1 || nul + 21 > bytes.length || space - at > 7) break
    const mode = Number.parseInt(bytes.toString('latin1', at, space), 8)
    const name = bytes.toString('utf8', space + 1, nul)
    const hash = bytes.toString('hex', nul + 1, nul + 21)
    const entry = entryOf(mode, hash)
    if (entry && name !== '' && name !== '.' && name !== '..' && !name.includes('/')) entries.set(name, entry)
    at = nul + 21
  }
  return entries
}

function entryOf(mode: number, hash: string): TreeEntry | undefined {
  switch (mode & 0o170000) {
    case 0o040000:
      return { kind: 'directory', mode: 0o755, hash }
    case 0o100000:
      return { kind: 'file', mode: (mode & 0o111) === 0 ? 0o644 : 0o755, hash }
    case 0o120000:
      return { kind: 'link', mode: 0o777, hash }
    case 0o160000:
      return { kind: 'directory', mode: 0o755, hash: undefined }
    default:
      return undefined
  }
}
