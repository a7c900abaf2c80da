/** Puts projects together: which Dockerfiles, workflows and other files belong to which. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { attachDeployments } from './attach.ts'
import type { Built } from './builds.ts'
import type { Deployment } from './deployment.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { checkoutOf, isInSamples, isSampleFolder } from './file-names.ts'
import { directoryOfProject, isWithin } from './group.ts'
import { attachInfrastructure } from './infrastructure.ts'
import { type Model, sketchesOf } from './model.ts'
import { deployedVariants, settleVariants } from './settle.ts'
import type { Survey } from './survey.ts'
import type { ProjectSource } from './workspace.ts'

export function assemble(
  survey: Survey,
  groups: readonly (readonly Model[])[],
  built: readonly Built[],
  deployments: readonly Deployment[] = [],
): readonly ProjectSource[] {
  const drafts = joinTests(
    survey,
    groups.map((models) => draftOf(survey, models)),
  )
  claimBuilt(drafts, built)
  claimNeighbours(drafts, survey.found.dockerfiles)
  drafts.push(...loneDockerfiles(drafts, survey.found.dockerfiles))
  claimWorkflows(drafts, survey.found.workflows, built)
  attachDeployments(survey, drafts, deployments)
  claimOthers(survey, drafts)
  const projects = drafts.filter((draft) => draft.models.length + draft.dockerfiles.size + draft.deployments.length > 0)
  attachInfrastructure(survey, projects, built)
  return named(
    survey,
    projects.sort((a, b) => compare(a.directory, b.directory)),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function draftOf(survey: Survey, models: readonly Model[]): Draft {
  const sketches = models.flatMap((model) => sketchesOf(survey, model.files))
  const dockerfiles = sketches.flatMap((sketch) => sketch.services.flatMap((one) => one.build?.dockerfile ?? []))
  return {
    directory: directoryOfProject(survey, models),
    models,
    dockerfiles: new Set(dockerfiles.filter(survey.isFile)),
    workflows: new Set(),
    others: new Set(models.flatMap((model) => [...model.envFiles, ...model.runBy])),
    deployments: [],
  }
}

/** A stack in a folder of tests or samples that builds what a project outside delivers is one more way to run that project. */
function joinTests(survey: Survey, drafts: readonly Draft[]): Draft[] {
  const outside = drafts.filter((draft) => !isInSamples('', draft.directory))
  const joined = new Map<Draft, Model[]>()
  for (const draft of drafts.filter((one) => !outside.includes(one))) {
    const delivered = [...draft.dockerfiles].find((file) => !isInSamples('', directoryOf(file)))
    const target = delivered === undefined ? undefined : nearestTo(outside, delivered)
    if (target) joined.set(target, [...(joined.get(target) ?? target.models), ...draft.models])
    else joined.set(draft, [...draft.models])
  }
  for (const draft of outside) if (!joined.has(draft)) joined.set(draft, [...draft.models])
  return [...joined].map(([draft, models]) => ({ ...draftOf(survey, models), directory: draft.directory }))
}

/** The project whose directory holds the file most closely. */
const nearestTo = (drafts: readonly Draft[], file: string): Draft | undefined =>
  drafts
    .filter((draft) => isWithin(draft.directory, directoryOf(file)))
    .toSorted((a, b) => b.directory.length - a.directory.length)[0]

/** Who owns a Dockerfile; of several projects that build it, the first. */
const ownersOf = (drafts: readonly Draft[]): Map<string, Draft> =>
  new Map(drafts.toReversed().flatMap((draft) => [...draft.dockerfiles].map((file) => [file, draft] as const)))

/** What one repository's workflows, or one folder's scripts, build is one project; it may be one that compose already made. */
function claimBuilt(drafts: Draft[], built: readonly Built[]): void {
  const owners = ownersOf(drafts)
  for (const home of new Set(built.map((one) => one.home))) {
    const here = built.filter((one) => one.home === home)
    const free = [...new Set(here.map((one) => one.dockerfile))].filter((file) => !owners.has(file))
    if (free.length === 0) continue
    const known = new Set(here.flatMap((one) => owners.get(one.dockerfile) ?? []))
    const [only] = known
    const atHome = drafts.find((draft) => draft.directory === home)
    const target = atHome ?? (known.size === 1 ? only : undefined) ?? emptyDraft(home, [])
    for (const file of free) {
      target.dockerfiles.add(file)
      owners.set(file, target)
    }
    if (!drafts.includes(target)) drafts.push(target)
  }
}

