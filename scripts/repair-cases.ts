/** What repairs are tried on: folders of a directory, or the lines of a file of cases; and a lock made up of what they name. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseImageReference } from '../src/core/image-reference.ts'
import type { Lock } from '../src/core/lock.ts'
import type { Report } from '../src/core/report.ts'
import type { Tree } from '../src/core/tree.ts'
import { diskTree } from '../src/trees/disk.ts'
import { memoryTree } from '../src/trees/memory.ts'

export interface Case {
  readonly name: string
  readonly tree: Tree
  /** Where its files are: a directory, or their texts. */
  readonly files: string | Readonly<Record<string, string>>
}

const fileOf: Readonly<Record<string, string>> = { dockerfile: 'Dockerfile', compose: 'compose.yaml' }

/** Each folder of a directory is one case; each line `{ kind, content }` of a `.jsonl` is one file. */
export function casesOf(path: string): readonly Case[] {
  if (statSync(path).isDirectory()) {
    const folders = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return folders.map(({ name }) => ({ name, tree: diskTree(join(path, name)), files: join(path, name) }))
  }
  const seen = new Set<string>()
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, at): readonly Case[] => {
    if (line.trim() === '') return []
    const { kind, content } = JSON.parse(line) as { readonly kind: string; readonly content: string }
    const file = fileOf[kind]
    if (file === undefined || seen.has(content)) return []
    seen.add(content)
    const files = { [file]: content }
    return [{ name: `${path}:${at + 1}`, tree: memoryTree(files), files }]
  })
}

const hash = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length)

/** Exact versions on the line of a tag: what a registry would have for it. */
function exactTags(tag: string): readonly string[] {
  const version = /^(v?)(\d+)(?:\.(\d+))?(?:\.(\d+))?(-.*)?$/.exec(tag)
  if (version) {
    const [, v = '', major, minor = '9', patch = '9', suffix = ''] = version
    return [tag, `${v}${major}.${minor}.${patch}${suffix}`]
  }
  return tag === 'latest' ? [tag, '9.9.9'] : [tag, `9.9.9-${tag}`]
}

/** A lock of versions that nobody released, for every image and action that the files of a report name. */
export function madeUpLock(tree: Tree, { inventory }: Report): Lock {
  const images = new Map<string, ReadonlyMap<string, string>>()
  const actions = new Map<string, ReadonlyMap<string, string>>()
  for (const { reference } of inventory.images) {
    const image = parseImageReference(reference)
    if (!image) continue
    const tags = exactTags(image.tag ?? 'latest').map((tag) => [tag, `sha256:${hash(reference + tag, 64)}`] as const)
    images.set(image.familiarName, new Map([...(images.get(image.familiarName) ?? []), ...tags]))
  }
  for (const file of inventory.workflows) {
    const read = tree.read(file)
    for (const [, name = '', version = ''] of (read.ok ? read.text : '').matchAll(
      /\buses:\s*["']?([\w./-]+)@([\w.-]+)/g,
    )) {
      const commit = [...exactTags(version)].map((one) => [one, hash(name + one, 40)] as const)
      actions.set(name, new Map([...(actions.get(name) ?? []), ...commit]))
    }
  }
  return { images, actions }
}
