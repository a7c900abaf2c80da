/** Repairs of labels: images that do not say what they were built from, names and values that their readers cannot use. */
import type { Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import { annotationMeant, valueMeant } from '../knowledge/image-annotations.ts'
import type { Stage } from './build-model.ts'
import { isWrittenAs, replaceWords } from './dockerfile-edits.ts'
import { labelNames } from './image-labels.ts'
import { type Assignment, assignmentsOf, instructionsOf, withoutQuotes } from './instructions.ts'
import { isSamePlace } from './run-edits.ts'
import { pipelineFix, setBelow } from './workflow-edits.ts'

/** What GitHub knows of the run that builds, by the label that says it. */
const known: readonly (readonly [label: string, value: string])[] = [
  ['org.opencontainers.image.source', '${{ github.server_url }}/${{ github.repository }}'],
  ['org.opencontainers.image.revision', '${{ github.sha }}'],
  ['org.opencontainers.image.version', '${{ github.ref_name }}'],
]

/** Lets the step of GitHub’s workflow that builds the image label it. */
export function labelInWorkflow(stage: Stage): Repair {
  const { build, subject } = stage
  const steps = build.usedBy.flatMap((use) =>
    use.kind === 'workflow' && use.file.includes('.github/workflows/')
      ? build.project.workflows
          .filter(({ file }) => file === use.file)
          .flatMap(({ jobs }) => jobs.filter(({ id }) => id === use.job).flatMap((job) => job.steps))
          .filter((step) => step.kind === 'build' && step.step.uses?.action === 'docker/build-push-action')
      : [],
  )
  const [only] = steps
  if (only === undefined || new Set(steps.map(({ step }) => step.origin)).size > 1)
    return {
      refused: `no step of a workflow here builds ${subject.name} by docker/build-push-action alone`,
      supply: 'the repository, commit and version, from whatever builds the image',
    }
  const names = labelNames(stage)
  const lines = known.filter(([label]) => !names.has(label)).map(([label, value]) => `${label}=${value}\n`)
  return pipelineFix(
    { title: `Label the image of ${stage.dockerfile.file} with its repository, commit and version`, safety: 'safe' },
    setBelow(only.step.origin, ['with', 'labels'], lines.join(''), ['tags']),
  )
}

const labelsOf = (stage: Stage): readonly Assignment[] =>
  instructionsOf(stage, 'label').flatMap((instruction) => assignmentsOf(instruction))

/** Gives a label a name by the rules: lower case, single separators. A reserved namespace takes one of somebody's own. */
export function labelRenamed({ origin }: Fail, stage: Stage): Repair | undefined {
  const label = labelsOf(stage).find(({ name }) => isSamePlace(name.origin, origin))
  if (!label || !isWrittenAs(stage.dockerfile, label.name)) return undefined
  const written = withoutQuotes(label.name.text)
  const name = written
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/[.-]*\.[.-]*/g, '.')
    .replace(/-+/g, '-')
    .replace(/^[^a-z]+|[.-]+$/g, '')
  const reserved = /^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(name)
  const taken = labelsOf(stage).some((other) => withoutQuotes(other.name.text) === name)
  if (reserved || taken || name === '')
    return { refused: reserved ? 'only you know a domain of yours' : 'no other name follows from it', supply: 'a name' }
  return {
    title: `Call the label ${name}`,
    safety: 'guarded',
    effect: `who looks for ${written} finds nothing`,
    edits: [replaceWords(label.name.origin, label.name.text.replace(written, name))],
  }
}

/** Writes what a label's value, or the name of an annotation, can only mean. */
export function labelCorrected({ origin }: Fail, stage: Stage): Repair | undefined {
  const label = labelsOf(stage).find((one) => isSamePlace(one.origin, origin))
  if (!label?.value || label.unquoted === undefined) return undefined
  const { name, value, unquoted } = label
  const [before, now] = [withoutQuotes(name.text), annotationMeant(withoutQuotes(name.text))]
  if (now !== undefined && !labelNames(stage).has(now) && isWrittenAs(stage.dockerfile, name))
    return {
      title: `Name the annotation ${now}`,
      safety: 'guarded',
      effect: `who looks for ${before} finds nothing`,
      edits: [replaceWords(name.origin, name.text.replace(before, now))],
    }
  const meant = valueMeant(before, unquoted)
  if (meant === undefined || !isWrittenAs(stage.dockerfile, value))
    return { refused: `what ${before} is to say is not in the file`, supply: 'the value' }
  return {
    title: `Let ${before} say ${meant}`,
    safety: 'safe',
    edits: [
      replaceWords(value.origin, value.text.includes(unquoted) ? value.text.replace(unquoted, meant) : `"${meant}"`),
    ],
  }
}
