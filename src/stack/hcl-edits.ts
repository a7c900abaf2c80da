/** Repairs of cloud resources in their files of HCL: a literal that is replaced, an attribute that is added. */
import type { Fix, Refusal, Repair } from '../core/fix.ts'
import type { Expression } from '../formats/hcl/syntax.ts'
import type { CloudResource } from './infrastructure/model.ts'
import { attribute } from './infrastructure/module-scope.ts'

type Deed = Pick<Fix, 'title' | 'safety' | 'effect'>

/** Gives an attribute of a resource a value, in the words of HCL (`"IMMUTABLE"`, `true`); refused where it is computed. */
export function setAttribute({ block, address }: CloudResource, name: string, words: string, deed: Deed): Repair {
  const { file } = block.origin
  if (file.endsWith('.json')) return { refused: `${address} is written as JSON`, supply: `its ${name}` }
  const there = attribute(block, name)
  if (there !== undefined) {
    if (!isLiteral(there)) return computed(address, name)
    const { start, end } = there.origin
    return { ...deed, edits: [{ file: there.origin.file, spans: [{ do: 'replace', start, end, text: words }] }] }
  }
  const last = block.body.attributes.at(-1)
  if (last === undefined) return { refused: `${address} has no attributes to put it beside`, supply: `its ${name}` }
  // Lines without a blank one between them have their equals signs below each other: `terraform fmt` moves them otherwise.
  const column = last.value.origin.start - last.nameOrigin.start - ' = '.length
  const fits = name.length <= column
  const line = `${name}${' '.repeat(fits ? column - name.length : 0)} = ${words}`
  const { start, end } = last.origin
  return {
    ...deed,
    edits: [{ file, spans: [{ do: 'insert', where: 'after', start, end, lines: fits ? [line] : ['', line] }] }],
  }
}

const isLiteral = (expression: Expression): boolean =>
  expression.kind === 'literal' ||
  (expression.kind === 'template' && expression.parts.every(({ kind }) => kind === 'text'))

const computed = (address: string, name: string): Refusal => ({
  refused: `${name} of ${address} is computed`,
  supply: 'the value to give it where it comes from',
})
