/** Finds the project of every bake file and of every directory of Terraform. */

import { directoryOf, nameOf, within } from '../core/tree.ts'
import type { HclDocument } from '../formats/hcl/syntax.ts'
import type { Built } from './builds.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { isInSamples } from './file-names.ts'
import { isWithin } from './group.ts'
import type { Survey } from './survey.ts'
import type { ProjectSource, Skipped } from './workspace.ts'

/** Adds the files to the drafts they belong to; Terraform for AWS that belongs to none is a project of its own. */
export function attachInfrastructure(survey: Survey, drafts: Draft[], built: readonly Built[]): void {
  for (const file of survey.found.bake) {
    const builds = built.filter(({ by }) => by === file).map(({ dockerfile }) => dockerfile)
    const owner =
      drafts.find(({ dockerfiles }) => builds.some((dockerfile) => dockerfiles.has(dockerfile))) ??
      nearestAbove(drafts, directoryOf(file))
    owner?.others.add(file)
  }
  const own = drafts.length
  for (const directories of connected(survey)) {
    const top = directories.reduce(commonDirectory)
    const files = survey.found.terraform.filter((file) => directories.some((one) => homeOf(file, directories) === one))
    const known = drafts.slice(0, own)
    const owner = nearestAbove(known, top) ?? onlyBelow(known, top) ?? onlyOne(known)
    const target = owner ?? emptyDraft(top, [])
    if (owner === undefined) {
      if (!files.some((file) => isWorthAProject(survey.hcl(file)))) continue
      drafts.push(target)
    }
    for (const file of files) target.others.add(file)
  }
}

/** What only calls modules from elsewhere, or is for another cloud, is no stack that anything is known of; what is broken may be. */
const isWorthAProject = (document: HclDocument | undefined): boolean =>
  document !== undefined &&
  (document.problems.length > 0 ||
    document.body.blocks.some(
      ({ labels, type }) => type === 'resource' && labels[0]?.value.startsWith('aws_') === true,
    ))

/** Bake files and directories of Terraform that no project has. */
export function leftOut({ found }: Survey, projects: readonly ProjectSource[]): readonly Skipped[] {
  const owned = new Set(projects.flatMap(({ otherFiles }) => otherFiles))
  const bake = found.bake.filter((file) => !owned.has(file))
  const terraform = new Set(found.terraform.filter((file) => !owned.has(file)).map(directoryOf))
  return [
    ...bake.map((what) => ({ what, reason: 'a bake file that builds no Dockerfile of these files' })),
    ...[...terraform].map((what) => ({ what: what || '.', reason: 'Terraform that defines nothing of AWS by itself' })),
  ]
}

const nearestAbove = (drafts: readonly Draft[], directory: string): Draft | undefined =>
  drafts
    .filter((draft) => isWithin(draft.directory, directory))
    .toSorted((a, b) => b.directory.length - a.directory.length)[0]

const onlyBelow = (drafts: readonly Draft[], directory: string): Draft | undefined => {
  const below = drafts.filter(
    (draft) => isWithin(directory, draft.directory) && !isInSamples(directory, draft.directory),
  )
  return below.length === 1 ? below[0] : undefined
}

const onlyOne = (drafts: readonly Draft[]): Draft | undefined => {
  const real = drafts.filter((draft) => !isInSamples('', draft.directory))
  return real.length === 1 ? real[0] : undefined
}

function commonDirectory(a: string, b: string): string {
  let common = a
  while (!isWithin(common, b)) common = directoryOf(common)
  return common
}

const isCode = (file: string): boolean => !/\.tfvars(?:\.json)?$/.test(nameOf(file))

/** The directory whose module a file belongs to: its own, or for values the nearest one above. */
function homeOf(file: string, directories: readonly string[]): string | undefined {
  if (isCode(file)) return directoryOf(file)
  for (let at = directoryOf(file); ; at = directoryOf(at)) {
    if (directories.includes(at)) return at
    if (at === '') return undefined
  }
}

/** Directories of Terraform in groups: what lies below another, or is called by it as a module, belongs to it. */
function connected(survey: Survey): readonly (readonly string[])[] {
  const directories = [...new Set(survey.found.terraform.filter(isCode).map(directoryOf))]
  const there = new Set(directories)
  const groups = new Map(directories.map((directory) => [directory, new Set([directory])]))
  const join = (a: string, b: string): void => {
    const [into, from] = [groups.get(a), groups.get(b)]
    if (into === undefined || from === undefined || into === from) return
    for (const directory of from) {
      into.add(directory)
      groups.set(directory, into)
    }
  }
  for (const directory of directories) {
    for (let above = directory; above !== ''; ) {
      above = directoryOf(above)
      if (there.has(above)) join(above, directory)
    }
  }
  for (const file of survey.found.terraform.filter(isCode)) {
    for (const source of localSources(survey, file)) {
      const called = within(directoryOf(file), source)
      if (called !== undefined) join(directoryOf(file), called)
    }
  }
  return [...new Set(groups.values())].map((group) => [...group].sort())
}

/** The directories that a file calls as modules, as written. */
const localSources = (survey: Survey, file: string): readonly string[] =>
  (survey.hcl(file)?.body.blocks ?? []).flatMap((block) => {
    const source =
      block.type === 'module' ? block.body.attributes.find(({ name }) => name === 'source')?.value : undefined
    return source?.kind === 'literal' && /^\.\.?(?:\/|$)/.test(String(source.value)) ? [String(source.value)] : []
  })
