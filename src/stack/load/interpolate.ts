/** Phase: variables in values replaced by what they stand for, and text cast to its field's type. */
import type { MapNode, Node, ScalarNode } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../../core/origin.ts'
import { substitute, type VariableUse } from '../../formats/compose/template.ts'
import { type Cast, casts } from './casts.ts'
import { type Loading, refuse, refuseAt, type Scope } from './loading.ts'
import { mapItems, mapValues, placeOf } from './nodes.ts'
import { below, belowItems, type PathTable } from './path-table.ts'
import { momentTag, timestampOf } from './timestamp.ts'

/** Interpolates every value of a document; keys stay as written. */
export function interpolate(loading: Loading, scope: Scope, root: MapNode): MapNode {
  return mapValues(root, (value, key) => walk(loading, scope, value, below(casts, key)))
}

function walk(loading: Loading, scope: Scope, node: Node, table: PathTable<Cast> | undefined): Node {
  if (node.kind === 'map') return mapValues(node, (value, key) => walk(loading, scope, value, below(table, key)))
  if (node.kind === 'list') return mapItems(node, (item) => walk(loading, scope, item, belowItems(table)))
  if (typeof node.value !== 'string') return node
  const replaced = node.value.includes('$') ? interpolated(loading, scope, node, node.value) : dated(node, node.value)
  return table?.rule === undefined ? replaced : cast(loading, replaced, table.rule)
}

/** Compose reads an unquoted date as a moment, and writes it out in full. */
function dated(node: ScalarNode, text: string): ScalarNode {
  if (node.style !== 'plain' || text.charAt(4) !== '-') return node
  const moment = timestampOf(text)
  return moment === undefined ? node : { ...node, value: moment, tag: momentTag }
}

function interpolated(loading: Loading, scope: Scope, node: ScalarNode, text: string): ScalarNode {
  const { environment } = scope
  const result = substitute(text, (name) => environment.get(name)?.value)
  const inputs: Origin[] = [node.origin]
  const unset: string[] = []
  for (const use of result.uses) {
    const valueOrigin =
      use.outcome === 'value' || use.outcome === 'replacement' ? environment.get(use.name)?.origin : undefined
    if (valueOrigin) inputs.push(valueOrigin)
    if ((use.outcome === 'unset' && !use.form.endsWith('+')) || use.outcome === 'missing') unset.push(use.name)
    noteUse(loading, node, text, use, valueOrigin)
  }
  if (result.error) {
    const kind = result.error.kind === 'required' ? 'required-variable' : 'interpolation'
    const at = placeOf(node.origin, '')
    refuseAt(loading, kind, result.error.message, at, { unset: unset.length > 0 ? unset : undefined })
  }
  if (result.uses.length === 0) return { ...node, value: result.text }
  const origin: Origin = { kind: 'derived', step: 'interpolation', inputs }
  const value = { ...node, value: result.text, origin, template: text }
  return unset.length === 0 ? value : { ...value, unset: [...new Set(unset)] }
}

function noteUse(loading: Loading, node: ScalarNode, text: string, use: VariableUse, valueOrigin: Origin | undefined) {
  const [at] = spansOf(node.origin)
  if (at === undefined) return
  const place = useOrigin(at, text, use)
  const { form, outcome } = use
  const known = loading.uses.get(use.name) ?? []
  // A file that is read in several surroundings, or an aliased value, uses a variable once.
  if (
    known.some(
      (other) =>
        other.place.start === place.start &&
        other.place.file === place.file &&
        other.form === form &&
        other.outcome === outcome,
    )
  )
    return
  known.push(valueOrigin ? { place, form, outcome, valueOrigin } : { place, form, outcome })
  loading.uses.set(use.name, known)
}

/** The reference itself where the value is written on one line without escapes, else the whole value. */
function useOrigin(at: SpanOrigin, text: string, use: VariableUse): SpanOrigin {
  const surplus = at.end - at.start - text.length
  if (surplus !== 0 && surplus !== 2) return at
  const from = at.start + surplus / 2
  return span(at.file, at.path, from + use.start, from + use.end)
}

function cast(loading: Loading, node: ScalarNode, { to, read }: Cast): ScalarNode {
  const value = read(String(node.value))
  if (value !== undefined) return { ...node, value }
  refuse(loading, 'interpolation', `this must be ${to}`, node)
  return node
}
