/** Finds the project of each task definition and directory of manifests: the one whose images they run. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { type Deployment, homeOf, namesOfDockerfile, shortNameOf } from './deployment.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { isInSamples, isSampleFolder } from './file-names.ts'
import { isWithin } from './group.ts'
import { sketchesOf } from './model.ts'
import type { Survey } from './survey.ts'

/** Adds each deployment to the draft that it runs; those that run nobody's images are projects of their own. */
export function attachDeployments(survey: Survey, drafts: Draft[], deployments: readonly Deployment[]): void {
  const named = new Map<Draft, ReadonlySet<string>>()
  const namesOf = (draft: Draft): ReadonlySet<string> => {
    const names = named.get(draft) ?? builtNames(survey, draft)
    named.set(draft, names)
    return names
  }
  for (const deployment of deployments) {
    const found =
      deployedBy(drafts, deployment) ??
      runningImages(drafts, deployment, namesOf) ??
      nearest(drafts, deployment.model.projectDirectory)
    const target = found ?? emptyDraft(deployment.model.projectDirectory, [])
    if (!drafts.includes(target)) drafts.push(target)
    target.deployments.push(deployment)
    for (const file of deployment.model.runBy) if (survey.found.workflows.includes(file)) target.workflows.add(file)
  }
}

/** What the images and services that a project builds are called, as far as names of services, images and folders tell. */
function builtNames(survey: Survey, { models, dockerfiles }: Draft): ReadonlySet<string> {
  const services = models.flatMap((model) => sketchesOf(survey, model.files).flatMap((sketch) => sketch.services))
  const built = services.filter(({ build }) => build !== undefined)
  const folders = [...dockerfiles].flatMap(namesOfDockerfile)
  const images = built.flatMap(({ image }) => (image === undefined ? [] : (shortNameOf(image) ?? [])))
  return new Set([...built.map(({ name }) => name), ...images, ...folders].filter((name) => name !== ''))
}

/** The project of the workflow that deploys it, where that is one project. */
function deployedBy(drafts: readonly Draft[], { model }: Deployment): Draft | undefined {
  const owners = drafts.filter(({ workflows }) => model.runBy.some((file) => workflows.has(file)))
  return owners.length === 1 ? owners[0] : undefined
}

/** The project below the same home that builds most of the images. Lone Dockerfiles that one deployment runs are one project. */
function runningImages(
  drafts: Draft[],
  deployment: Deployment,
  namesOf: (draft: Draft) => ReadonlySet<string>,
): Draft | undefined {
  const home = homeOf(deployment.model.projectDirectory)
  const wanted = new Set([...deployment.images, ...deployment.containers])
  const matching = drafts.flatMap((draft) => {
    const near = isWithin(home, draft.directory) || isWithin(draft.directory, home)
    const shared =
      near && !isInSamples(home, draft.directory) ? [...namesOf(draft)].filter((name) => wanted.has(name)) : []
    return shared.length === 0 ? [] : [{ draft, count: shared.length }]
  })
  const [best] = matching.toSorted((a, b) => b.count - a.count || b.draft.directory.length - a.draft.directory.length)
  const lone = matching.filter(({ draft }) => draft.models.length === 0)
  if (lone.length < 2 || lone.length < matching.length) return best?.draft
  const joined: Draft = {
    ...emptyDraft(
      commonDirectory(
        home,
        lone.map(({ draft }) => draft.directory),
      ),
      [],
    ),
    deployments: lone.flatMap(({ draft }) => draft.deployments),
    dockerfiles: new Set(lone.flatMap(({ draft }) => [...draft.dockerfiles])),
    workflows: new Set(lone.flatMap(({ draft }) => [...draft.workflows])),
    others: new Set(lone.flatMap(({ draft }) => [...draft.others])),
  }
  for (const { draft } of lone) drafts.splice(drafts.indexOf(draft), 1)
  return joined
}

/** The directory that holds all of them, not above `home` where they lie below it. */
function commonDirectory(home: string, directories: readonly string[]): string {
  let common = directories[0] ?? home
  while (common !== '' && !directories.every((directory) => isWithin(common, directory))) common = directoryOf(common)
  return isWithin(common, home) ? common : home
}

/** The nearest project above a directory; what lies in a folder of samples or tests belongs to nothing outside. */
function nearest(drafts: readonly Draft[], directory: string): Draft | undefined {
  for (let at = directory; ; at = directoryOf(at)) {
    const found = drafts.find((draft) => draft.directory === at && draft.models.length + draft.dockerfiles.size > 0)
    if (found || at === '' || isSampleFolder(nameOf(at))) return found
  }
}
