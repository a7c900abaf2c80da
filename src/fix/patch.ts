/** Changed files as a unified diff that `git apply` and `patch -p1` take. */
import { createTwoFilesPatch } from 'diff'
import type { Tree } from '../core/tree.ts'

/** The diff of every file, in path order; `files` holds the new texts, `base` is the tree as it was. */
export function patchOf(base: Tree, files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, text]) => filePatch(base, file, text))
    .join('')
}

function filePatch(base: Tree, file: string, text: string): string {
  const read = base.read(file)
  const [from, to] = [`a/${file}`, `b/${file}`]
  const header = read.ok ? [`diff --git ${from} ${to}`] : [`diff --git ${from} ${to}`, 'new file mode 100644']
  const body = createTwoFilesPatch(read.ok ? from : '/dev/null', to, read.ok ? read.text : '', text, '', '', {
    context: 3,
  })
  // The library begins with a line of its own, and ends names with a tab.
  const lines = body.split('\n').filter((line) => !line.startsWith('====='))
  return [...header, ...lines.map((line) => (/^(?:---|\+\+\+) /.test(line) ? line.trimEnd() : line))].join('\n')
}
