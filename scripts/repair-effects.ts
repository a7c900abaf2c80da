/** What repairs did to files: as text, as documents, as Compose models, as a patch. Each check returns sentences on what is wrong. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { structuredPatch } from 'diff'
import { isNode, parse, parseDocument } from 'yaml'
import type { FileEdits } from '../src/core/fix.ts'
import type { PathSegment } from '../src/core/origin.ts'
import { writeFiles } from '../src/fix/write.ts'
import type { FixResult } from '../src/repair.ts'
import { diskTree } from '../src/trees/disk.ts'
import type { Case } from './repair-cases.ts'

const { PATH = '' } = process.env

/** Runs with a directory of its own, which goes when it is done. */
export function inScratch<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'repair-check-'))
  try {
    return work(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** What a repaired text lost of how it was written: its mark, its line breaks, its end. */
export function lost(before: string, after: string): readonly string[] {
  const wrong: string[] = []
  const breaks = (text: string): readonly [number, number] => {
    const all = text.split('\n').length - 1
    const windows = text.split('\r\n').length - 1
    return [windows, all - windows]
  }
  const [windows, others] = breaks(before)
  const [windowsNow, othersNow] = breaks(after)
  if (before.startsWith('\uFEFF') !== after.startsWith('\uFEFF')) wrong.push('the byte order mark changed')
  if (windows > 0 && others === 0 && othersNow > 0) wrong.push('line breaks of Windows were mixed with others')
  if (windows === 0 && windowsNow > 0) wrong.push('line breaks of Windows came in')
  if (before !== '' && /\n$/.test(before) !== /\n$/.test(after)) wrong.push('the end of the file changed')
  return wrong
}

/** Paths at which two documents differ, up to the first difference. */
export function differences(
  a: unknown,
  b: unknown,
  at: readonly PathSegment[] = [],
): readonly (readonly PathSegment[])[] {
  if (isDeepStrictEqual(a, b)) return []
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((one, index) => differences(one, b[index], [...at, index]))
  const [left, right] = [a, b].map((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as Record<string, unknown>) : undefined,
  )
  if (!left || !right) return [at]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differences(left[key], right[key], [...at, key]),
  )
}

const isWithin = (path: readonly PathSegment[], declared: readonly PathSegment[]): boolean =>
  declared.slice(0, path.length).every((segment, at) => String(path[at]) === String(segment))

const read = (text: string): unknown =>
  parse(text, { merge: true, maxAliasCount: 10_000, logLevel: 'silent', uniqueKeys: false })

/** What a document said at a path, and says now. */
interface Change {
  readonly path: readonly PathSegment[]
  readonly values: readonly unknown[]
}

/** Where two texts differ; nowhere where the first cannot be read. */
function changesBetween(before: string, after: string): readonly Change[] {
  let was: unknown
  try {
    was = read(before)
  } catch {
    return []
  }
  const now = read(after)
  return differences(was, now).map((path) => ({ path, values: [was, now].map((whole) => valueAt(whole, path)) }))
}

const valueAt = (whole: unknown, path: readonly PathSegment[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    whole,
  )

const isDocument = (file: string): boolean => /\.(?:ya?ml|json)$/i.test(file)

/** A changed file: its texts, and what all repairs wanted of it. */
export interface Repaired {
  readonly file: string
  readonly before: string
  readonly after: string
  readonly edits: readonly FileEdits[]
}

/** The lines of both texts that a diff shows as changed, from 1. */
function changedLines(
  before: string,
  after: string,
): { readonly was: ReadonlySet<number>; readonly is: ReadonlySet<number> } {
  const [was, is] = [new Set<number>(), new Set<number>()]
  for (const { oldStart, oldLines, newStart, newLines } of structuredPatch('', '', before, after, '', '', {
    context: 0,
  }).hunks) {
    for (let line = 0; line < Math.max(1, oldLines); line++) was.add(oldStart + line)
    for (let line = 0; line < newLines; line++) is.add(newStart + line)
  }
  return { was, is }
}

/** The lines of what is at a path, or of the nearest thing around it. */
function linesAt(text: string, path: readonly PathSegment[]): readonly [number, number] {
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false })
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (!isNode(node) || !node.range) continue
    const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
    return [lineOf(node.range[0]), lineOf(node.range[1])]
  }
  return [1, text.split('\n').length]
}

