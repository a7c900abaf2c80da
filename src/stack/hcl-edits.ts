/** Repairs of cloud resources in their files of HCL: a literal that is replaced, an attribute or a block that is added. */
import type { FileEdits, Fix, Refusal, Repair } from '../core/fix.ts'
import { lineEnd, lineStart } from '../core/lines.ts'
import type { Origin } from '../core/origin.ts'
import type { Expression, HclBlock } from '../formats/hcl/syntax.ts'
import type { CloudResource } from './infrastructure/model.ts'
import { attribute } from './infrastructure/module-scope.ts'

type Deed = Pick<Fix, 'title' | 'safety' | 'effect'>

/** Gives an attribute of a resource a value, in the words of HCL (`"IMMUTABLE"`, `true`); refused where it is computed. */
export function setAttribute(resource: CloudResource, name: string, words: string, deed: Deed): Repair {
  const { block, address } = resource
  const { file } = block.origin
  if (file.endsWith('.json')) return { refused: `${address} is written as JSON`, supply: `its ${name}` }
  const edit = attributeSet(resource, block, name, words)
  return 'refused' in edit ? edit : { ...deed, edits: [edit] }
}

function attributeSet(resource: CloudResource, block: HclBlock, name: string, words: string): FileEdits | Refusal {
  const { address } = resource
  const { file } = block.origin
  const there = attribute(block, name)
  if (there !== undefined) {
    if (!isLiteral(there)) return computed(address, name)
    const { start, end } = there.origin
    return { file: there.origin.file, spans: [{ do: 'replace', start, end, text: words }] }
  }
  const last = block.body.attributes.at(-1)
  if (last === undefined) return { refused: `${address} has no attributes to put it beside`, supply: `its ${name}` }
  const { start, end } = last.origin
  if (!standsAlone(resource, start, end)) return inOneLine(address, name)
  // Lines without a blank one between them have their equals signs below each other: `terraform fmt` moves them otherwise.
  const column = last.value.origin.start - last.nameOrigin.start - ' = '.length
  const fits = name.length <= column
  const line = `${name}${' '.repeat(fits ? column - name.length : 0)} = ${words}`
  return { file, spans: [{ do: 'insert', where: 'after', start, end, lines: fits ? [line] : ['', line] }] }
}

/** Whether nothing else than a comment stands on the lines of a part: a line can be put behind it. */
function standsAlone({ infrastructure, block }: CloudResource, start: number, end: number): boolean {
  const text = infrastructure.text(block.origin.file) ?? ''
  const behind = text.slice(end, lineEnd(text, end))
  return text.slice(lineStart(text, start), start).trim() === '' && /^\s*(?:#.*|\/\/.*)?$/.test(behind)
}

const inOneLine = (address: string, name: string): Refusal => ({
  refused: `${address} is written in one line`,
  supply: `its ${name}`,
})

/** Attributes that people keep at the end. */
const endings = new Set(['tags', 'tags_all', 'depends_on'])

/**
 * Gives nested blocks of a type attributes, in the words of HCL: in the block that is there, else (or where there may be several) in one
 * of its own behind everything else.
 */
export function setBlock(
  resource: CloudResource,
  type: string,
  attributes: Readonly<Record<string, string>>,
  deed: Deed,
  several = false,
): Repair {
  const { block, address } = resource
  const { file } = block.origin
  const { blocks } = block.body
  const isComputed = blocks.some((one) => one.type === 'dynamic' && one.labels.some(({ value }) => value === type))
  if (file.endsWith('.json') || isComputed || attribute(block, type) !== undefined)
    return { refused: `${type} of ${address} is not written as a block`, supply: `its ${type}` }
  const own = several ? undefined : blocks.find((one) => one.type === type)
  const entries = Object.entries(attributes)
  if (own) {
    const edits = entries.map(([name, words]) => attributeSet(resource, own, name, words))
    const refusal = edits.find((edit) => 'refused' in edit)
    return refusal ?? { ...deed, edits: edits as readonly FileEdits[] }
  }
  const parts = [...block.body.attributes, ...blocks].toSorted((a, b) => a.origin.start - b.origin.start)
  const last = parts.findLast((part) => !('name' in part && endings.has(part.name))) ?? parts.at(-1)
  if (last === undefined || !standsAlone(resource, last.origin.start, last.origin.end)) return inOneLine(address, type)
  const widest = Math.max(...entries.map(([name]) => name.length))
  const text = resource.infrastructure.text(file) ?? ''
  const follows = /^[^\n]*\n[ \t]*(?![}\s])/.test(text.slice(last.origin.end))
  const lines = [
    '',
    `${type} {`,
    ...entries.map(([name, words]) => `  ${name.padEnd(widest)} = ${words}`),
    '}',
    ...(follows ? [''] : []),
  ]
  const { start, end } = last.origin
  return { ...deed, edits: [{ file, spans: [{ do: 'insert', where: 'after', start, end, lines }] }] }
}

/** Writes other words in the place of a literal. */
export function replaceLiteral(
  { infrastructure, address }: CloudResource,
  place: Origin,
  words: string,
  deed: Deed,
): Repair {
  const written = place.kind === 'span' ? infrastructure.text(place.file)?.slice(place.start, place.end) : undefined
  if (place.kind !== 'span' || written === undefined || !/^"[^"$%]*"$/.test(written))
    return computed(address, 'a value')
  const { file, start, end } = place
  return { ...deed, edits: [{ file, spans: [{ do: 'replace', start, end, text: words }] }] }
}

const isLiteral = (expression: Expression): boolean =>
  expression.kind === 'literal' ||
  (expression.kind === 'template' && expression.parts.every(({ kind }) => kind === 'text'))

const computed = (address: string, name: string): Refusal => ({
  refused: `${name} of ${address} is computed`,
  supply: 'the value to give it where it comes from',
})
