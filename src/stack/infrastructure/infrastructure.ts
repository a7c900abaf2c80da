/** Reads a project's Terraform into modules and resources. */
import { type Answer, answer, yes } from '../../core/known.ts'
import { lazy } from '../../core/lazy.ts'
import type { MapNode } from '../../core/node.ts'
import { directoryOf, nameOf, within } from '../../core/tree.ts'
import { evaluate, evaluateBody, type Scope } from '../../formats/hcl/evaluate.ts'
import type { HclBlock, HclDocument } from '../../formats/hcl/syntax.ts'
import { isUnknown, unsetOf } from '../../formats/hcl/value.ts'
import { isInSamples } from '../../projects/file-names.ts'
import { isBakeFile, isTerraformFile } from '../../projects/hcl-names.ts'
import type { Sources } from '../sources.ts'
import { eachReference } from './mentions.ts'
import type { CloudModule, CloudResource, CloudVariable, ForeignModule, Infrastructure } from './model.ts'
import { attribute, type ModuleCall, type ModuleSource, moduleScope } from './module-scope.ts'

interface Made {
  readonly source: ModuleSource
  readonly module: CloudModule
}

/** Everything that the Terraform among the files declares. Samples and tests below the project's directory are left out, unless they are all there is. */
export function infrastructureOf(files: readonly string[], directory: string, sources: Sources): Infrastructure {
  const terraform = files.filter(isTerraformFile)
  const outside = terraform.filter((file) => !isInSamples(directory, directoryOf(file)))
  const sourcesOfModules = modulesIn(outside.some(isCode) ? outside : terraform, sources)
  const modules = new Map<string, Made>()
  const infrastructure: Infrastructure = {
    get modules() {
      return [...modules.values()].map(({ module }) => module)
    },
    get resources() {
      return resources()
    },
    get variables() {
      return [...modules.values()].flatMap(({ module }) => module.variables)
    },
    ofType: (type) => byType().get(type) ?? [],
    get foreign() {
      return foreign()
    },
    settings: sourcesOfModules.flatMap(({ automatic, offered }) =>
      [...automatic, ...offered].flatMap(({ source, body }) =>
        body.attributes.map(({ name, value, origin }) => ({
          file: source.file,
          name,
          value: evaluate(value, nothing),
          origin,
        })),
      ),
    ),
    problems: files
      .filter((file) => isTerraformFile(file) || isBakeFile(file))
      .flatMap((file) => sources.hcl(file)?.problems ?? []),
    text: (file) => sources.text(file)?.text,
    mentions: (expression, within) => mentionsOf(expression, within, byScope()),
  }
  const byScope = lazy(() => new Map([...modules.values()].map(({ module }) => [module.scope, module])))
  const byType = lazy(() => Map.groupBy(resources(), ({ type }) => type))
  const resources = lazy(() =>
    [...modules.values()].flatMap(({ module }) => module.resources.filter(({ made }) => made.is !== 'no')),
  )
  const calls = lazy(() => callsIn([...modules.values()]))
  const foreign = lazy(() => foreignIn([...modules.values()]))
  for (const source of sourcesOfModules) {
    const scope = moduleScope(
      source,
      () => calls().get(source.directory) ?? [],
      (call, name) => {
        const called = modules.get(calledBy(call, source.directory) ?? '')
        const output = called?.source.documents
          .flatMap(({ body }) => body.blocks)
          .find((block) => block.type === 'output' && block.labels[0]?.value === name)
        const expression = output && attribute(output, 'value')
        return expression && called && { expression, scope: called.module.scope }
      },
      sources.text,
    )
    modules.set(source.directory, { source, module: moduleOf(source, scope, infrastructure) })
  }
  return infrastructure
}

const nothing: Scope = { meaning: () => undefined }

const isCode = (file: string): boolean => !/\.tfvars(?:\.json)?$/.test(file)

/** Files by directory; values go to the module of their directory or the nearest one above. */
function modulesIn(files: readonly string[], sources: Sources): readonly ModuleSource[] {
  const directories = new Set(files.filter(isCode).map(directoryOf))
  const homeOf = (file: string): string | undefined => {
    for (let at = directoryOf(file); ; at = directoryOf(at)) {
      if (directories.has(at)) return at
      if (at === '') return undefined
    }
  }
  const read = (chosen: readonly string[]): readonly HclDocument[] => chosen.flatMap((file) => sources.hcl(file) ?? [])
  return [...directories].map((directory) => {
    const values = files.filter((file) => !isCode(file) && homeOf(file) === directory)
    const applies = (file: string): boolean =>
      directoryOf(file) === directory && /^terraform\.tfvars|\.auto\.tfvars/.test(nameOf(file))
    return {
      directory,
      documents: read(files.filter((file) => isCode(file) && directoryOf(file) === directory)),
      automatic: read(
        values.filter(applies).toSorted((a, b) => Number(/\.auto\./.test(a)) - Number(/\.auto\./.test(b))),
      ),
      offered: read(values.filter((file) => !applies(file))),
    }
  })
}

const sourceOf = (call: HclBlock): string => {
  const source = attribute(call, 'source')
  return source?.kind === 'literal' ? String(source.value) : ''
}

