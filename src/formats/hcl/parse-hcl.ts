/** Parses HCL (Terraform, bake files) into blocks, attributes and expressions that know their place. */
import type { Located } from '../../core/known.ts'
import type { Problem } from '../../core/node.ts'
import { type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { parseHclJson } from './json-body.ts'
import type { HclParser } from './load-parser.ts'
import type { RawNode } from './raw-node.ts'
import { readExpression } from './read-expression.ts'
import type { HclAttribute, HclBlock, HclBody, HclDocument } from './syntax.ts'

const mostProblems = 20

/** Larger files are data that a program wrote. */
const largest = 512 * 1024

/** Reads a file in either form of HCL; `undefined` where the grammar that its form needs is not loaded. */
export const readHcl = (source: SourceText, parser: HclParser | undefined): HclDocument | undefined =>
  source.file.endsWith('.json') ? parseHclJson(source) : parser && parseHcl(source, parser)

/** Parses a file. What the grammar cannot read is a located problem, and the blocks around it are read all the same. */
export function parseHcl(source: SourceText, parser: HclParser): HclDocument {
  const whole = span(source.file, [], 0, source.text.length)
  const failed = (message: string): HclDocument => ({
    source,
    body: { attributes: [], blocks: [], origin: whole },
    problems: [{ message, origin: span(source.file, [], 0, Math.min(1, source.text.length)) }],
  })
  if (source.text.length > largest) return failed('The file is too large to be read as HCL')
  // A byte order mark is no HCL; a space in its place keeps all offsets.
  const text = source.text.replace(/^\uFEFF/, ' ')
  const root = parser(text)
  if (root === undefined) return failed('Reading the file as HCL takes too long')
  return {
    source,
    body: { ...readBody(root.children, { file: source.file, text, path: [] }), origin: whole },
    problems: problemsIn(root, source),
  }
}

interface Place {
  readonly file: string
  readonly text: string
  readonly path: readonly PathSegment[]
}

/** What stands in a body; inside what is broken, whole attributes and blocks are still read. */
function readBody(nodes: readonly RawNode[], place: Place): Omit<HclBody, 'origin'> {
  const attributes: HclAttribute[] = []
  const blocks: HclBlock[] = []
  const counts = new Map<string, number>()
  const take = (node: RawNode): void => {
    if (node.type === 'body' || node.type === 'ERROR') for (const child of node.children) take(child)
    else if (node.type === 'attribute') attributes.push(...readAttribute(node, place))
    else if (node.type === 'block') {
      const type = place.text.slice(node.start, node.children[0]?.end ?? node.start)
      const count = counts.get(type) ?? 0
      counts.set(type, count + 1)
      blocks.push(readBlock(node, type, count, place))
    }
  }
  for (const node of nodes) take(node)
  return { attributes, blocks }
}

function readAttribute(node: RawNode, place: Place): readonly HclAttribute[] {
  const name = node.children.find(({ type }) => type === 'identifier')
  const value = node.children.find(({ type }) => type === 'expression')
  if (name === undefined || value === undefined) return []
  const text = place.text.slice(name.start, name.end)
  const path = [...place.path, text]
  return [
    {
      name: text,
      nameOrigin: span(place.file, path, name.start, name.end),
      value: readExpression(value, { ...place, path }),
      origin: span(place.file, path, node.start, node.end),
    },
  ]
}

/** A block is found by its labels, or by its number where it has none. */
function readBlock(node: RawNode, type: string, count: number, place: Place): HclBlock {
  const head = node.children.filter((child) => child.type === 'string_lit' || child.type === 'identifier')
  const labels = head.slice(1).map((label): Located<string> => {
    const text = place.text.slice(label.start, label.end)
    return {
      value: text.replace(/^"(.*)"$/s, '$1'),
      origin: span(place.file, place.path, label.start, label.end),
    }
  })
  const path = [...place.path, type, ...(labels.length > 0 ? labels.map(({ value }) => value) : [count])]
  const origin: SpanOrigin = span(place.file, path, node.start, node.end)
  return {
    type,
    labels,
    headOrigin: span(place.file, path, node.start, head.at(-1)?.end ?? node.end),
    body: {
      ...readBody(
        node.children.filter((child) => child.type === 'body' || child.type === 'ERROR'),
        { ...place, path },
      ),
      origin,
    },
    origin,
  }
}

function problemsIn(root: RawNode, source: SourceText): readonly Problem[] {
  const problems: Problem[] = []
  const open = [root]
  for (let node = open.pop(); node !== undefined && problems.length < mostProblems; node = open.pop()) {
    if (node.missing) {
      problems.push({
        message: `${/^[a-z_]+$/.test(node.type) ? node.type.replaceAll('_', ' ') : `\`${node.type}\``} is missing here`,
        origin: span(source.file, [], node.start, Math.max(node.end, Math.min(node.start + 1, source.text.length))),
      })
    } else if (node.type === 'ERROR') {
      const line = source.text.indexOf('\n', node.start)
      const end = Math.min(node.end, line === -1 ? node.end : line)
      problems.push({
        message: 'This cannot be read as HCL',
        origin: span(source.file, [], node.start, Math.max(end, Math.min(node.start + 1, source.text.length))),
      })
    }
    for (const child of node.children.toReversed()) open.push(child)
  }
  return problems
}
