/** Finds an ECS task definition in a JSON document, and tells what is written from what a deployment fills in. */
import {
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  nodeAt,
  type Problem,
  type ScalarNode,
  textOf,
} from '../../core/node.ts'
import type { SourceText } from '../../core/text.ts'
import { parseJson } from '../json/parse.ts'

export interface TaskDefinition {
  /** The mapping with `family`, `containerDefinitions` and so on; what a deployment fills in is marked as unset. */
  readonly node: MapNode
  /** The mappings of its containers, in order. */
  readonly containers: readonly MapNode[]
}

/** A file with a task definition, and what is wrong with its JSON. */
export interface TaskFile {
  readonly definition: TaskDefinition | undefined
  readonly problems: readonly Problem[]
}

/** `"cpu": ${CPU}`, `"memory": <MEMORY>`: a number that a deployment fills in is written without quotes. */
const bare = /(:\s*)(\$\{[\w.:-]{1,80}\}|\{\{[^{}"\n]{1,80}\}\}|<[A-Za-z_]{1,80}>|\$[A-Za-z_]\w{0,80})(?=\s*[,}\]])/g

/** Reads a file; what waits for a value where a number would stand is read as a text that waits for one. */
export function readTaskFile(source: SourceText): TaskFile {
  const text = source.text.replace(bare, (_, before: string, written: string) => {
    const name = written.replace(/\W/g, '')
    return `${before}"$${name.slice(0, written.length - 3).padEnd(written.length - 3, '_')}"`
  })
  const { root, problems } = parseJson({ ...source, text })
  return { definition: taskDefinitionIn(root), problems }
}

/** Nobody nests task definitions deeper. */
const deepest = 40

/**
 * The task definition of a document: the input of `register-task-definition`, or the output of `describe-task-definition`,
 * which has it below `taskDefinition`. `undefined` where the document is none.
 */
export function taskDefinitionIn(root: Node | undefined): TaskDefinition | undefined {
  const node = [root, nodeAt(root, 'taskDefinition')].find(
    (candidate): candidate is MapNode =>
      candidate?.kind === 'map' && nodeAt(candidate, 'containerDefinitions')?.kind === 'list',
  )
  return node && readTaskDefinition(marked(node, '', 0) as MapNode)
}

/** Reads a mapping that already has the shape of a task definition; what is not known of it is marked as `unset`. */
export function readTaskDefinition(node: MapNode): TaskDefinition {
  const list = nodeAt(node, 'containerDefinitions')
  const items = list?.kind === 'list' ? list.items : []
  return { node, containers: items.filter((item): item is MapNode => item.kind === 'map') }
}

/** Keys whose texts a shell or a program in the container reads: a `$` there is not for the deployment. */
const forTheContainer = new Set(['command', 'entryPoint', 'healthCheck'])

/** A copy of the node in which every text that waits for a value names what it waits for. */
function marked(node: Node, key: string, depth: number): Node {
  if (depth > deepest) return node
  if (node.kind === 'map') {
    const entries = node.entries.map((entry): MapEntry => {
      if (forTheContainer.has(entry.key)) return entry
      return { ...entry, value: marked(entry.value, entry.key, depth + 1) }
    })
    return { ...node, entries }
  }
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item) => marked(item, key, depth + 1)) } satisfies ListNode
  }
  const missing = placeholdersIn(node, key)
  if (missing.length === 0) return node
  // Whatever the account and the region are, the repository and the tag are written.
  const [registry = '', ...repository] = String(node.value).split('/')
  const plain = repository.join('/')
  if (key === 'image' && registry.endsWith('.amazonaws.com') && plain !== '' && plain.search(placeholder) === -1) {
    return { ...node, value: `${registry.replace(placeholder, (...found) => nameIn(found))}/${plain}` }
  }
  return { ...node, unset: missing }
}

/** `${IMAGE}`, `$IMAGE`, `{{ image }}`, `<IMAGE>`, `%IMAGE%`, `__IMAGE__`, `@IMAGE@`, `#{IMAGE}#`. */
const placeholder =
  /\$\{\{?\s*([^{}\s]{1,80})\s*\}?\}|\$([A-Za-z_]\w{0,80})|\{\{\s*([^{}]{1,80}?)\s*\}\}|<([A-Za-z][\w .:-]{0,80})>|%([A-Z][A-Z0-9_]{1,80})%|__([A-Za-z]\w{0,80}?)__|@([A-Z][A-Z0-9_]{1,80})@|#\{([\w.]{1,80})\}#?/g

/** What a placeholder waits for: the group of the expression that took part in the match. */
const nameIn = (match: readonly unknown[]): string =>
  String(match.slice(1).find((group) => typeof group === 'string') ?? '').replace(/\W/g, '-')

/** What people write where an image will be: no registry has one of these names. */
const standIn =
  /^(?:image|img|container[-_]?image|image[-_]?(?:uri|url|name|tag|placeholder)|placeholder|dummy|replace[-_]?me|change[-_]?me|to[-_]be[-_](?:replaced|filled)|tbd|todo|x{3,})(?::[\w.-]+)?$/i
/** `REPLACE_API_KEY`, `DB_PASSWORD_PLACEHOLDER`: what a script looks for and replaces. */
const reminder =
  /^(?:(?:REPLACE|INSERT|YOUR|CHANGE|FILL|TO_BE)_[A-Z0-9_]+|(?:[A-Z0-9_]+_)?PLACEHOLDER(?:_[A-Z0-9_]+)?)$/

function placeholdersIn(node: ScalarNode, key: string): readonly string[] {
  const text = textOf(node)
  if (text === undefined || typeof node.value !== 'string') return []
  if (key === 'image' && (standIn.test(text) || text === '')) return [text === '' ? 'image' : text]
  if (reminder.test(text)) return [text]
  return [...text.matchAll(placeholder)].map(nameIn)
}
