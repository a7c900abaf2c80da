/** What names mean inside a module of Terraform: variables, locals, other resources, outputs of modules it calls. */
import type { Node } from '../../core/node.ts'
import { span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { directoryOf, within } from '../../core/tree.ts'
import { evaluate, type Scope } from '../../formats/hcl/evaluate.ts'
import type { Expression, HclBlock, HclDocument } from '../../formats/hcl/syntax.ts'
import { isUnknown, scalar } from '../../formats/hcl/value.ts'

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
  outputOf: (call: HclBlock, name: string) => Written | undefined,
  text: (path: string) => SourceText | undefined,
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
    file: (path) => fileFrom(source.directory, path, text),
    meaning: (root, steps) => {
      const [first, ...rest] = steps
      if (first?.kind !== 'name') return undefined
      if (root === 'path') return { kind: 'node', node: here(source.directory), rest }
      if (root === 'data') {
        const rendered =
          first.name === 'template_file' && rest[0]?.kind === 'name'
            ? byAddress.get(`data.template_file.${rest[0].name}`)
            : undefined
        const expression = rendered && renderedBy(rendered)
        return expression && { kind: 'expression', expression, scope, rest: [] }
      }
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

/** `path.module` and its like: paths are looked for from the module's directory upwards whatever they begin with. */
const here = (directory: string): Node => scalar('.', span(directory, [], 0, 0))

/** Terraform takes a path from where it is run: in the module's directory, or in one above that calls it. */
function fileFrom(
  directory: string,
  path: string,
  text: (path: string) => SourceText | undefined,
): SourceText | undefined {
  for (let at = directory; ; at = directoryOf(at)) {
    const found = within(at, path)
    const source = found === undefined ? undefined : text(found)
    if (source !== undefined || at === '') return source
  }
}

/** What `data.template_file.x.rendered` says today: `templatefile(path, vars)`. */
function renderedBy(block: HclBlock): Expression | undefined {
  const [template, vars] = [attribute(block, 'template'), attribute(block, 'vars')]
  const call =
    template?.kind === 'template' && template.parts.length === 1 && template.parts[0]?.kind === 'value'
      ? template.parts[0].value
      : template
  if (call?.kind !== 'call' || call.name !== 'file') return undefined
  return { ...call, name: 'templatefile', arguments: [...call.arguments, ...(vars ? [vars] : [])] }
}

/** Defaults and files of values may refer to nothing. */
const nothing: Scope = { meaning: () => undefined }