/** A path as far as a list, whose entries may move and which Compose may read as a map. */
function toList(path: readonly PathSegment[]): readonly PathSegment[] {
  const list = path.findIndex((segment) => typeof segment === 'number')
  return list === -1 ? path : path.slice(0, list)
}

/** Where a document differs, by whether a repair says so: trees by path, as far as a list whose entries may move; words by their lines. */
function spoken({ file, before, after, edits }: Repaired): {
  readonly declared: readonly (readonly PathSegment[])[]
  readonly undeclared: readonly (readonly PathSegment[])[]
} {
  const own = edits.filter((edit) => edit.file === file)
  const trees = own.flatMap((edit) => ('tree' in edit ? edit.tree : []))
  const declared = trees.flatMap(({ path, alsoAt = [] }) => [path, ...alsoAt]).map(toList)
  const hasSpans = own.some((edit) => 'spans' in edit)
  const all = changesBetween(before, after)
  const others = all.filter(({ path }) => !declared.some((one) => isWithin(path, one)))
  const { was, is } = changedLines(before, after)
  const isShown = (text: string, lines: ReadonlySet<number>, path: readonly PathSegment[]): boolean => {
    const [from, to] = linesAt(text, path)
    return [...lines].some((line) => line >= from - 1 && line <= to + 1)
  }
  const shown = all.filter(({ path }) => isShown(before, was, path) || isShown(after, is, path))
  // What an alias or a merge key shares changes wherever it is shared.
  const isSpoken = (one: Change): boolean =>
    shown.includes(one) || shown.some(({ values }) => isDeepStrictEqual(values, one.values))
  const undeclared = others.filter((one) => !hasSpans || !isSpoken(one)).map(({ path }) => path)
  const spokenOf = others.map(({ path }) => path).filter((path) => !undeclared.includes(path))
  return { declared: [...declared, ...spokenOf.map(toList)], undeclared }
}

/** Places of a YAML or JSON document that changed though no repair speaks of them. */
export function undeclared(one: Repaired): readonly string[] {
  if (!isDocument(one.file)) return []
  try {
    return spoken(one).undeclared.map((path) => `${path.join('.')} changed, and no repair says so`)
  } catch (error) {
    return [`it cannot be parsed: ${error instanceof Error ? error.message.split('\n')[0] : error}`]
  }
}

/** The files of a case on the disk, at `directory`. */
function lay({ files }: Case, directory: string): void {
  if (typeof files === 'string') execFileSync('cp', ['-al', files, directory])
  else {
    mkdirSync(directory)
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text)
  }
}

/** Writes the repairs, applies the patch beside it, and loads what Compose loads, before and after. */
export function onDisk(one: Case, result: FixResult, compose: string | undefined): readonly string[] {
  return inScratch((scratch) => {
    const [before, after, patched] = [join(scratch, 'before'), join(scratch, 'after'), join(scratch, 'patched')]
    lay(one, before)
    lay(one, after)
    writeFiles(after, diskTree(after), result.files)
    mkdirSync(patched)
    for (const file of result.files.keys()) {
      if (!existsSync(join(before, file))) continue
      mkdirSync(dirname(join(patched, file)), { recursive: true })
      cpSync(join(before, file), join(patched, file), { verbatimSymlinks: true })
    }
    writeFileSync(join(scratch, 'patch'), result.patch)
    const applied = spawnSync('git', ['apply', '--whitespace=nowarn', join(scratch, 'patch')], {
      cwd: patched,
      encoding: 'utf8',
    })
    const wrong = applied.status === 0 ? [] : [`git does not apply the patch: ${applied.stderr.split('\n')[0]}`]
    for (const [file, text] of result.files) {
      const written = readFileSync(join(after, file))
      if (!written.equals(Buffer.from(text))) wrong.push(`${file}: it was written differently`)
      if (applied.status === 0 && !written.equals(readFileSync(join(patched, file))))
        wrong.push(`${file}: the patch makes something else of it`)
    }
    return compose === undefined ? wrong : [...wrong, ...models(result, before, after, compose)]
  })
}

