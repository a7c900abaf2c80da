/** What names mean inside a module of Terraform: variables, locals, other resources, outputs of modules it calls. */
import type { Node } from '../../core/node.ts'
import { evaluate, type Scope } from '../../formats/hcl/evaluate.ts'
import type { Expression, HclBlock, HclDocument } from '../../formats/hcl/syntax.ts'
import { isUnknown } from '../../formats/hcl/value.ts'

/** A directory's files with who calls it. */
export interface ModuleSource {
  readonly directory: string
  readonly documents: readonly HclDocument[]
  /** `terraform.tfvars` and `*.auto.tfvars`, which apply by themselves, in the order in which they do. */
  readonly automatic: readonly HclDocument[]
  /** Values that somebody names when running it: any of them may apply. */
  readonly offered: readonly HclDocument[]
}

/** One `module` block that calls a directory. */
export interface ModuleCall {
  readonly block: HclBlock
  readonly scope: Scope
}

export const attribute = (block: HclBlock, name: string): Expression | undefined =>
  block.body.attributes.find((one) => one.name === name)?.value

const valueIn = (documents: readonly HclDocument[], name: string): readonly Expression[] =>
  documents.flatMap(({ body }) => body.attributes.filter((one) => one.name === name).map(({ value }) => value))

/** Equal values, equal texts; `undefined` for a value that is not known through and through. */
function printed(node: Node): string | undefined {
  if (isUnknown(node)) return undefined
  if (node.kind === 'scalar') return JSON.stringify(typeof node.value === 'bigint' ? String(node.value) : node.value)
  const parts =
    node.kind === 'list' ? node.items.map(printed) : node.entries.map(({ key, value }) => `${key}=${printed(value)}`)
  return parts.some((part) => part === undefined || part.endsWith('=undefined'))
    ? undefined
    : `${node.kind}[${parts.join()}]`
}

/** An expression in the scope it is written in. */
interface Written {
  readonly expression: Expression
  readonly scope: Scope
}

/** The first of several meanings of a variable, where all of them come to the same. */
function agreed(meanings: readonly Written[]): Written | undefined {
  const [first, ...others] = meanings
  if (first === undefined || others.length === 0) return first
  const values = new Set(meanings.map(({ expression, scope }) => printed(evaluate(expression, scope))))
  return values.size > 1 || values.has(undefined) ? undefined : first
}

/** The scope of a module. `callsOf` and `outputOf` know the other modules of the project. */
export function moduleScope(
  source: ModuleSource,
  callsOf: () => readonly ModuleCall[],
  outputOf: (call: HclBlock, name: string) => { readonly expression: Expression; readonly scope: Scope } | undefined,
): Scope {
  const blocks = source.documents.flatMap(({ body }) => body.blocks)
  const byAddress = new Map(
    blocks.map((block) => [[block.type, ...block.labels.map(({ value }) => value)].join('.'), block]),
  )
  const locals = new Map(
    blocks.flatMap((block) =>
      block.type === 'locals' ? block.body.attributes.map(({ name, value }) => [name, value] as const) : [],
    ),
  )
  const candidates = (name: string): readonly Written[] => {
    const block = byAddress.get(`variable.${name}`)
    const written = block && attribute(block, 'default')
    const own = written === undefined ? [] : [{ expression: written, scope: nothing }]
    const calls = callsOf()
    if (calls.length > 0) {
      return calls.flatMap((call) => {
        const given = attribute(call.block, name)
        return given === undefined ? own : [{ expression: given, scope: call.scope }]
      })
    }
    const set = valueIn(source.automatic, name).at(-1)
    const offered = valueIn(source.offered, name).map((expression) => ({ expression, scope: nothing }))
    return [...(set === undefined ? own : [{ expression: set, scope: nothing }]), ...offered]
  }
  const variables = new Map<string, Written | undefined>()
  const variable = (name: string): Written | undefined => {
    if (variables.has(name)) return variables.get(name)
    // Modules that call each other ask for themselves: then nobody knows.
    variables.set(name, undefined)
    const found = agreed(candidates(name))
    variables.set(name, found)
    return found
  }
  const scope: Scope = {
    meaning: (root, steps) => {
      const [first, ...rest] = steps
      if (first?.kind !== 'name') return undefined
      if (root === 'var') {
        const found = variable(first.name)
        return found && { kind: 'expression', ...found, rest }
      }
      if (root === 'local') {
        const expression = locals.get(first.name)
        return expression && { kind: 'expression', expression, scope, rest }
      }
      if (root === 'module') {
        const call = byAddress.get(`module.${first.name}`)
        const [output, ...after] = rest.filter((step) => step.kind === 'name')
        const found = call && output && outputOf(call, output.name)
        return found && { kind: 'expression', ...found, rest: after }
      }
      const block = byAddress.get(`resource.${root}.${first.name}`)
      const [name, ...after] = rest[0]?.kind === 'index' ? rest.slice(1) : rest
      const expression = block && name?.kind === 'name' ? attribute(block, name.name) : undefined
      return expression && { kind: 'expression', expression, scope, rest: after }
    },
  }
  return scope
}

/** Defaults and files of values may refer to nothing. */
const nothing: Scope = { meaning: () => undefined }