/** A Dockerfile that nobody names belongs to the nearest project above it, unless it lies in a folder of samples. */
function claimNeighbours(drafts: readonly Draft[], dockerfiles: readonly string[]): void {
  const byDirectory = new Map(drafts.toReversed().map((draft) => [draft.directory, draft]))
  const owners = ownersOf(drafts)
  for (const file of dockerfiles) {
    if (owners.has(file)) continue
    for (let at = directoryOf(file); ; at = directoryOf(at)) {
      const draft = byDirectory.get(at)
      if (draft) draft.dockerfiles.add(file)
      if (draft || at === '' || isSampleFolder(nameOf(at))) break
    }
  }
}

/** Dockerfiles that belong to nothing are projects of their own, one for each directory. */
function loneDockerfiles(drafts: readonly Draft[], dockerfiles: readonly string[]): readonly Draft[] {
  const owners = ownersOf(drafts)
  const lone = dockerfiles.filter((file) => !owners.has(file))
  const directories = new Map<string, string[]>()
  for (const file of lone) directories.set(directoryOf(file), [...(directories.get(directoryOf(file)) ?? []), file])
  return [...directories].map(([directory, files]) => emptyDraft(directory, files))
}

/** A workflow belongs to what it builds or runs; one that names nothing, to the repository's main project. */
function claimWorkflows(drafts: readonly Draft[], workflows: readonly string[], built: readonly Built[]): void {
  const unclaimed: string[] = []
  for (const workflow of workflows) {
    const dockerfiles = built.filter((one) => one.by === workflow).map((one) => one.dockerfile)
    const owners = drafts.filter(
      (draft) =>
        dockerfiles.some((file) => draft.dockerfiles.has(file)) ||
        draft.models.some((model) => model.runBy.includes(workflow)),
    )
    for (const draft of owners) draft.workflows.add(workflow)
    if (owners.length === 0) unclaimed.push(workflow)
  }
  for (const workflow of unclaimed) mainProject(drafts, checkoutOf(workflow))?.workflows.add(workflow)
}

/** The project that a repository is about: the only one, the one at its top, or the only one that its workflows serve. */
function mainProject(drafts: readonly Draft[], repository: string): Draft | undefined {
  const inside = drafts.filter(
    (draft) => isWithin(repository, draft.directory) && !isInSamples(repository, draft.directory),
  )
  if (inside.length <= 1) return inside[0]
  const atTop = inside.filter((draft) => draft.directory === repository)
  if (atTop.length === 1) return atTop[0]
  const served = inside.filter((draft) => draft.workflows.size > 0)
  return served.length === 1 ? served[0] : undefined
}

/** Env files belong to the nearest project above them. */
function claimOthers(survey: Survey, drafts: readonly Draft[]): void {
  const byDirectory = new Map(drafts.toReversed().map((draft) => [draft.directory, draft]))
  for (const file of survey.found.environments) {
    for (let at = directoryOf(file); ; at = directoryOf(at)) {
      const draft = byDirectory.get(at)
      if (draft) draft.others.add(file)
      if (draft || at === '') break
    }
  }
}

/** Gives each project its id and name; several in one directory are told apart by what their models are called. */
function named(survey: Survey, drafts: readonly Draft[]): readonly ProjectSource[] {
  const ids = new Set<string>()
  return drafts.map((draft) => {
    const composed = settleVariants(draft.directory, draft.models)
    const variants = [...composed, ...deployedVariants(draft, composed)]
    const plain = draft.directory === '' ? '.' : draft.directory
    const sketches = sketchesOf(survey, composed[0]?.files ?? [])
    const declared = sketches.find((sketch) => sketch.name !== undefined && !sketch.name.includes('$'))?.name
    let id = plain
    const detail = variants[0]?.name ?? nameOf([...draft.dockerfiles][0] ?? directoryOf([...draft.others].at(-1) ?? ''))
    for (let count = 1; ids.has(id); count++) id = `${plain}#${detail}${count === 1 ? '' : ` ${count}`}`
    ids.add(id)
    return {
      id,
      directory: draft.directory,
      name: declared ?? (draft.directory === '' ? survey.tree.folder : nameOf(draft.directory)),
      variants,
      dockerfiles: [...draft.dockerfiles].sort(compare),
      workflows: [...draft.workflows].sort(compare),
      otherFiles: [...draft.others].sort(compare),
    }
  })
}