/** Names that a text demands a value for. */
const demanded = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([A-Za-z_]\w*):?\?/g)].map(([, name]) => name ?? '')

function models(
  { before: report, files, applied }: FixResult,
  before: string,
  after: string,
  compose: string,
): readonly string[] {
  const sets = report.projects.flatMap(({ variants }) => variants.map((variant) => variant.files))
  const alone = [...files.keys()].filter((file) => report.inventory.composeFiles.includes(file)).map((file) => [file])
  const chosen = [...sets, ...alone].filter(
    (set) => set.length > 0 && set.every((file) => report.inventory.composeFiles.includes(file)),
  )
  const unique = [...new Map(chosen.map((set) => [set.join('\n'), set])).values()]
  const edits = applied.flatMap(({ fix }) => fix.edits)
  const declared = [...files].flatMap(([file, text]) =>
    isDocument(file) && existsSync(join(before, file))
      ? spoken({ file, before: readFileSync(join(before, file), 'utf8'), after: text, edits }).declared
      : [],
  )
  const env = [...files.keys()].filter((file) => /env/i.test(file))
  return unique.flatMap((set): readonly string[] => {
    const written = set.flatMap((file) => [join(before, file), join(after, file)])
    const texts = [...written.map((file) => readFileSync(file, 'utf8')), ...files.values()]
    const values = Object.fromEntries(texts.flatMap(demanded).map((name) => [name, '8080']))
    const load = (directory: string): { readonly model: unknown } | { readonly refused: string } => {
      const files = set.flatMap((file) => ['-f', join(directory, file)])
      const ran = spawnSync(compose, ['-p', 'check', ...files, 'config', '--format', 'json'], {
        encoding: 'utf8',
        env: { ...values, HOME: '/home/nobody', PATH },
        maxBuffer: 1 << 28,
      })
      if (ran.status !== 0) return { refused: ran.stderr.trim().split('\n').at(-1) ?? '' }
      return { model: JSON.parse(ran.stdout.replaceAll(directory, '')) as unknown }
    }
    const [was, is] = [load(before), load(after)]
    if ('refused' in was) return []
    if ('refused' in is) return [`${set.join(' + ')}: Compose refuses it now: ${is.refused}`]
    return differences(was.model, is.model)
      .filter((path) => !declared.some((one) => isWithin(path, one)) && !isImplied(path, declared))
      .map(
        (path) =>
          `${set.join(' + ')}: ${path.join('.')} of the model changed, and no repair says so${env.length > 0 ? ` (but ${env.join(', ')} changed)` : ''}`,
      )
  })
}

/** What Compose makes of a change elsewhere: a service in a profile is gone, the default network is there while somebody uses it. */
function isImplied(path: readonly PathSegment[], declared: readonly (readonly PathSegment[])[]): boolean {
  const [section, name, key] = path
  const touches = (service: PathSegment | undefined, keys: readonly string[]): boolean =>
    declared.some(
      (one) => one[0] === 'services' && (service === undefined || one[1] === service) && keys.includes(String(one[2])),
    )
  if (section === 'networks' && name === 'default') return touches(undefined, ['networks', 'profiles', 'network_mode'])
  if (section === 'services' && key === undefined) return touches(name, ['profiles'])
  if (section !== 'services') return touches(undefined, ['profiles'])
  return false
}
