/** Environment variables of services and Dockerfiles, with what each overrides and how it was interpolated. */
import { known, unknowable } from '../core/known.ts'
import { entryOf, nodeAt, type ScalarNode } from '../core/node.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { whyUnknown } from './fields.ts'
import type { ComposeModel, ComposeService, ComposeVariable } from './load/compose-model.ts'
import type { EnvironmentVariable, Interpolation, Service } from './service-model.ts'

/** The variable references of a model, found by the place of the value that holds them. */
export type InterpolationIndex = (origin: Origin) => readonly Interpolation[]

/** Files each model's variable uses by their file, once. */
export function interpolationIndex(model: ComposeModel): InterpolationIndex {
  const byFile = new Map<
    string,
    { readonly variable: ComposeVariable; readonly use: ComposeVariable['uses'][number] }[]
  >()
  for (const variable of model.variables) {
    for (const use of variable.uses) {
      const list = byFile.get(use.place.file) ?? []
      list.push({ variable, use })
      byFile.set(use.place.file, list)
    }
  }
  return (origin) => {
    const [place] = spansOf(origin)
    if (!place) return []
    const inside = (byFile.get(place.file) ?? []).filter(
      ({ use }) => use.place.start >= place.start && use.place.end <= place.end,
    )
    return inside.map(({ variable, use }) => {
      const operator = use.form === 'plain' ? '' : use.form
      const text = model.sources.get(place.file)?.text.slice(use.place.start, use.place.end) ?? ''
      const at = operator === '' ? -1 : text.indexOf(operator, 2)
      return {
        variable: variable.name,
        operator,
        argument: at === -1 ? '' : text.slice(at + operator.length, text.endsWith('}') ? -1 : undefined),
        set: use.outcome === 'value' || use.outcome === 'replacement',
        origin: use.place,
      }
    })
  }
}

/** The text between the place's start and end, as written. */
export function writtenText(model: ComposeModel, origin: Origin): string {
  const [place] = spansOf(origin)
  return place ? (model.sources.get(place.file)?.text.slice(place.start, place.end) ?? '') : ''
}

/** The key in front of a value: merging files makes `KEY=value` of both, and knows only where the value is written. */
function keyBefore({ sources }: ComposeModel, name: string, origin: Origin): Origin | undefined {
  const [place] = spansOf(origin)
  if (place?.path.at(-1) !== name) return undefined
  const before = sources.get(place.file)?.text.slice(0, place.start) ?? ''
  const found = /(["']?)([^\s"':]+)\1[ \t]*:\s*$/.exec(before.slice(-1000))
  if (found?.[2] !== name) return undefined
  const start = place.start - found[0].length
  return { ...place, start, end: start + name.length + 2 * (found[1]?.length ?? 0) }
}

/** The effective environment of a service; what the image's ENV set under the same name is among the overrides. */
export function serviceEnvironment(
  { environment: entries, node }: ComposeService,
  model: ComposeModel,
  interpolations: InterpolationIndex,
  service: () => Service,
  inherited: readonly EnvironmentVariable[],
  inVariants: readonly string[],
): readonly EnvironmentVariable[] {
  const written = nodeAt(node, 'environment')
  const fromImage = new Map(inherited.map((variable) => [variable.name, variable]))
  const make = (
    name: string,
    node: ScalarNode,
    source: EnvironmentVariable['source'],
    overrides: readonly EnvironmentVariable[],
  ): EnvironmentVariable => {
    const because = node.value === null ? `${name} is taken from the shell that runs compose` : whyUnknown(node)
    const text = writtenText(model, node.origin)
    // A name without a value means `${NAME}`, wherever that comes from.
    const bare = source === 'compose' && because === undefined && isBare(text, name, String(node.value))
    return {
      subject: { kind: 'environment-variable', name },
      origin: node.origin,
      inVariants,
      name,
      value: because === undefined ? known(String(node.value), node.origin) : unknowable(because, node.origin),
      partial: node.value === null ? '' : String(node.value),
      source,
      written: bare ? '' : text,
      interpolations: bare ? [referenceTo(name, node.origin)] : interpolations(node.origin),
      nameOrigin: entryOf(written, name)?.keyOrigin ?? keyBefore(model, name, node.origin) ?? node.origin,
      get service() {
        return service()
      },
      stage: undefined,
      overrides,
    }
  }
  const own = entries.map((entry) => {
    const image = fromImage.get(entry.name)
    const lost = entry.overridden.map((node) => make(entry.name, node, 'compose', []))
    return make(
      entry.name,
      entry.value,
      entry.source === 'env_file' ? 'env-file' : 'compose',
      image ? [...lost, image] : lost,
    )
  })
  const set = new Set(own.map(({ name }) => name))
  return [...own, ...inherited.filter(({ name }) => !set.has(name))]
}

/** Whether only the name is written: `NAME:` of a mapping, `- NAME` of a list. */
const isBare = (text: string, name: string, value: string): boolean =>
  value !== '' && (text === '' || (value !== name && text.replace(/^(["'])(.*)\1$/, '$2') === name))

function referenceTo(variable: string, origin: Origin): Interpolation {
  const [place] = spansOf(origin)
  return { variable, operator: '', argument: '', set: true, origin: place ?? origin }
}
