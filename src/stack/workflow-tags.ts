/** What the tags that a workflow gives to images promise: a version that stays, or a name that moves with every push. */
import { parseImageReference, versionOf } from '../core/image-reference.ts'
import type { Located } from '../core/known.ts'
import type { Origin } from '../core/origin.ts'
import type { BuildStep, ContainerStep, PushStep } from '../formats/workflow/container-step.ts'
import { expressionRanges, referencesIn } from '../formats/workflow/expression.ts'
import { listed } from '../formats/workflow/passage.ts'
import { commandsOf } from '../formats/workflow/run-commands.ts'
import type { WorkflowModel } from './model.ts'

/** `version`: names this build for good; `moving`: the next push takes the name; `unknown`: computed where nobody can see it. */
export type TagPromise = 'version' | 'moving' | 'unknown'

/** One image that a step tags or pushes. */
export interface TaggedImage {
  /** The repository as written, variables filled in as far as the workflow says them. */
  readonly repository: string
  readonly promise: TagPromise
  readonly origin: Origin
}

/** What a literal image name promises; a bare number is a build number. */
export function literalPromise(image: string): TagPromise {
  if (image.includes('$')) return 'unknown'
  const reference = parseImageReference(image)
  if (reference === undefined) return 'unknown'
  return reference.digest !== undefined || versionOf(reference.tag, 1).kind === 'exact' ? 'version' : 'moving'
}

/** The tags of a build, those of `docker/metadata-action` included. */
export function buildTags(step: BuildStep, workflow: WorkflowModel, variables: Variables): readonly TaggedImage[] {
  const metadata = step.generatedBy?.uses?.action === 'docker/metadata-action'
  return step.tags.length === 0 && step.generatedTags
    ? [{ repository: '', promise: 'unknown', origin: step.origin }]
    : step.tags.flatMap((tag) =>
        metadata && /\.outputs\.tags\b|\.outputs\.json\b/.test(tag.value)
          ? metadataTags(step, tag.origin, workflow, variables)
          : [taggedImage(tag, step, workflow, variables)],
      )
}

/** The images that a `docker push` names. */
export const pushedImages = (step: PushStep, workflow: WorkflowModel, variables: Variables): readonly TaggedImage[] =>
  step.images.map((image) => taggedImage(image, step, workflow, variables))

function taggedImage(
  { value, origin }: Located<string>,
  step: ContainerStep,
  workflow: WorkflowModel,
  variables: Variables,
): TaggedImage {
  const text = resolve(value, step, variables)
  if (text.length > longest) return { repository: '', promise: 'unknown', origin }
  const { repository, tag, open } = splitTag(text)
  const promise = open ? 'unknown' : tag === undefined ? 'moving' : tagPromiseOf(tag, workflow, step)
  return { repository, promise, origin }
}

