/** Writes `examples/finansecure-hardened`: what `drydock fix --apply --guarded` makes of `examples/finansecure`. */
import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fix, writeRepairs } from '../src/index.ts'
import { root } from './rule-folders.ts'

/** What a developer's machine has beside the example's own files. */
const foreign = new Set(['node_modules', 'dist', '.env'])

const from = join(root, 'examples/finansecure')
const to = join(root, 'examples/finansecure-hardened')
rmSync(to, { recursive: true, force: true })
cpSync(from, to, { recursive: true, filter: (path) => !foreign.has(basename(path)) })
const result = await fix(to, { guarded: true })
await writeRepairs(to, result, true)
const [before, after] = [result.before.score?.overall, result.after.score?.overall]
console.log(`${result.files.size} files are repaired: ${before} → ${after}`)
