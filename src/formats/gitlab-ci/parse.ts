/** Reads a GitLab pipeline into the jobs and steps that every pipeline has. */
import type { Located } from '../../core/known.ts'
import { entryOf, type MapEntry, type MapNode, type Node, nodeAt, textOf } from '../../core/node.ts'
import { span, spansOf } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { JobContainer, Passage, Setting, Workflow, WorkflowJob, WorkflowStep } from '../workflow/document.ts'
import { joinLines, passageOf } from '../workflow/passage.ts'
import { loadPipeline, type ReadFile } from './load.ts'
import { resolver } from './resolve.ts'
import { whenOf } from './when.ts'

/** Top-level keys that are no jobs. */
const globals: ReadonlySet<string> = new Set(
  'after_script before_script cache default image include services spec stages types variables workflow'.split(' '),
)
/** Characters of scripts that are read of one pipeline: what jobs take over from each other multiplies. */
const mostText = 1 << 20
const usualStages = ['build', 'test', 'deploy']
const powerShell = /\$env:\w|\b(?:Write-Host|Test-Path|Set-Content|Get-Content|New-Item|Invoke-WebRequest)\b/

/** Texts of all files of a pipeline, by the place of a node. */
type Texts = ReadonlyMap<string, SourceText>

/** Parses one pipeline with what it includes from the tree; `home` is the repository's directory. */
export function parsePipeline(source: SourceText, read: ReadFile, home: string): Workflow {
  const { root, sources, problems, outside } = loadPipeline(source, read, home)
  const top = root?.entries.flatMap(({ keyOrigin }) => spansOf(keyOrigin)).find(({ file }) => file === source.file)
  const origin = top === undefined ? span(source.file, [], 0, source.text.length) : { ...top, path: [] }
  const jobs = root === undefined ? [] : jobsOf(root, sources)
  return {
    provider: 'gitlab',
    file: source.file,
    source,
    name: undefined,
    triggers: [],
    permissions: { kind: 'unknown', origin },
    env: settingsOf(sources, nodeAt(root, 'variables')),
    jobs,
    root,
    problems,
    included: [...sources.keys()].filter((file) => file !== source.file),
    outside,
  }
}

const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.kind === 'list' ? node.items : node === undefined ? [] : [node]

/** The passage of a scalar, wherever it is written. */
function textAt(texts: Texts, node: Node | undefined): Passage | undefined {
  const [place] = node === undefined ? [] : spansOf(node.origin)
  const source = place && texts.get(place.file)
  return source && passageOf(source, node)
}

function settingsOf(texts: Texts, node: Node | undefined): readonly Setting[] {
  if (node?.kind !== 'map') return []
  return node.entries.flatMap(({ key, keyOrigin, value }) => {
    const passage = textAt(texts, value.kind === 'map' ? nodeAt(value, 'value') : value)
    return passage === undefined ? [] : [{ ...passage, name: key, nameOrigin: keyOrigin }]
  })
}

interface Draft {
  readonly entry: MapEntry
  readonly node: MapNode
  readonly stage: string
}

function jobsOf(root: MapNode, texts: Texts): readonly WorkflowJob[] {
  const resolve = resolver(root)
  const stages =
    nodeAt(root, 'stages')?.kind === 'list'
      ? itemsOf(nodeAt(root, 'stages')).flatMap((one) => textOf(one) ?? [])
      : usualStages
  const order = ['.pre', ...stages, '.post']
  const drafts = root.entries.flatMap((entry): readonly Draft[] => {
    const node = globals.has(entry.key) || entry.key.startsWith('.') ? undefined : resolve(entry.key)
    if (node?.kind !== 'map') return []
    return [{ entry, node, stage: textOf(nodeAt(node, 'stage')) ?? 'test' }]
  })
  const defaults = resolve('default')
  /** A job's own key, or the one of `default`, or the older one at the top; unless the job wants none of them. */
  const inherited = (node: Node, key: string): Node | undefined =>
    entryOf(node, key)?.value ??
    (textOf(nodeAt(node, 'inherit', 'default')) === 'false' ? undefined : (nodeAt(defaults, key) ?? resolve(key)))
  let left = mostText
  return drafts.map((draft) => {
    const job = jobOf(draft, neededBy(draft, drafts, order), inherited, texts)
    left -= job.steps.reduce((sum, { run }) => sum + (run?.value.length ?? 0), 0)
    return left < 0 ? { ...job, steps: [] } : job
  })
}

