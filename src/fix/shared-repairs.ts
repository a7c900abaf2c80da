/** Joins the repairs of services that share a value by an anchor: what all of them need is changed once, where it is written. */
import { isDeepStrictEqual } from 'node:util'
import type { TreeEdit } from '../core/edit.ts'
import { type FileEdits, type Fix, isFix, type Repair } from '../core/fix.ts'
import type { Report } from '../core/report.ts'
import type { Tree } from '../core/tree.ts'
import { sharersOf } from '../formats/yaml/edit/edit-yaml.ts'
import { compileFixes } from './compile.ts'

type TreeEdits = Extract<FileEdits, { readonly tree: readonly TreeEdit[] }>
type Path = TreeEdit['path']

/** The text of a YAML file with aliases, in which alone anything is shared. */
function sharing(tree: Tree, file: string): string | undefined {
  if (!/\.ya?ml$/i.test(file)) return undefined
  const read = tree.read(file)
  return read.ok && read.utf8 && /[\s[{,]\*[\w.-]/.test(read.text) ? read.text : undefined
}

const treesOf = ({ edits }: Fix): readonly TreeEdits[] => edits.flatMap((edit) => ('tree' in edit ? [edit] : []))

/** The repairs by place, those joined that cannot be made one by one; a joined one is the same object for all its places. */
export function joinedRepairs(
  { findings }: Pick<Report, 'findings'>,
  repairs: ReadonlyMap<string, Repair>,
  tree: Tree,
): ReadonlyMap<string, Repair> {
  const joined = new Map(repairs)
  for (const { places } of findings) {
    const open = places.flatMap(({ id, accepted }): readonly Member[] => {
      const repair = accepted ? undefined : repairs.get(id)
      const isShared = repair && isFix(repair) && treesOf(repair).some(({ file }) => sharing(tree, file) !== undefined)
      return isShared ? [{ id, fix: repair }] : []
    })
    const left = new Set(open.filter(({ fix }) => !compileFixes(tree, [fix]).ok))
    for (const first of left) {
      const members = membersFor(first.fix, [...left], tree)
      const fix = members && members.length > 1 ? joinedOf(members, tree) : undefined
      if (members === undefined || fix === undefined || !compileFixes(tree, [fix]).ok) continue
      for (const member of members) {
        joined.set(member.id, fix)
        left.delete(member)
      }
    }
  }
  return joined
}

interface Member {
  readonly id: string
  readonly fix: Fix
}

/** A fix with those that do the same to everything that shares what it changes; undefined where something shares it and needs no repair. */
function membersFor(fix: Fix, all: readonly Member[], tree: Tree): readonly Member[] | undefined {
  const found = new Set(all.filter((one) => one.fix === fix))
  for (const { file, tree: edits } of treesOf(fix)) {
    const text = sharing(tree, file)
    for (const edit of text === undefined ? [] : edits) {
      for (const path of sharersOf(text ?? '', edit) ?? []) {
        const member = all.find((one) => makes(one.fix, file, { ...edit, path }))
        if (member === undefined) return undefined
        found.add(member)
      }
    }
  }
  return [...found]
}

const makes = (fix: Fix, file: string, edit: TreeEdit): boolean =>
  treesOf(fix).some((one) => one.file === file && one.tree.some((other) => isDeepStrictEqual(other, edit)))

/** One fix in place of several: what is shared is changed once, and the rest for each of them. */
function joinedOf(members: readonly Member[], tree: Tree): Fix | undefined {
  const [first] = members
  if (first === undefined) return undefined
  const done: { readonly file: string; readonly path: Path }[] = []
  const edits = members.flatMap(({ fix }) =>
    fix.edits.map((part): FileEdits => {
      const text = 'tree' in part ? sharing(tree, part.file) : undefined
      if (!('tree' in part) || text === undefined) return part
      const { file } = part
      const own = part.tree.flatMap((edit): readonly TreeEdit[] => {
        if (done.some((one) => isDeepStrictEqual(one, { file, path: edit.path }))) return []
        const sharers = sharersOf(text, edit)
        if (sharers === undefined) return [edit]
        done.push(...sharers.map((path) => ({ file, path })))
        return [{ ...edit, alsoAt: sharers }]
      })
      return { ...part, tree: own }
    }),
  )
  const { title, placement } = first.fix
  const others = members.length === 2 ? 'one other that shares it' : `${members.length - 1} others that share it`
  return {
    ...first.fix,
    title: `${title}, and the same for ${others}`,
    placement: placement ?? 'it is written once for all of them, and all of them need it',
    edits,
  }
}
