/** Finds what runs containers in Kubernetes manifests: workloads with their pods, and secrets written out. */
import { type MapNode, type Node, nodeAt, textOf } from '../../core/node.ts'

/** A manifest that runs pods. */
export interface Workload {
  readonly kind: string
  readonly name: string
  readonly node: MapNode
  /** The pod's `spec`. */
  readonly pod: MapNode
  /** The containers that stay up, then those that run before them. */
  readonly containers: readonly PodContainer[]
}

export interface PodContainer {
  readonly node: MapNode
  /** Whether it runs to its end before the others start. */
  readonly init: boolean
}

/** Where each kind of manifest keeps the `spec` of its pods. */
const podPaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', ['spec']],
  ['Deployment', ['spec', 'template', 'spec']],
  ['StatefulSet', ['spec', 'template', 'spec']],
  ['DaemonSet', ['spec', 'template', 'spec']],
  ['ReplicaSet', ['spec', 'template', 'spec']],
  ['ReplicationController', ['spec', 'template', 'spec']],
  ['Job', ['spec', 'template', 'spec']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
])

const kindLine = new RegExp(
  `^[ \\t-]*kind:[ \\t]*["']?(?:${[...podPaths.keys()].join('|')}|Secret)["']?[ \\t]*(?:#.*)?\\r?$`,
  'm',
)

/** Whether a text may be a manifest that is worth parsing. */
export const looksLikeManifest = (text: string): boolean => text.includes('apiVersion:') && kindLine.test(text)

/** Nobody nests lists of manifests deeper. */
const deepestList = 5

/** The manifests of a file's documents; those of a `List` one by one. */
function manifestsIn(roots: readonly Node[], depth = 0): readonly MapNode[] {
  return roots.flatMap((root): readonly MapNode[] => {
    if (root.kind !== 'map' || textOf(nodeAt(root, 'apiVersion')) === undefined) return []
    const items = nodeAt(root, 'items')
    if (!textOf(nodeAt(root, 'kind'))?.endsWith('List') || items?.kind !== 'list') return [root]
    return depth < deepestList ? manifestsIn(items.items, depth + 1) : []
  })
}

/** Every workload of a file's documents, in order. */
export const workloadsIn = (roots: readonly Node[]): readonly Workload[] =>
  manifestsIn(roots).flatMap((node): readonly Workload[] => {
    const kind = textOf(nodeAt(node, 'kind')) ?? ''
    const path = podPaths.get(kind)
    const pod = path && nodeAt(node, ...path)
    if (pod?.kind !== 'map') return []
    const metadata = nodeAt(node, 'metadata')
    const name = textOf(nodeAt(metadata, 'name')) ?? textOf(nodeAt(metadata, 'generateName')) ?? kind.toLowerCase()
    const of = (key: string, init: boolean): readonly PodContainer[] => {
      const list = nodeAt(pod, key)
      return list?.kind === 'list'
        ? list.items.flatMap((item) => (item.kind === 'map' ? [{ node: item, init }] : []))
        : []
    }
    return [{ kind, name, node, pod, containers: [...of('containers', false), ...of('initContainers', true)] }]
  })

/** A manifest that only says what changes of another one: no container of a whole one lacks its image. */
export const isPatch = ({ containers }: Workload): boolean =>
  containers.length === 0 || containers.some(({ node }) => nodeAt(node, 'image') === undefined)

/** Manifests of kind `Secret`, whose `data` and `stringData` are the secrets themselves. */
export const secretManifestsIn = (roots: readonly Node[]): readonly MapNode[] =>
  manifestsIn(roots).filter(
    (node) => textOf(nodeAt(node, 'kind')) === 'Secret' && textOf(nodeAt(node, 'apiVersion')) === 'v1',
  )
