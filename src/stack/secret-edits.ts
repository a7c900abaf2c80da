/** Repairs that let compose ask for a credential instead of holding it. What is taken out is written nowhere else. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits, Fix, Refusal, Repair } from '../core/fix.ts'
import { type Origin, type SpanOrigin, spansOf } from '../core/origin.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import type { Project } from './model.ts'
import { type Cut, literalsAt, scalarAt, variableFor } from './secret-variables.ts'

/** A reference that stops compose where nobody sets the variable. */
export const required = (variable: string): string => `\${${variable}:?set ${variable}}`

/** Examples of an env file beside a compose file, whose names compilers know. */
const isExample = (file: string): boolean => /^(?:\.env\.\w+|\w+\.env|env\.\w+)$/.test(nameOf(file))

/** Names variables, without values, in the example of the env file that lies beside a compose file; nothing where there is none. */
export function namedInExample(
  project: Project,
  composeFile: string,
  variables: readonly string[],
): readonly FileEdits[] {
  const example = project.envFiles.find(
    ({ file, template, exists }) =>
      template && exists && directoryOf(file) === directoryOf(composeFile) && isExample(file),
  )
  const lacking = variables.filter((name) => example && !example.variables.some((variable) => variable.name === name))
  if (example === undefined || lacking.length === 0) return []
  return [{ file: example.file, tree: lacking.map((name) => ({ do: 'set', path: [name], value: '' })) }]
}

/** A part of a scalar with what comes in its place. */
type Part = Cut & { readonly by: string }

/** Puts a text in place of each part of one scalar, in a way that all repairs of the scalar agree on. */
export function replacedParts(project: Project, parts: readonly Part[]): FileEdits | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const { place, text } = first
  const raw = project.file(place.file)?.source.text.slice(place.start, place.end) ?? ''
  const value = parts
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end, by }) => now.slice(0, start) + by + now.slice(end), text)
  if (isFlow(project, place) && !/^["']/.test(raw))
    return { file: place.file, tree: [{ do: 'set', path: place.path, value }], within: place.start }
  // Words and not the tree: what several services share by an anchor is changed for all that get it.
  const spans = parts.flatMap((part) => wordsOf(part, raw))
  return spans.length === parts.length ? { file: place.file, spans } : undefined
}

/** The part as it is written: at its offset, or in a scalar of several lines where its text is found once. */
function wordsOf({ place, text, start, end, by }: Part, raw: string): readonly SpanEdit[] {
  const base = (raw.length - text.length) / 2
  const part = text.slice(start, end)
  const at = raw.slice(base, base + text.length) === text ? base + start : raw.indexOf(part)
  if (part === '' || at < 0 || (raw.indexOf(part) === at && raw.indexOf(part, at + 1) >= 0 && at !== base + start))
    return []
  const from = place.start + at
  return [{ do: 'replace', start: from, end: from + part.length, text: by }]
}

/** Whether an entry stands between brackets, where a reference needs quotes around it. */
const isFlow = (project: Project, { file, end }: SpanOrigin): boolean =>
  /^\s*[,\]}]/.test(project.file(file)?.source.text.slice(end) ?? '')

/** What a person has to know before the stack starts again. */
export const askedEffect = (variables: readonly string[]): string =>
  `compose stops until ${variables.join(' and ')} ${variables.length === 1 ? 'is' : 'are'} set, in the shell or in .env, to the value that is in use or to a new one for everything that logs in with it`

const unreadable: Repair = {
  refused: 'the credential is written in a way that a repair cannot tell apart',
  supply: 'a variable that must be set in its place',
}

/** Compose files that tests start, by their names and directories. */
const tests = /(?:^|[/._-])(?:tests?|ci|e2e|cypress|integration)(?:[/._-]|$)/i

/** Why a file that tests start keeps its credentials; `undefined` for others. */
export const keptForTests = (file: string): Refusal | undefined =>
  tests.test(file)
    ? {
        refused: `${file} is started by tests, which stop where nobody sets a variable`,
        supply: 'whether these credentials open anything that outlives a test',
      }
    : undefined

/** What a repair of credentials is told of them. */
export interface Asked {
  readonly project: Project
  /** What the credential is called where it stands: a variable, a flag. */
  readonly name: string
  readonly service: string
}

/** Lets a scalar ask for its credentials: every one that `environment:` holds there, or the parts given. */
export function askInstead({ project, name, service }: Asked, origin: Origin, given: readonly Cut[] = []): Repair {
  const [at] = spansOf(scalarAt(project, origin)?.place ?? origin)
  const cuts = given.length > 0 || at === undefined ? given : literalsAt(project, at)
  const asked = cuts.map((cut) => {
    const variable = variableFor(project, cut, name, service)
    return { ...cut, variable, by: required(variable) }
  })
  const edit = replacedParts(project, asked)
  if (edit === undefined) return unreadable
  const kept = keptForTests(edit.file)
  if (kept) return kept
  const variables = [...new Set(asked.map(({ variable }) => variable))]
  return {
    title: `Let ${service === '' ? 'compose' : service} ask for ${variables.join(' and ')} in place of a literal`,
    safety: 'guarded',
    effect: askedEffect(variables),
    edits: [edit, ...namedInExample(project, edit.file, variables)],
  } satisfies Fix
}