/** The directory that a `module` block calls, where it is one of this tree. */
const calledBy = (call: HclBlock, from: string): string | undefined =>
  /^\.\.?(?:\/|$)/.test(sourceOf(call)) ? within(from, sourceOf(call)) : undefined

const callBlocks = ({ source }: Made): readonly HclBlock[] =>
  source.documents.flatMap(({ body }) => body.blocks).filter(({ type }) => type === 'module')

function callsIn(modules: readonly Made[]): ReadonlyMap<string, readonly ModuleCall[]> {
  const calls = new Map<string, ModuleCall[]>()
  for (const made of modules) {
    for (const block of callBlocks(made)) {
      const directory = calledBy(block, made.source.directory)
      // A module that calls itself would never come to an end.
      if (directory === undefined || directory === made.source.directory) continue
      calls.set(directory, [...(calls.get(directory) ?? []), { block, scope: made.module.scope }])
    }
  }
  return calls
}

function foreignIn(modules: readonly Made[]): readonly ForeignModule[] {
  const there = new Set(modules.map(({ source }) => source.directory))
  return modules.flatMap((made) =>
    callBlocks(made).flatMap((block) => {
      const directory = calledBy(block, made.source.directory)
      if (directory !== undefined && there.has(directory)) return []
      return [{ name: block.labels[0]?.value ?? '', source: sourceOf(block), origin: block.headOrigin }]
    }),
  )
}

function moduleOf(source: ModuleSource, scope: Scope, infrastructure: Infrastructure): CloudModule {
  const blocks = source.documents.flatMap(({ body }) => body.blocks)
  const made = (type: string): readonly CloudResource[] =>
    blocks.flatMap((block) =>
      block.type === type && block.labels.length === 2 ? [resourceOf(block, module, infrastructure)] : [],
    )
  const module: CloudModule = {
    directory: source.directory,
    scope,
    get resources() {
      return resources()
    },
    get lookups() {
      return lookups()
    },
    at: (address) => byAddress().get(address),
    get variables() {
      return variables()
    },
  }
  const byAddress = lazy(() => new Map([...resources(), ...lookups()].map((one) => [one.address, one])))
  const resources = lazy(() => made('resource'))
  const lookups = lazy(() => made('data'))
  const variables = lazy(() =>
    blocks.flatMap((block) =>
      block.type === 'variable' && block.labels[0] ? [variableOf(block, block.labels[0].value, module)] : [],
    ),
  )
  return module
}

function variableOf(block: HclBlock, name: string, module: CloudModule): CloudVariable {
  const written = attribute(block, 'default')
  const sensitive = attribute(block, 'sensitive')
  return {
    subject: { kind: 'variable', name: `var.${name}` },
    origin: block.headOrigin,
    inVariants: [],
    name,
    value: written && evaluate(written, nothing),
    sensitive: sensitive?.kind === 'literal' && sensitive.value === true,
    module,
  }
}

function resourceOf(block: HclBlock, module: CloudModule, infrastructure: Infrastructure): CloudResource {
  const [type = '', name = ''] = block.labels.map(({ value }) => value)
  const address = block.type === 'data' ? `data.${type}.${name}` : `${type}.${name}`
  // What `each` stands for differs from one to the next.
  const scope: Scope = {
    ...module.scope,
    meaning: (root, steps) => (root === 'each' || root === 'count' ? undefined : module.scope.meaning(root, steps)),
  }
  const body = lazy((): MapNode => {
    const node = evaluateBody(block.body, scope)
    return node.kind === 'map' ? node : { kind: 'map', entries: [], origin: block.origin }
  })
  return {
    subject: { kind: block.type === 'data' ? 'data-source' : 'cloud-resource', name: address },
    origin: block.headOrigin,
    inVariants: [],
    type,
    name,
    address,
    module,
    infrastructure,
    block,
    scope,
    get body() {
      return body()
    },
    get made() {
      return madeOf(attribute(block, 'count'), scope)
    },
  }
}

function madeOf(count: ReturnType<typeof attribute>, scope: Scope): Answer {
  if (count === undefined) return yes
  const node = evaluate(count, scope)
  if (isUnknown(node)) return { is: 'unknown', because: `count depends on ${unsetOf(node).join(' and ')}` }
  return answer(node.kind !== 'scalar' || node.value !== 0)
}

/** Resources by the module they are in and their address. `each` stands for what the resource is repeated over. */
function mentionsOf(
  expression: Parameters<typeof eachReference>[0],
  within: CloudResource,
  modules: ReadonlyMap<Scope, CloudModule>,
): ReadonlySet<CloudResource> {
  const found = new Set<CloudResource>()
  const hear: Parameters<typeof eachReference>[2] = ({ root, steps }, scope) => {
    const module = scope === within.scope ? within.module : modules.get(scope)
    const names = steps.flatMap((step) => (step.kind === 'name' ? [step.name] : []))
    const resource = module?.at(root === 'data' ? `data.${names[0]}.${names[1]}` : `${root}.${names[0]}`)
    if (resource) found.add(resource)
  }
  const over = attribute(within.block, 'for_each')
  eachReference(expression, within.scope, (reference, scope) => {
    hear(reference, scope)
    if (reference.root === 'each' && over !== undefined) eachReference(over, within.scope, hear)
  })
  return found
}