/** Cuts at the tag's colon; colons inside expressions and expansions are none. */
function splitTag(text: string): {
  readonly repository: string
  readonly tag: string | undefined
  /** Whether a variable may hold the tag along with the name, or the whole name. */
  readonly open: boolean
} {
  let masked = text
  for (const [start, end] of expressionRanges(text)) {
    masked = masked.slice(0, start) + '_'.repeat(end - start) + masked.slice(end)
  }
  masked = masked.replace(/\$\([^)]{0,300}\)|\$\{[^}]{0,300}\}/g, (whole) => '_'.repeat(whole.length))
  const at = masked.indexOf('@')
  if (at !== -1) return { repository: text.slice(0, at), tag: text.slice(at), open: false }
  const last = masked.lastIndexOf('/') + 1
  const colon = masked.indexOf(':', last)
  return colon === -1
    ? { repository: text, tag: undefined, open: /[$`]/.test(text.slice(last).replace(registryImage, '')) }
    : { repository: text.slice(0, colon), tag: text.slice(colon + 1), open: false }
}

/** A repository's name, never with a tag. */
const registryImage = /^\$\{?CI_REGISTRY_IMAGE\}?$/

const stays =
  /^github\.(?:sha|run_number|run_id|event\.(?:release\.tag_name|number|pull_request\.(?:number|head\.sha)|workflow_run\.head_sha|head_commit\.id|after))$/
const ofRef = /^github\.(?:ref|ref_name|head_ref)$/
const shellStays =
  /\$\{?(?:GITHUB_(?:SHA|RUN_NUMBER|RUN_ID)|CI_(?:COMMIT_(?:SHA|SHORT_SHA|TAG|TIMESTAMP)|PIPELINE_I?ID|JOB_ID))\b|\$\([^)]*\bgit (?:rev-parse|describe|log|rev-list|show)\b|\$\([^)]*\bdate\b|`(?:git|date)\b/
const shellRef = /\$\{?(?:GITHUB_(?:REF_NAME|REF|HEAD_REF)|CI_COMMIT_(?:REF_NAME|REF_SLUG|BRANCH)|CI_DEFAULT_BRANCH)\b/

/** A branch's name moves with the branch; a git tag's does not. */
const refPromise = ({ workflow }: WorkflowModel, { job }: ContainerStep): TagPromise =>
  job.gitlab?.onlyTags === true ||
  workflow.triggers.some(
    ({ value, options }) =>
      value === 'release' ||
      (value === 'push' && options?.kind === 'map' && options.entries.some(({ key }) => key === 'tags')),
  )
    ? 'version'
    : 'moving'

function tagPromiseOf(tag: string, workflow: WorkflowModel, step: ContainerStep): TagPromise {
  if (tag.length > longest) return 'unknown'
  const references = expressionRanges(tag).flatMap(([start, end]) => referencesIn(tag.slice(start + 3, end - 2)))
  if (tag.startsWith('@') || references.some((name) => stays.test(name)) || shellStays.test(tag)) return 'version'
  if (references.some((name) => ofRef.test(name)) || shellRef.test(tag)) return refPromise(workflow, step)
  if (tag.includes('$') || tag.includes('`')) return 'unknown'
  return versionOf(tag, 1).kind === 'exact' ? 'version' : 'moving'
}

/** A variable's value as a step of the workflow sees it. */
export type Variables = (step: ContainerStep, name: string) => string | undefined

const longest = 2000

/** Variables that the workflow sets itself: in `env:`, or by an assignment in the step's own script. Each step is read once. */
export function variablesOf({ workflow }: WorkflowModel): Variables {
  const read = new Map<ContainerStep['step'], ReadonlyMap<string, string>>()
  const valuesIn = ({ job, step }: ContainerStep): ReadonlyMap<string, string> => {
    const settings = [...workflow.env, ...job.env, ...step.env].map(({ name, value }) => [name, value] as const)
    const assigned = commandsOf(job, step).flatMap(({ name, assignments }) =>
      name === undefined || name === 'export'
        ? assignments.map((one) => [one.name, one.value?.text ?? ''] as const)
        : [],
    )
    return new Map([...settings, ...assigned])
  }
  return (place, name) => {
    const values = read.get(place.step) ?? valuesIn(place)
    read.set(place.step, values)
    const value = values.get(name)
    return value === undefined || value.length > 200 ? undefined : value
  }
}

/** Fills in variables, a few levels deep; a long text stays as it is. */
function resolve(text: string, step: ContainerStep, variables: Variables): string {
  let current = text
  for (let depth = 0; depth < 4 && current.length < longest && current.includes('$'); depth += 1) {
    const next = current
      .replace(/\$\{\{\s*env\.([\w-]+)\s*\}\}/g, (whole, name: string) => variables(step, name) ?? whole)
      .replace(
        /\$(?:\{(\w+)\}|(\w+))/g,
        (whole, braced?: string, bare?: string) => variables(step, braced ?? bare ?? '') ?? whole,
      )
    if (next === current) break
    current = next
  }
  return current
}

/** What `docker/metadata-action` makes of its `tags:`; by default a branch or git tag gives its name. */
function metadataTags(
  step: BuildStep,
  at: Origin,
  workflow: WorkflowModel,
  variables: Variables,
): readonly TaggedImage[] {
  const inputs = step.generatedBy?.with
  const repository = resolve(inputs?.get('images')?.value.trim() ?? '', step, variables)
  const lines = listed(inputs?.get('tags'), /\n/)
  if (lines.length === 0) return [{ repository, promise: refPromise(workflow, step), origin: at }]
  return lines.map((line) => ({
    repository,
    promise: metadataPromise(resolve(line.value, step, variables), workflow, step),
    origin: line.origin,
  }))
}

function metadataPromise(line: string, workflow: WorkflowModel, step: ContainerStep): TagPromise {
  const fields = new Map(line.split(',').map((field) => [field.replace(/=.*/s, ''), field.replace(/^[^=]*=?/s, '')]))
  const type = fields.get('type') ?? 'raw'
  if (/^(?:semver|pep440|calver|sha|match)$/.test(type)) return 'version'
  if (type === 'ref') return fields.get('event') === 'branch' ? 'moving' : 'version'
  if (type === 'raw') return tagPromiseOf(fields.get('value') ?? line, workflow, step)
  if (type === 'schedule') return /YY|DD/.test(fields.get('pattern') ?? '') ? 'version' : 'moving'
  return type === 'edge' ? 'moving' : 'unknown'
}
