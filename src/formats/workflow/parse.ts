/** Reads a GitHub Actions workflow into jobs and steps that know their place. */
import type { Located } from '../../core/known.ts'
import { entryOf, type MapEntry, type Node, nodeAt, type Problem, textOf } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { parseActionUse } from './action-use.ts'
import type { JobContainer, Passage, Setting, Trigger, Workflow, WorkflowJob, WorkflowStep } from './document.ts'
import { passageOf } from './passage.ts'
import { permissionsOf } from './permissions.ts'

/** Settings that the steps of a job, and the jobs of a workflow, inherit. */
interface Defaults {
  readonly shell: string | undefined
  readonly workingDirectory: Passage | undefined
}

/** Parses a workflow. Whatever has an unexpected shape is a problem or left out; the rest is read. */
export function parseWorkflow(source: SourceText): Workflow {
  const { root, problems: broken } = parseYaml(source)
  const problems: Problem[] = [...broken]
  const map = root?.kind === 'map' ? root : undefined
  const whole = span(source.file, [], 0, source.text.length)
  const jobs = entryOf(map, 'jobs')
  if (map === undefined) problems.push({ message: 'A workflow is a mapping', origin: whole })
  else if (jobs?.value.kind !== 'map') {
    const origin = jobs === undefined ? topOf(map.entries, whole) : spanOf(jobs.keyOrigin, whole)
    problems.push({ message: 'The workflow has no jobs', origin })
  }
  const defaults = defaultsOf(source, map, { shell: undefined, workingDirectory: undefined })
  return {
    provider: 'github',
    file: source.file,
    source,
    name: passageOf(source, nodeAt(map, 'name')),
    triggers: triggersOf(nodeAt(map, 'on')),
    permissions: permissionsOf(map, topOf(map?.entries ?? [], whole)),
    env: settingsOf(source, nodeAt(map, 'env')),
    jobs: entriesOf(jobs?.value).map((entry) => jobOf(source, entry, defaults, problems, whole)),
    root: map,
    problems,
    included: [],
    outside: [],
  }
}

const entriesOf = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])
const spanOf = (origin: Origin, otherwise: SpanOrigin): SpanOrigin => spansOf(origin)[0] ?? otherwise

/** The first key of the file stands for the workflow as a whole. */
const topOf = (entries: readonly MapEntry[], whole: SpanOrigin): SpanOrigin => {
  const [first] = entries
  const place = first && spansOf(first.keyOrigin)[0]
  return place === undefined ? whole : { ...place, path: [] }
}

function defaultsOf(source: SourceText, node: Node | undefined, outer: Defaults): Defaults {
  const run = nodeAt(node, 'defaults', 'run')
  return {
    shell: textOf(nodeAt(run, 'shell')) ?? outer.shell,
    workingDirectory: passageOf(source, nodeAt(run, 'working-directory')) ?? outer.workingDirectory,
  }
}

function triggersOf(node: Node | undefined): readonly Trigger[] {
  if (node?.kind === 'map') {
    return node.entries.map(({ key, keyOrigin, value }) => ({ value: key, origin: keyOrigin, options: value }))
  }
  return textsOf(node).map(({ value, origin }) => ({ value, origin, options: undefined }))
}

/** A scalar, or a list of them. */
const textsOf = (node: Node | undefined): readonly Located<string>[] =>
  (node?.kind === 'list' ? node.items : node === undefined ? [] : [node]).flatMap((item) => {
    const value = textOf(item)
    return value === undefined ? [] : [{ value, origin: item.origin }]
  })

const settingsOf = (source: SourceText, node: Node | undefined): readonly Setting[] =>
  entriesOf(node).flatMap(({ key, keyOrigin, value }) => {
    const passage = passageOf(source, value)
    return passage === undefined ? [] : [{ ...passage, name: key, nameOrigin: keyOrigin }]
  })

const inputsOf = (source: SourceText, node: Node | undefined): ReadonlyMap<string, Setting> =>
  new Map(settingsOf(source, node).map((setting) => [setting.name.toLowerCase(), setting]))

