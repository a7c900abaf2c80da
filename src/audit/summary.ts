/** What the report says of projects besides findings: variants with their pictures, the inventory. */
import type { Decision } from '../core/assurance.ts'
import type { ContainerCheck, ContainerSummary, Missed } from '../core/observed.ts'
import { spansOf } from '../core/origin.ts'
import type { ProjectReport, Report, VariantSummary } from '../core/report.ts'
import { positionAt } from '../core/text.ts'
import type { Project } from '../stack/model.ts'
import { containerChecks } from '../stack/running/benchmark.ts'
import { containerSummaries } from './container-summaries.ts'
import { decisionsOf } from './decisions.ts'
import { graphOf } from './graph.ts'
import { imageSummaries, type LookedInto } from './image-summaries.ts'
import { locate, type Sources } from './locate.ts'
import type { Crash } from './run.ts'
import { type StackImage, stackImagesOf } from './stack-images.ts'
import type { BuiltService } from './tagging.ts'

/** What is kept of a project once it has been judged; its model, which is far larger, can then be let go. */
export interface ProjectSummary {
  readonly id: string
  readonly directory: string
  readonly variants: readonly VariantSummary[]
  readonly images: ReadonlyMap<string, ReadonlySet<string>>
  readonly dockerfiles: readonly string[]
  readonly composeFiles: readonly string[]
  readonly workflows: readonly string[]
  readonly built: readonly BuiltService[]
  readonly stackImages: readonly StackImage[]
  readonly decisions: readonly Decision[]
  readonly incomplete: Report['incomplete']
  /** Those that an engine was seen to have. */
  readonly containers: readonly ContainerSummary[]
  /** What the benchmark asks of each of them. */
  readonly containerChecks: readonly ContainerCheck[]
  readonly lookedInto: readonly LookedInto[]
}

/** What an audit did not get to see. */
interface Gaps {
  readonly crashes: readonly Crash[]
  /** What an engine could not tell, of any project. */
  readonly missed: readonly Missed[]
}

/** `today` is an ISO date. */
export const summaryOf = (project: Project, gaps: Gaps, sources: Sources, today: string): ProjectSummary => ({
  id: project.id,
  directory: project.directory,
  variants: variantSummaries(project, sources),
  images: imageUsers(project),
  dockerfiles: project.dockerfiles.map(({ file }) => file),
  composeFiles: project.composeFiles.map(({ file }) => file),
  workflows: project.workflows.map(({ file }) => file),
  built: project.variants.flatMap(({ services }) =>
    services.flatMap(({ name, build }) =>
      build ? [{ name, context: build.context?.path ?? '', file: build.dockerfile.file }] : [],
    ),
  ),
  stackImages: stackImagesOf(project),
  decisions: decisionsOf(project, sources, today),
  incomplete: incompleteOf(project, gaps, sources),
  containers: containerSummaries(project),
  containerChecks: containerChecks(project),
  lookedInto: imageSummaries(project),
})

function variantSummaries(project: Project, sources: Sources): readonly VariantSummary[] {
  return project.variants.map((variant) => ({
    name: variant.name,
    platform: variant.platform,
    environment: variant.environment,
    productionLike: variant.productionLike,
    files: variant.files,
    evidence: variant.evidence.map(({ text, origin }) => {
      const source = origin === undefined ? undefined : sources(origin.file)
      return origin && source ? `${text} (${origin.file}:${positionAt(source, origin.start).line})` : text
    }),
    graph: graphOf(variant),
  }))
}

/** Which images a project names, and who uses each. */
function imageUsers(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const images = new Map<string, Set<string>>()
  for (const image of project.images) {
    const name = image.reference.known ? image.reference.value.written : image.written
    const users = images.get(name) ?? new Set()
    users.add(image.service?.name ?? spansOf(image.origin)[0]?.file ?? project.name)
    images.set(name, users)
  }
  return images
}

const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort()

/** Images and files of all projects together. */
export function inventoryOf(projects: readonly ProjectSummary[]): Report['inventory'] {
  const users = new Map<string, Set<string>>()
  for (const { images } of projects) {
    for (const [image, names] of images) users.set(image, new Set([...(users.get(image) ?? []), ...names]))
  }
  return {
    images: sorted(users.keys()).map((reference) => ({ reference, usedBy: sorted(users.get(reference) ?? []) })),
    dockerfiles: sorted(projects.flatMap(({ dockerfiles }) => dockerfiles)),
    composeFiles: sorted(projects.flatMap(({ composeFiles }) => composeFiles)),
    workflows: sorted(projects.flatMap(({ workflows }) => workflows)),
  }
}

/** The lowest score among projects that are run; lone Dockerfiles that nothing refers to count only where there is nothing else. */
export function headlineOf(projects: readonly ProjectReport[]): ProjectReport | undefined {
  const scored = projects.filter(({ score }) => score !== null)
  const run = scored.filter(({ variants }) => variants.length > 0)
  const lowest = (list: readonly ProjectReport[]): ProjectReport | undefined =>
    [...list].sort((a, b) => (a.score?.overall ?? 0) - (b.score?.overall ?? 0))[0]
  return lowest(run.length > 0 ? run : scored)
}

/** What the audit could not see: input that did not parse, rules that crashed, containers that an engine could not tell of. */
const incompleteOf = (project: Project, { crashes, missed }: Gaps, sources: Sources): Report['incomplete'] => [
  ...project.problems
    .filter(({ unread }) => unread)
    .map((problem) => ({
      what: problem.origin.file,
      because: problem.message,
      location: locate(problem.origin, sources) ?? null,
    })),
  ...crashes.map((crash) => ({
    what: `rule ${crash.rule} on ${crash.subject.kind} ${crash.subject.name}`,
    because: `it crashed, which is a fault of Drydock itself: ${crash.error}`,
    location: locate(crash.origin, sources) ?? null,
  })),
  ...missed.flatMap(({ what, because, of }) => {
    if (of?.project !== project.id) return []
    const service = project.variants.flatMap(({ services }) => services).find(({ name }) => name === of.service)
    return [{ what, because, location: locate(service?.origin ?? project.origin, sources) ?? null }]
  }),
]
