/** Repairs of builds that push images without a record of how they were made, or of what is in them. */
import type { FileEdits, Refusal, Repair } from '../core/fix.ts'
import { lineStart } from '../core/lines.ts'
import { nodeAt } from '../core/node.ts'
import { absent, firstSpanOf } from '../core/origin.ts'
import type { Fail } from '../core/verdict.ts'
import type { BuildStep } from '../formats/workflow/container-step.ts'
import type { Build } from './build-model.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'
import { publishes, stepsOf } from './pipeline.ts'
import { isSamePlace } from './run-edits.ts'
import { above, pipelineFix, setBelow } from './workflow-edits.ts'

const noBuilder: Refusal = {
  refused: 'the builder of Docker itself attests nothing',
  supply: 'a builder of its own (docker/setup-buildx-action) before the build',
}

/** Whether a step before the build makes a builder that can attest. */
const hasBuilder = ({ job, step }: BuildStep): boolean =>
  job.steps.some(
    ({ uses, run, index }) =>
      index < step.index &&
      (uses?.action === 'docker/setup-buildx-action' || /\bdocker\s+buildx\s+create\b/.test(run?.value ?? '')),
  )

const attest = ({ step, by }: BuildStep, input: 'provenance' | 'sbom'): readonly FileEdits[] =>
  by === 'docker/build-push-action' && step.uses ? setBelow(above(step.uses.origin), ['with', input], true) : []

/** Lets a build that switches it off record how the image is made. */
export function recordProvenance({ origin }: Fail, job: WorkflowJob): Repair | undefined {
  const build = job.steps.find((step): step is BuildStep => step.kind === 'build' && step.provenance?.origin === origin)
  if (build === undefined) return undefined
  if (!hasBuilder(build)) return noBuilder
  const edits = attest(build, 'provenance')
  if (edits.length === 0)
    return { refused: `${build.by} is told so in an unusual way`, supply: 'the option `--provenance=true`' }
  const effect = 'the tag names an index, which AWS Lambda and some older registries refuse'
  return pipelineFix({ title: 'Record how the pushed image is made', safety: 'guarded', effect }, edits)
}

/** Lets every build of a workflow that pushes list what is in the image. */
export function listContents(workflow: WorkflowModel): Repair {
  const builds = stepsOf(workflow).filter((step): step is BuildStep => step.kind === 'build' && publishes(step))
  const pushes = stepsOf(workflow).some((step) => step.kind === 'push' && publishes(step))
  if (pushes || builds.length === 0 || builds.some(({ by }) => by !== 'docker/build-push-action'))
    return {
      refused: 'what `docker build` makes has no place for a list of what is in it',
      supply: 'a build with docker/build-push-action, or a step with Syft',
    }
  if (!builds.every(hasBuilder)) return noBuilder
  if (builds.some(({ step }) => /type=(?:docker|local|tar)\b/.test(step.with.get('outputs')?.value ?? '')))
    return {
      refused: 'a file of the image has no place for a list of what is in it',
      supply: 'a build for the push alone',
    }
  const title = `List what is in the images that ${workflow.file} pushes`
  const effect = 'the tag names an index, which AWS Lambda and some older registries refuse'
  return pipelineFix({ title, safety: 'guarded', effect }, ...builds.map((build) => attest(build, 'sbom')))
}

/** Lets a bake target that pushes record how its image is made, and what is in it. */
export function attestInBake({ origin }: Fail, { project, usedBy }: Build): Repair | undefined {
  const use = usedBy.find((one) => one.kind === 'bake' && isSamePlace(absent('attest', one.target.origin), origin))
  const refused = 'what is attested is written elsewhere, or switched off'
  const supply = 'attest = ["type=provenance,mode=max", "type=sbom"] in the target'
  if (use?.kind !== 'bake' || origin.kind !== 'absent') return { refused, supply }
  const { node, name, origin: head } = use.target
  const output = nodeAt(node, 'output')
  const place = output && firstSpanOf(output.origin)
  const text = project.file(head.file)?.source.text
  if (!place || place.file !== head.file || text === undefined) return { refused, supply }
  const line = text.slice(lineStart(text, place.start), place.start)
  const [, blank] = /^[ \t]*output([ \t]*)=[ \t]*$/.exec(line) ?? []
  // An output that is inherited is another target's, and so would the attestation be.
  if (blank === undefined || place.start < head.end || /\btarget\s+"/.test(text.slice(head.end, place.start)))
    return { refused, supply }
  const lines = [`attest${blank}= ["type=provenance,mode=max", "type=sbom"]`]
  return {
    title: `Let ${name} say what is in its image, and how it was made`,
    safety: 'guarded',
    effect: 'the tag names an index, which AWS Lambda and some older registries refuse',
    edits: [{ file: head.file, spans: [{ do: 'insert', where: 'after', start: place.start, end: place.end, lines }] }],
  }
}
