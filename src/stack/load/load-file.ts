/** One compose file after another: read, worked out, and laid over what the files before it said. */
import type { MapNode, Node } from '../../core/node.ts'
import { type Origin, span } from '../../core/origin.ts'
import { composeFile } from '../../formats/compose/schema.ts'
import { checkShape } from '../../formats/compose/shape.ts'
import { canonical } from './canonical.ts'
import { checkModel } from './checks.ts'
import { applyDefaults } from './defaults.ts'
import { applyExtends } from './extends.ts'
import { applyIncludes } from './include.ts'
import { interpolate } from './interpolate.ts'
import { type Loading, maxProcessed, refuse, refuseAt, type Scope, sourceOf, streamOf } from './loading.ts'
import { mergeMaps } from './merge.ts'
import { mergeRules } from './merge-rules.ts'
import { emptyMap, mapItems, mapValues, placeOf, unsetOf, valueAt, withEntry, withoutEntry } from './nodes.ts'
import { promoteExtensions } from './promote.ts'
import { applyResets, noResets, type Resets, takeResets } from './resets.ts'
import { resolveEnvironment } from './resolve-environment.ts'
import { enforceUnique } from './unique.ts'

/** One document while it goes through the phases. */
export interface FileReading {
  readonly loading: Loading
  readonly scope: Scope
  readonly file: string
  readonly resets: Resets
  /** The document itself. */
  readonly own: MapNode
  /** What the files before said; from the phase `merge` on with the document laid over it. */
  readonly merged: MapNode
}

interface Phase {
  readonly name: string
  /** Whether a file that is only read to be extended goes through it. */
  readonly forBases: boolean
  run(reading: FileReading): Partial<FileReading>
}

const phases: readonly Phase[] = [
  { name: 'resets', forBases: true, run: ({ own }) => ofResets(takeResets(own)) },
  {
    name: 'interpolate',
    forBases: true,
    run: ({ loading, scope, own }) => ({ own: interpolate(loading, scope, own) }),
  },
  { name: 'promote', forBases: true, run: ({ loading, own }) => ({ own: promoteExtensions(loading, own) }) },
  { name: 'include', forBases: false, run: (reading) => ({ own: applyIncludes(reading, reading.own, loadModel) }) },
  { name: 'reset', forBases: true, run: ({ resets, merged }) => ({ merged: applyResets(resets, merged) }) },
  {
    name: 'extend',
    forBases: false,
    run: (reading) => ({ own: applyExtends(reading, reading.own, baseReader(reading)) }),
  },
  {
    name: 'merge',
    forBases: true,
    run: ({ loading, own, merged }) => ({ merged: mergeMaps(loading, merged, own, mergeRules) }),
  },
  { name: 'unique', forBases: true, run: ({ loading, merged }) => ({ merged: enforceUnique(loading, merged) }) },
  { name: 'schema', forBases: false, run: (reading) => ({ merged: checked(reading) }) },
  { name: 'long forms', forBases: true, run: ({ loading, merged }) => ({ merged: canonical(loading, merged) }) },
  { name: 'omit empty', forBases: true, run: ({ merged }) => ({ merged: withoutEmpty(merged) }) },
  // Long forms can show that two items mean the same, a port range and a port for example.
  { name: 'unique again', forBases: true, run: ({ loading, merged }) => ({ merged: enforceUnique(loading, merged) }) },
]

const ofResets = ({ root, resets }: ReturnType<typeof takeResets>): Partial<FileReading> => ({ own: root, resets })

/** Reads files as one model, each laid over those before; paths stay relative to the scope's directory. */
export function loadModel(loading: Loading, scope: Scope, files: readonly string[]): MapNode {
  const top: Origin = span(files[0] ?? '', [], 0, 0)
  const read = files.reduce((merged, file) => loadFile(loading, scope, file, merged, phases).merged, emptyMap(top))
  const model = applyDefaults(read)
  checkModel(loading, model)
  return resolveEnvironment(model, scope.environment)
}

function loadFile(
  loading: Loading,
  scope: Scope,
  file: string,
  before: MapNode,
  through: readonly Phase[],
): { readonly merged: MapNode; readonly resets: Resets } {
  let result = { merged: before, resets: noResets }
  loading.processed += 1
  const source = sourceOf(loading, file)
  if ('why' in source) {
    refuseAt(loading, source.kind, `${file} ${source.why}`, span(file, [], 0, 0))
    return result
  }
  if (loading.processed > maxProcessed) {
    refuseAt(loading, 'limit', 'too many files are included or extended', span(file, [], 0, 0))
    return result
  }
  for (const root of streamOf(loading, source).roots) {
    if (root.kind !== 'map') {
      refuse(loading, 'schema', 'a compose file must be a mapping', root)
      continue
    }
    let reading: FileReading = { loading, scope, file, resets: noResets, own: root, merged: result.merged }
    for (const phase of through) reading = { ...reading, ...phase.run(reading) }
    result = reading
  }
  return result
}

const forBases = phases.filter((phase) => phase.forBases)

/** Files to extend from are read once per document that does. */
function baseReader({ loading, scope }: FileReading) {
  const known = new Map<string, { readonly root: MapNode; readonly resets: Resets }>()
  return (file: string) => {
    const cached = known.get(file)
    if (cached) return cached
    const { merged, resets } = loadFile(loading, scope, file, emptyMap(span(file, [], 0, 0)), forBases)
    const base = { root: merged, resets }
    known.set(file, base)
    return base
  }
}

function checked({ loading, merged }: FileReading): MapNode {
  checkShape(merged, composeFile, 'the file', (origin, message, node, hint) =>
    refuseAt(loading, 'schema', message, placeOf(origin, ''), {
      unset: unsetOf(node),
      ...(hint === undefined ? {} : { hint }),
    }),
  )
  return withoutEntry(merged, 'version')
}

/** Blank name servers mean none. */
function withoutEmpty(root: MapNode): MapNode {
  const isBlank = (node: Node) => node.kind === 'scalar' && (node.value === null || node.value === '')
  return ['services', 'jobs'].reduce((model, key) => {
    const section = valueAt(model, key)
    if (section?.kind !== 'map') return model
    const cleaned = mapValues(section, (service) => {
      const dns = valueAt(service, 'dns')
      if (service.kind !== 'map' || dns?.kind !== 'list') return service
      return withEntry(
        service,
        'dns',
        mapItems(dns, (item) => (isBlank(item) ? undefined : item)),
      )
    })
    return withEntry(model, key, cleaned)
  }, root)
}