const usesOf = (source: SourceText, node: Node | undefined) => {
  const passage = passageOf(source, nodeAt(node, 'uses'))
  return passage && parseActionUse(passage.value.trim(), passage.origin)
}

function containerOf(source: SourceText, id: string | undefined, node: Node | undefined): JobContainer | undefined {
  if (node === undefined) return undefined
  const image = node.kind === 'map' ? nodeAt(node, 'image') : node
  return {
    id,
    image: passageOf(source, image),
    env: settingsOf(source, nodeAt(node, 'env')),
    credentials: settingsOf(source, nodeAt(node, 'credentials')),
    options: passageOf(source, nodeAt(node, 'options')),
    origin: node.origin,
  }
}

function jobOf(
  source: SourceText,
  { key: id, keyOrigin: idOrigin, value: node }: MapEntry,
  outer: Defaults,
  problems: Problem[],
  whole: SpanOrigin,
): WorkflowJob {
  const steps = nodeAt(node, 'steps')
  const uses = usesOf(source, node)
  if (steps?.kind !== 'list' && uses === undefined) {
    problems.push({ message: `The job ${id} has no steps`, origin: spanOf(idOrigin, whole) })
  }
  const runsOn = nodeAt(node, 'runs-on')
  const labels = runsOn?.kind === 'map' ? nodeAt(runsOn, 'labels') : runsOn
  const environment = nodeAt(node, 'environment')
  const secrets = nodeAt(node, 'secrets')
  const defaults = defaultsOf(source, node, outer)
  return {
    id,
    idOrigin,
    name: passageOf(source, nodeAt(node, 'name')),
    runsOn: (labels?.kind === 'list' ? labels.items : [labels]).flatMap((label) => passageOf(source, label) ?? []),
    permissions: permissionsOf(node, idOrigin),
    environment: passageOf(source, environment?.kind === 'map' ? nodeAt(environment, 'name') : environment),
    needs: textsOf(nodeAt(node, 'needs')),
    if: passageOf(source, nodeAt(node, 'if')),
    env: settingsOf(source, nodeAt(node, 'env')),
    services: entriesOf(nodeAt(node, 'services')).flatMap(({ key, value }) => containerOf(source, key, value) ?? []),
    container: containerOf(source, undefined, nodeAt(node, 'container')),
    steps: (steps?.kind === 'list' ? steps.items : []).map((step, index) => stepOf(source, step, index, defaults)),
    uses,
    with: inputsOf(source, nodeAt(node, 'with')),
    secrets: secrets && {
      inherit: textOf(secrets) === 'inherit',
      settings: settingsOf(source, secrets),
      origin: secrets.origin,
    },
    matrix: nodeAt(node, 'strategy', 'matrix'),
    continueOnError: passageOf(source, nodeAt(node, 'continue-on-error')),
    origin: node.origin,
    gitlab: undefined,
  }
}

/** The steps of a composite action, which run as part of the job that uses it; none of other kinds of actions. */
export function compositeSteps(source: SourceText): readonly WorkflowStep[] {
  const { root } = parseYaml(source)
  const steps = nodeAt(root, 'runs', 'steps')
  const none = { shell: undefined, workingDirectory: undefined }
  return (steps?.kind === 'list' ? steps.items : []).map((step, index) => stepOf(source, step, index, none))
}

function stepOf(source: SourceText, node: Node, index: number, defaults: Defaults): WorkflowStep {
  const run = passageOf(source, nodeAt(node, 'run'))
  return {
    index,
    id: textOf(nodeAt(node, 'id')),
    name: passageOf(source, nodeAt(node, 'name')),
    uses: usesOf(source, node),
    with: inputsOf(source, nodeAt(node, 'with')),
    run,
    shell: run && (textOf(nodeAt(node, 'shell')) ?? defaults.shell),
    workingDirectory: passageOf(source, nodeAt(node, 'working-directory')) ?? (run && defaults.workingDirectory),
    env: settingsOf(source, nodeAt(node, 'env')),
    if: passageOf(source, nodeAt(node, 'if')),
    continueOnError: passageOf(source, nodeAt(node, 'continue-on-error')),
    origin: node.origin,
  }
}
