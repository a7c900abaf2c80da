/** A tree with edits over it: repaired files and unsaved editor text, without touching what lies below. */
import type { Entry, ReadResult, Tree } from '../core/tree.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { ignoreLookup } from './gitignore.ts'

/** A path's new text, or `null` where the file is deleted. */
export type TreeEdits = ReadonlyMap<string, string | null>

/** `base` as it would be after the edits. A new file is untracked; a changed one stays what it was. */
export function overlayTree(base: Tree, edits: TreeEdits): Tree {
  const added = addedNames(edits)
  const deletedFrom = new Set([...edits].flatMap(([path, text]) => (text === null ? [directoryOf(path)] : [])))
  const ignoresChanged = [...edits.keys()].some((path) => nameOf(path) === '.gitignore')
  const isIgnored = ignoreLookup({
    gitignore: (directory) => {
      const result = read(directory === '' ? '.gitignore' : `${directory}/.gitignore`)
      return result.ok ? result.text : undefined
    },
  })

  function list(directory: string): readonly string[] {
    const below = base.list(directory)
    const above = added.get(directory)
    if (above === undefined && !deletedFrom.has(directory)) return below
    const path = (name: string): string => (directory === '' ? name : `${directory}/${name}`)
    return [...new Set([...below, ...(above ?? [])])].filter((name) => edits.get(path(name)) !== null).sort()
  }

  function entry(path: string): Entry | undefined {
    const text = edits.get(path)
    if (text === null) return undefined
    const below = base.entry(path)
    const kind = text !== undefined ? 'file' : added.has(path) ? 'directory' : below?.kind
    if (kind === undefined || (below && text === undefined && kind === below.kind && !ignoresChanged)) return below
    const outside = below === undefined && base.entry('')?.tracked === 'unknown'
    const tracked = below?.tracked ?? (outside ? 'unknown' : false)
    return {
      kind,
      mode: below?.mode ?? (kind === 'file' ? 0o644 : 0o755),
      size: text === undefined ? (below?.size ?? 0) : Buffer.byteLength(text, 'utf8'),
      tracked,
      get ignored() {
        if (below && !ignoresChanged) return below.ignored
        return tracked !== true && isIgnored(path, kind === 'directory')
      },
    }
  }

  function read(path: string): ReadResult {
    const text = edits.has(path) ? edits.get(path) : edits.get(base.entry(path)?.target ?? path)
    if (text === null) return { ok: false, reason: 'missing', detail: 'the file is deleted' }
    return text === undefined ? base.read(path) : { ok: true, text, utf8: true }
  }

  const ignores = (path: string): boolean => (ignoresChanged ? isIgnored(path, false) : base.ignores(path))
  return { name: base.name, folder: base.folder, list, entry, read, ignores, repository: () => base.repository() }
}

/** For each directory the names that edits put into it. */
function addedNames(edits: TreeEdits): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const [path, text] of edits) {
    if (text === null) continue
    for (let at = path; at !== ''; at = directoryOf(at)) {
      const parent = directoryOf(at)
      names.set(parent, (names.get(parent) ?? new Set()).add(nameOf(at)))
    }
  }
  return names
}
