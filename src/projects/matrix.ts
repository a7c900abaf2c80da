/** A workflow job's matrix: the texts that a step's text stands for once its values are filled in. */
import { entryOf, type MapEntry, type Node, nodeAt, textOf } from '../core/node.ts'

/** A matrix with more combinations is followed no further. */
const MOST_ROWS = 64

const EXPRESSION = /\$\{\{\s*matrix((?:\.[A-Za-z0-9_-]+)+)\s*\}\}/g

type Row = ReadonlyMap<string, Node>

const entriesOf = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])
const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : [])

/** The combinations of a job's matrix, those of `include` after the others. Nothing is excluded: what is left out runs elsewhere. */
export function matrixRows(job: Node): readonly Row[] {
  const matrix = nodeAt(job, 'strategy', 'matrix')
  const axes = entriesOf(matrix).filter(({ key }) => key !== 'include' && key !== 'exclude')
  let rows: readonly Row[] = axes.length === 0 ? [] : [new Map()]
  for (const { key, value } of axes) {
    rows = rows
      .flatMap((row) => itemsOf(value).map((item) => new Map([...row, [key, item] as const])))
      .slice(0, MOST_ROWS)
  }
  const included = itemsOf(nodeAt(matrix, 'include')).map(
    (item) => new Map(entriesOf(item).map((one) => [one.key, one.value])),
  )
  return [...rows, ...included].slice(0, MOST_ROWS)
}

/** Every text that `text` stands for; the text itself where the matrix says nothing about it. */
export function overMatrix(text: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0 || !text.includes('matrix')) return [text]
  return [...new Set(rows.map((row) => filled(text, row)))]
}

const filled = (text: string, row: Row): string =>
  text.replace(EXPRESSION, (whole, path: string) => {
    const [key = '', ...rest] = path.slice(1).split('.')
    let node = row.get(key)
    for (const name of rest) node = entryOf(node, name)?.value
    return textOf(node) ?? whole
  })
