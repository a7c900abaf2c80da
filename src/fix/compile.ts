/** Turns the edits of fixes into changes of files, by the format of each. */
import { applyTextEdits, type SpanEdit, type TextEdit, type TreeEdit } from '../core/edit.ts'
import type { FileEdits, Fix } from '../core/fix.ts'
import type { PathSegment } from '../core/origin.ts'
import { type ChangesFor, changesOf, type Edited, editedInTurn, piecewise } from '../core/piecewise.ts'
import { compileSpans } from '../core/span-edits.ts'
import { nameOf, type Tree } from '../core/tree.ts'
import { composeOrder } from '../formats/compose/key-order.ts'
import { changesInIgnore } from '../formats/dockerignore/edit-ignore.ts'
import { changesInEnv } from '../formats/env/edit-env.ts'
import { changesInJson } from '../formats/json/edit-json.ts'
import { changesInNginx } from '../formats/nginx/edit-nginx.ts'
import { changesInYaml } from '../formats/yaml/edit/edit-yaml.ts'

/** What becomes of one file: changes of its text, or all of a new one. */
export type FileChange =
  | { readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly file: string; readonly create: string }

/** What all edits of a fix come to, or the first reason why one of them cannot be made. */
export type Changes =
  | { readonly ok: true; readonly files: readonly FileChange[] }
  | { readonly ok: false; readonly because: string }

/** How edits change a file that was read as `text`, for formats that are trees. */
function treeCompiler(file: string, text: string): ChangesFor | undefined {
  const name = nameOf(file)
  if (/\.ya?ml$/i.test(name)) return changesInYaml(text, composeOrder)
  if (/\.json$/i.test(name)) return changesInJson
  if (/(?:^|\.)(?:docker|git)ignore$/.test(name)) return changesInIgnore
  if (/(?:^|\.)env(?:\.|$)/.test(name)) return changesInEnv
  if (/\.conf(?:\.template)?$/i.test(name)) return changesInNginx
  return undefined
}

/** The edits of one document, each of which says so itself. */
const placed = ({ tree, within }: Extract<FileEdits, { readonly tree: readonly TreeEdit[] }>): readonly TreeEdit[] =>
  within === undefined ? tree : tree.map((edit) => ({ ...edit, within }))

/** A file with the edits that were put together so far: of a tree, in the order given; of words, where they stand; or all of it, where it is new. */
type Draft =
  | { readonly is: 'tree'; readonly length: number; readonly edited: Edited; readonly changesFor: ChangesFor }
  | {
      readonly is: 'words'
      readonly text: string
      readonly spans: readonly SpanEdit[]
      readonly edits: readonly TextEdit[]
    }
  | { readonly is: 'new'; readonly text: string }

/** An entry of a list that a fix takes out: it moves those behind it, which another fix knows by their old place. */
interface Gap {
  readonly file: string
  readonly list: readonly PathSegment[]
  readonly index: number
}

/** Fixes that stand beside each other. */
export interface Together {
  readonly drafts: ReadonlyMap<string, Draft>
  readonly gaps: readonly Gap[]
}

export const nothingYet: Together = { drafts: new Map(), gaps: [] }

/** Entries that a fix takes out of lists; or the file in which it counts on a place of a list that a fix before it moves. */
function gapsOf({ edits }: Pick<Fix, 'edits'>, gaps: readonly Gap[]): readonly Gap[] | string {
  const trees = edits.flatMap((edit) =>
    'tree' in edit ? edit.tree.map(({ do: deed, path }) => ({ file: edit.file, deed, path })) : [],
  )
  const moved = trees.find(({ file, path }) => gaps.some((gap) => gap.file === file && isBehind(path, gap)))
  if (moved) return moved.file
  return trees.flatMap(({ file, deed, path }): readonly Gap[] => {
    const index = path.at(-1)
    return deed === 'remove' && typeof index === 'number' ? [{ file, list: path.slice(0, -1), index }] : []
  })
}

function isBehind(path: readonly PathSegment[], { list, index }: Gap): boolean {
  const at = path[list.length]
  return typeof at === 'number' && at >= index && list.every((segment, level) => path[level] === segment)
}

/** One more fix beside others, all of its edits against the tree as it is; or the reason why it cannot stand beside them. */
export function beside(tree: Tree, { drafts, gaps }: Together, fix: Pick<Fix, 'edits'>): Together | string {
  const more = gapsOf(fix, gaps)
  if (typeof more === 'string') return `${more}: two fixes change the same list`
  const next = new Map(drafts)
  for (const edit of fix.edits) {
    // A link that points at a file is another name of it: it stays one.
    const file = tree.entry(edit.file)?.target ?? edit.file
    const draft = drafted(tree, next.get(file), edit)
    if (typeof draft === 'string') return `${edit.file}: ${draft}`
    next.set(file, draft)
  }
  return { drafts: next, gaps: [...gaps, ...more] }
}

function drafted(tree: Tree, draft: Draft | undefined, edit: FileEdits): Draft | string {
  if ('create' in edit) {
    if (draft && (draft.is !== 'new' || draft.text !== edit.create)) return 'two fixes write it in different ways'
    return tree.entry(edit.file) === undefined ? { is: 'new', text: edit.create } : 'it is there already'
  }
  if (draft?.is === 'new') return 'two fixes write it in different ways'
  const begun = draft ?? begin(tree, edit)
  if (typeof begun === 'string') return begun
  if ('tree' in edit && begun.is === 'tree') {
    const edited = editedInTurn(begun.edited, placed(edit), begun.changesFor)
    return typeof edited === 'string' ? edited : { ...begun, edited }
  }
  if ('tree' in edit || begun.is === 'tree') return 'two fixes change it in different ways'
  const spans = [...begun.spans, ...edit.spans]
  const compiled = compileSpans(begun.text, spans)
  return compiled.ok ? { ...begun, spans, edits: compiled.edits } : compiled.because
}

/** A file before its first edit. */
function begin(tree: Tree, edit: FileEdits): Exclude<Draft, { is: 'new' }> | string {
  const read = tree.read(edit.file)
  if (!read.ok) return `it cannot be read (${read.detail})`
  if (!read.utf8) return 'it is not UTF-8, and is never changed'
  const { text } = read
  if ('spans' in edit) return { is: 'words', text, spans: [], edits: [] }
  const changesFor = treeCompiler(edit.file, text)
  if (changesFor === undefined) return 'its format is not one that can be changed'
  return { is: 'tree', length: text.length, edited: piecewise(text), changesFor }
}

/** What fixes that stand beside each other come to. */
export function changesBy({ drafts }: Together): readonly FileChange[] {
  return [...drafts].flatMap(([file, draft]): readonly FileChange[] => {
    if (draft.is === 'new') return [{ file, create: draft.text }]
    const edits = draft.is === 'tree' ? changesOf(draft.edited, draft.length) : draft.edits
    return edits.length > 0 ? [{ file, edits }] : []
  })
}

/** Compiles fixes together, against the tree as it is: all of their edits, or the reason why they cannot stand beside each other. */
export function compileFixes(tree: Tree, fixes: readonly Pick<Fix, 'edits'>[]): Changes {
  let together = nothingYet
  for (const fix of fixes) {
    const next = beside(tree, together, fix)
    if (typeof next === 'string') return { ok: false, because: next }
    together = next
  }
  return { ok: true, files: changesBy(together) }
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