/** What a job waits for: the jobs that it names, or those of the stages before that have to end. */
function neededBy(
  { node, stage, entry }: Draft,
  drafts: readonly Draft[],
  order: readonly string[],
): readonly Located<string>[] {
  const needs = entryOf(node, 'needs')?.value
  if (needs !== undefined) {
    return itemsOf(needs).flatMap((need) => {
      const value = textOf(need) ?? textOf(nodeAt(need, 'job'))
      return value === undefined ? [] : [{ value, origin: need.origin }]
    })
  }
  return drafts.flatMap((other) => {
    if (order.indexOf(other.stage) >= order.indexOf(stage)) return []
    const { manual, blocks } = whenOf(other.node)
    return manual === undefined || blocks ? [{ value: other.entry.key, origin: entry.keyOrigin }] : []
  })
}

function jobOf(
  { entry, node, stage }: Draft,
  needs: readonly Located<string>[],
  inherited: (node: Node, key: string) => Node | undefined,
  texts: Texts,
): WorkflowJob {
  const { manual, onlyTags } = whenOf(node)
  const environment = nodeAt(node, 'environment')
  const name = environment?.kind === 'map' ? nodeAt(environment, 'name') : environment
  const stops = /^(?:stop|prepare|verify|access)$/.test(textOf(nodeAt(environment, 'action')) ?? '')
  const image = inherited(node, 'image')
  const lists = (key: string): readonly Passage[] => scriptOf(texts, inherited(node, key))
  const parts = [...stepsOf([...lists('before_script'), ...lists('script')]), ...stepsOf(lists('after_script'))]
  return {
    id: entry.key,
    idOrigin: entry.keyOrigin,
    name: undefined,
    runsOn: itemsOf(inherited(node, 'tags')).flatMap((tag) => textAt(texts, tag) ?? []),
    permissions: { kind: 'unknown', origin: entry.keyOrigin },
    environment: stops ? undefined : textAt(texts, name),
    needs,
    if: undefined,
    env: settingsOf(texts, nodeAt(node, 'variables')),
    services: itemsOf(inherited(node, 'services')).flatMap((one) => containerOf(texts, one, 'service')),
    container: image === undefined ? undefined : containerOf(texts, image, undefined)[0],
    steps: parts.map((run, index) => stepOf(run, index)),
    uses: undefined,
    with: new Map(),
    secrets: undefined,
    matrix: nodeAt(node, 'parallel', 'matrix'),
    continueOnError: textAt(texts, nodeAt(node, 'allow_failure')),
    origin: node.origin,
    gitlab: {
      stage,
      manual,
      onlyTags,
      artifacts: itemsOf(nodeAt(node, 'artifacts', 'paths')).flatMap((path) => textAt(texts, path) ?? []),
      idTokens: entryOf(node, 'id_tokens')?.keyOrigin,
    },
  }
}

/** The lines of a script: a text, or a list of texts, some of them in lists of their own. */
const scriptOf = (texts: Texts, node: Node | undefined): readonly Passage[] =>
  itemsOf(node).flatMap((item) =>
    item.kind === 'list' ? item.items.flatMap((inner) => textAt(texts, inner) ?? []) : (textAt(texts, item) ?? []),
  )

const fileOf = ({ origin }: Passage): string | undefined => spansOf(origin)[0]?.file

/** Lines that one shell runs, apart only where they are written in different files. */
function stepsOf(lines: readonly Passage[]): readonly Passage[] {
  const groups: [Passage, ...Passage[]][] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last !== undefined && fileOf(last[0]) === fileOf(line)) last.push(line)
    else groups.push([line])
  }
  return groups.map(joinLines)
}

const stepOf = (run: Passage, index: number): WorkflowStep => ({
  index,
  id: undefined,
  name: undefined,
  uses: undefined,
  with: new Map(),
  run,
  // GitLab's runner stops at the first error, of a pipe too. Nobody writes down that a runner is one of Windows.
  shell: powerShell.test(run.value) ? 'pwsh' : 'bash',
  workingDirectory: undefined,
  env: [],
  if: undefined,
  continueOnError: undefined,
  origin: run.origin,
})

function containerOf(texts: Texts, node: Node, id: string | undefined): readonly JobContainer[] {
  const image = textAt(texts, node.kind === 'map' ? nodeAt(node, 'name') : node)
  if (image === undefined) return []
  const alias = textOf(nodeAt(node, 'alias'))
  const env = settingsOf(texts, nodeAt(node, 'variables'))
  return [{ id: id && (alias ?? id), image, env, credentials: [], options: undefined, origin: node.origin }]
}
