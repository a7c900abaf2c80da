/** Repairs of `uses:`: versions of actions as commits that are known to be theirs. */
import type { Refusal, Repair } from '../core/fix.ts'
import { lineEnd } from '../core/lines.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf } from '../core/origin.ts'
import type { ActionUse } from '../formats/workflow/document.ts'
import type { Project } from './model.ts'
import { pipelineFix, replaceAt } from './workflow-edits.ts'

export interface LockedAction {
  readonly version: string
  readonly commit: string
}

/** The repository of an action: `owner/name` of `owner/name/path`. */
const repositoryOf = (action: string): string => action.split('/').slice(0, 2).join('/')

const versionsOf = (action: string, { actions }: Lock): ReadonlyMap<string, string> | undefined => {
  const wanted = repositoryOf(action).toLowerCase()
  return [...actions].find(([name]) => name.toLowerCase() === wanted)?.[1]
}

const parts = (version: string): readonly number[] => version.replace(/^v/, '').split(/[.+-]/).map(Number)

/** The newer of two versions, number by number. */
function newer(a: string, b: string): string {
  const [one, other] = [parts(a), parts(b)]
  const at = one.findIndex((number, index) => number !== other[index])
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? -1) ? a : b
}

/** The newest version of an action that the lock knows; releases only. */
export function newestOf(action: string, lock: Lock): LockedAction | undefined {
  const versions = versionsOf(action, lock)
  const releases = [...(versions?.keys() ?? [])].filter((version) => /^v?\d+(?:\.\d+)*$/.test(version))
  if (versions === undefined || releases.length === 0) return undefined
  const version = releases.reduce(newer)
  return { version, commit: versions.get(version) ?? '' }
}

/** The commit that a version stands for, or the newest of its line: `v4` may be `v4.3.1`. */
function lockedVersion(action: string, ref: string, lock: Lock): LockedAction | undefined {
  const versions = versionsOf(action, lock)
  if (versions === undefined) return undefined
  const line = [...versions.keys()].filter(
    (version) => /^v?\d/.test(ref) && version.startsWith(`${ref}.`) && /^v?[\d.]+$/.test(version),
  )
  // A full version says more to whoever reads the line than the name of a moving tag.
  const full = line.find((version) => versions.get(version) === versions.get(ref))
  const version = full ?? (versions.has(ref) ? ref : line.length > 0 ? line.reduce(newer) : undefined)
  return version === undefined ? undefined : { version, commit: versions.get(version) ?? '' }
}

/** `owner/name@<commit>` with the version behind it as people and bots read it. */
export const pinned = (action: string, { version, commit }: LockedAction): string => `${action}@${commit} # ${version}`

/** Names the commit of an action that the lock knows instead of its tag or branch. */
export function pinAction(use: ActionUse, project: Project, lock: Lock): Repair {
  const place = firstSpanOf(use.origin)
  const text = place && project.file(place.file)?.source.text
  if (place === undefined || text === undefined || use.ref === undefined) return noEntry(use)
  if (use.kind === 'docker') return pinImage(use, lock)
  const found = lockedVersion(use.action, use.ref, lock)
  if (found === undefined) return noEntry(use)
  const written = text.slice(place.start, place.end)
  const rest = text.slice(place.end, lineEnd(text, place.end)).trim()
  // On a line with brackets a comment would swallow them.
  const mayComment = rest === '' || rest.startsWith('#')
  const said = rest.startsWith('#') && rest.includes(found.version)
  const comment = mayComment && !said ? ` # ${found.version}` : ''
  const exact = found.version === use.ref || versionsOf(use.action, lock)?.get(use.ref) === found.commit
  const title = `Pin ${repositoryOf(use.action)} to the commit of ${found.version}`
  const edits = replaceAt(place, written.replace(`@${use.ref}`, `@${found.commit}`) + comment)
  return exact
    ? pipelineFix({ title, safety: 'safe' }, edits)
    : pipelineFix({ title, safety: 'guarded', effect: `it stays at ${found.version} until somebody moves it` }, edits)
}

function pinImage(use: ActionUse, lock: Lock): Repair {
  const [, image = '', tag = ''] = /^docker:\/\/(.+?):([^/:@]+)$/.exec(use.text) ?? []
  const digest = lock.images.get(image)?.get(tag)
  if (digest === undefined)
    return { refused: 'no digest of the image is known', supply: `the digest of ${use.text} in --lock FILE` }
  return pipelineFix(
    { title: `Pin ${image} to its digest`, safety: 'safe' },
    replaceAt(use.origin, `docker://${image}:${tag}@${digest}`),
  )
}

const noEntry = ({ action, ref, kind }: ActionUse): Refusal => ({
  refused: ref === undefined ? 'it names no version' : `the commit of ${ref} is not known`,
  supply: `the commit of ${repositoryOf(action)}${kind === 'branch' || ref === undefined ? '' : ` ${ref}`} under actions in --lock FILE`,
})
