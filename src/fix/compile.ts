/** Turns the edits of fixes into changes of files, by the format of each. */
import { applyTextEdits, type Compiled, type SpanEdit, type TextEdit, type TreeEdit } from '../core/edit.ts'
import type { FileEdits, Fix } from '../core/fix.ts'
import type { PathSegment } from '../core/origin.ts'
import { compileSpans } from '../core/span-edits.ts'
import { nameOf, type Tree } from '../core/tree.ts'
import { editIgnore } from '../formats/dockerignore/edit-ignore.ts'
import { editEnv } from '../formats/env/edit-env.ts'
import { editJson } from '../formats/json/edit-json.ts'
import { editNginx } from '../formats/nginx/edit-nginx.ts'
import { editYaml } from '../formats/yaml/edit/edit-yaml.ts'

/** What becomes of one file: changes of its text, or all of a new one. */
export type FileChange =
  | { readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly file: string; readonly create: string }

/** What all edits of a fix come to, or the first reason why one of them cannot be made. */
export type Changes =
  | { readonly ok: true; readonly files: readonly FileChange[] }
  | { readonly ok: false; readonly because: string }

/** The compiler of a file's format, for formats that are trees. */
function treeCompiler(file: string): ((text: string, edits: readonly TreeEdit[]) => Compiled) | undefined {
  const name = nameOf(file)
  if (/\.ya?ml$/i.test(name)) return editYaml
  if (/\.json$/i.test(name)) return editJson
  if (/(?:^|\.)(?:docker|git)ignore$/.test(name)) return editIgnore
  if (/(?:^|\.)env(?:\.|$)/.test(name)) return editEnv
  if (/\.conf(?:\.template)?$/i.test(name)) return editNginx
  return undefined
}

/** The fixes' edits of one file, gathered: trees are edited in the order given, words where they stand. */
interface Gathered {
  readonly tree: readonly TreeEdit[]
  readonly spans: readonly SpanEdit[]
  readonly create: readonly string[]
}

function gathered(edits: readonly FileEdits[]): ReadonlyMap<string, Gathered> {
  const files = new Map<string, Gathered>()
  for (const edit of edits) {
    const own = files.get(edit.file) ?? { tree: [], spans: [], create: [] }
    if ('tree' in edit) files.set(edit.file, { ...own, tree: [...own.tree, ...placed(edit)] })
    else if ('spans' in edit) files.set(edit.file, { ...own, spans: [...own.spans, ...edit.spans] })
    else files.set(edit.file, { ...own, create: [...own.create, edit.create] })
  }
  return files
}

/** The edits of one document, each of which says so itself. */
const placed = ({ tree, within }: Extract<FileEdits, { readonly tree: readonly TreeEdit[] }>): readonly TreeEdit[] =>
  within === undefined ? tree : tree.map((edit) => ({ ...edit, within }))

/** An entry of a list that a fix takes out: it moves those behind it, which another fix knows by their old place. */
interface Gap {
  readonly file: string
  readonly list: readonly PathSegment[]
  readonly index: number
}

/** The file in which a fix counts on a place of a list that a fix before it moves; undefined where none does. */
function movedBySome(fixes: readonly Pick<Fix, 'edits'>[]): string | undefined {
  const gaps: Gap[] = []
  for (const { edits } of fixes) {
    const trees = edits.flatMap((edit) =>
      'tree' in edit ? edit.tree.map(({ do: deed, path }) => ({ file: edit.file, deed, path })) : [],
    )
    const moved = trees.find(({ file, path }) => gaps.some((gap) => gap.file === file && isBehind(path, gap)))
    if (moved) return moved.file
    for (const { file, deed, path } of trees) {
      const index = path.at(-1)
      if (deed === 'remove' && typeof index === 'number') gaps.push({ file, list: path.slice(0, -1), index })
    }
  }
  return undefined
}

function isBehind(path: readonly PathSegment[], { list, index }: Gap): boolean {
  const at = path[list.length]
  return typeof at === 'number' && at >= index && list.every((segment, level) => path[level] === segment)
}

/** Compiles fixes together, against the tree as it is: all of their edits, or the reason why they cannot stand beside each other. */
export function compileFixes(tree: Tree, fixes: readonly Pick<Fix, 'edits'>[]): Changes {
  const moved = movedBySome(fixes)
  if (moved !== undefined) return { ok: false, because: `${moved}: two fixes change the same list` }
  const files: FileChange[] = []
  for (const [file, edits] of gathered(fixes.flatMap((fix) => fix.edits))) {
    const change = compileFile(tree, file, edits)
    if (typeof change === 'string') return { ok: false, because: `${file}: ${change}` }
    if (!('edits' in change) || change.edits.length > 0) files.push(change)
  }
  return { ok: true, files }
}

function compileFile(tree: Tree, file: string, { tree: edits, spans, create }: Gathered): FileChange | string {
  const [text, ...more] = create
  if (text !== undefined) {
    const same = more.every((other) => other === text)
    if (!same || edits.length > 0 || spans.length > 0) return 'two fixes write it in different ways'
    return tree.entry(file) === undefined ? { file, create: text } : 'it is there already'
  }
  const read = tree.read(file)
  if (!read.ok) return `it cannot be read (${read.detail})`
  if (!read.utf8) return 'it is not UTF-8, and is never changed'
  if (edits.length > 0 && spans.length > 0) return 'two fixes change it in different ways'
  const compiled = spans.length > 0 ? compileSpans(read.text, spans) : treeCompiler(file)?.(read.text, edits)
  if (compiled === undefined) return 'its format is not one that can be changed'
  return compiled.ok ? { file, edits: compiled.edits } : compiled.because
}

/** The texts of changed files once the changes of the tree are made, by file. */
export function textsAfter(tree: Tree, changes: readonly FileChange[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const change of changes) {
    const read = tree.read(change.file)
    if ('create' in change) texts.set(change.file, change.create)
    else if (read.ok) texts.set(change.file, applyTextEdits(read.text, change.edits))
  }
  return texts
}
