/** Reads a lock file: JSON that names the tags, digests and commits that repairs may use. */
import { UsageError } from '../core/errors.ts'
import { type Lock, noLock } from '../core/lock.ts'
import type { Tree } from '../core/tree.ts'

const forms = {
  images: { value: /^sha256:[0-9a-f]{64}$/, what: 'a digest (sha256: and 64 hexadecimal digits)' },
  actions: { value: /^[0-9a-f]{40}$/, what: 'a full commit hash (40 hexadecimal digits)' },
} as const

/** Where a lock is looked for when nobody names one. */
const usualFile = 'drydock.lock.json'

/** The lock at the top of a tree; an empty one where there is none. */
export function lockIn(tree: Tree): Lock {
  const read = tree.read(usualFile)
  return read.ok ? readLock(read.text, usualFile) : noLock
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The lock in `text`: `{ "images": { "nginx": { "1.29.3": "sha256:…" } }, "actions": { "actions/checkout": { "v5.0.0": "<commit>" } } }`.
 * Throws a `UsageError` that names the file and the entry for anything else.
 */
export function readLock(text: string, file: string): Lock {
  const parsed = parse(text, file)
  if (!isRecord(parsed)) throw new UsageError(`${file} must hold an object with images and actions.`)
  const strange = Object.keys(parsed).find((key) => !Object.hasOwn(forms, key))
  if (strange !== undefined)
    throw new UsageError(`${file} has ${JSON.stringify(strange)}, where only images and actions belong.`)
  return { images: section(parsed, 'images', file), actions: section(parsed, 'actions', file) }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is not JSON.`)
  }
}

function section(parsed: Record<string, unknown>, name: keyof typeof forms, file: string): Lock['images'] {
  const entries = parsed[name] ?? {}
  if (!isRecord(entries)) throw new UsageError(`${name} in ${file} must map names to their versions.`)
  return new Map(
    Object.entries(entries).map(([key, versions]) => {
      if (!isRecord(versions)) throw new UsageError(`${key} in ${file} must map versions to ${forms[name].what}.`)
      const checked = Object.entries(versions).map(([version, value]): [string, string] => {
        if (typeof value === 'string' && forms[name].value.test(value)) return [version, value]
        throw new UsageError(`${key} ${version} in ${file} must be ${forms[name].what}.`)
      })
      return [key, new Map(checked)]
    }),
  )
}
