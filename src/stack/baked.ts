/** The builds that bake files ask for, as far as they say it in plain text. */
import { type Answer, answer, type Known, known, no, unknowable, yes } from '../core/known.ts'
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { type BakeTarget, readBake } from '../formats/bake/bake.ts'
import { isUnknown, unsetOf } from '../formats/hcl/value.ts'
import { bakedPlace } from '../projects/baked.ts'
import { bakeGroups } from '../projects/hcl-names.ts'
import type { BuildRequest } from './builds.ts'
import { listValue, textEntries, textValue, whyUnknown } from './fields.ts'
import type { EnvironmentVariable } from './service-model.ts'
import type { Sources } from './sources.ts'

/** Exporters whose result is an image; the others leave files, or nothing at all. */
const imageExporters = new Set(['image', 'registry', 'docker', 'oci'])

/** The builds of a project's bake files. A target whose result is no image is no build that anybody runs. */
export function requestsOfBake(files: readonly string[], sources: Sources): readonly BuildRequest[] {
  return bakeGroups(files).flatMap((group) =>
    readBake(group.flatMap((file) => sources.hcl(file) ?? [])).flatMap((target) => requestOf(target, sources)),
  )
}

function requestOf(target: BakeTarget, { tree }: Sources): readonly BuildRequest[] {
  const { node, origin } = target
  const place = target.abstract || !makesImage(node) ? undefined : bakedPlace(target, tree)
  if (place === undefined) return []
  const stage = textValue(nodeAt(node, 'target'), origin)
  return [
    {
      ...place,
      contextUnknown: undefined,
      target: stage.known ? stage.value : undefined,
      arguments: textEntries(nodeAt(node, 'args')).flatMap((entry) => {
        const value = nodeAt(node, 'args', entry.name)
        return entry.given && !isLeftOut(value) ? [argumentOf(entry, value)] : []
      }),
      tags: texts(nodeAt(node, 'tags'), target),
      secrets: texts(nodeAt(node, 'secret'), target).flatMap((item) => (item.known ? [item.value] : [])),
      namedContexts: textEntries(nodeAt(node, 'contexts')).map(({ name }) => name),
      inVariants: [],
      use: () => ({ kind: 'bake', target }),
      origin,
    },
  ]
}

/** A variable without a default is null, and an argument that is null is not passed: the Dockerfile's own default holds. */
function isLeftOut(value: Node | undefined): boolean {
  const [name] = value === undefined ? [] : unsetOf(value)
  return name !== undefined && value?.kind === 'scalar' && value.value === `\${${name}}`
}

const texts = (node: Node | undefined, { origin }: BakeTarget): readonly Known<string>[] =>
  listValue(node, origin).items

function argumentOf(entry: ReturnType<typeof textEntries>[number], node: Node | undefined): EnvironmentVariable {
  const because = node?.kind === 'scalar' ? whyUnknown(node) : undefined
  const names = node === undefined ? [] : unsetOf(node)
  const written = node?.kind === 'scalar' && node.value !== null ? String(node.value) : ''
  return {
    subject: { kind: 'build-argument', name: entry.name },
    origin: entry.origin,
    inVariants: [],
    name: entry.name,
    value: because === undefined ? known(written, entry.origin) : unknowable(because, entry.origin),
    partial: written,
    source: 'build-args',
    written,
    interpolations: names.map((variable) => ({
      variable,
      operator: '',
      argument: '',
      set: false,
      origin: entry.origin,
    })),
    nameOrigin: entry.nameOrigin,
    service: undefined,
    stage: undefined,
    overrides: [],
  }
}

/** One output or attestation: `type=image,push=true`, or an object with the same keys. */
function fieldsOf(item: Node): ReadonlyMap<string, string> {
  if (item.kind === 'map')
    return new Map(item.entries.flatMap(({ key, value }) => [[key, textOf(value) ?? '']] as const))
  const parts = (textOf(item) ?? '').split(',').map((part) => part.split('='))
  return new Map(parts.map(([key = '', ...value]) => [key.trim(), value.join('=').trim()]))
}

const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.kind === 'list'
    ? node.items
    : node === undefined || (node.kind === 'scalar' && node.value === null)
      ? []
      : [node]

function makesImage(node: Node): boolean {
  const outputs = itemsOf(nodeAt(node, 'output'))
  return (
    outputs.length === 0 ||
    outputs.some((item) => isUnknown(item) || imageExporters.has(fieldsOf(item).get('type') ?? ''))
  )
}

/** Whether the file itself says that the target's image is pushed; who calls bake may say it too. */
export function pushesByItself({ node }: BakeTarget): Answer {
  const outputs = itemsOf(nodeAt(node, 'output'))
  if (outputs.some((item) => fieldsOf(item).get('type') === 'registry' || fieldsOf(item).get('push') === 'true'))
    return yes
  const doubtful = outputs.find(isUnknown)
  return doubtful ? { is: 'unknown', because: 'the output is computed when it is built' } : no
}

/** Whether the target asks for an attestation of a type (`provenance`, `sbom`), or switches it off. */
export function attests({ node }: BakeTarget, type: string): Answer | undefined {
  const items = itemsOf(nodeAt(node, 'attest'))
  if (items.some(isUnknown)) return { is: 'unknown', because: 'the attestations are computed when it is built' }
  const own = items.map(fieldsOf).find((fields) => fields.get('type') === type)
  return own && answer(own.get('disabled') !== 'true')
}
