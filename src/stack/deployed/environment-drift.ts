/** Variables that compose gives a container, its code reads, and the deployed one does not get. */
import { nodeAt, textOf } from '../../core/node.ts'
import { absent, type Origin, spansOf } from '../../core/origin.ts'
import { mapItems } from '../fields.ts'
import type { Project } from '../model.ts'
import type { Service } from '../service-model.ts'

export interface MissingVariable {
  readonly name: string
  /** The list that lacks it. */
  readonly place: Origin
  readonly setAt: Origin
  readonly readAt: Origin | undefined
}

/** What a desk sets for itself. */
const forDesk = /^(?:PORT|CI|.*DEBUG.*|.*LOG_?LEVEL.*|.*(?:WATCH|RELOAD|POLLING|VERBOSE).*)$/i

/** `undefined` where nobody can tell: the code is not here or not read, or a file brings further variables. */
export function missingVariables(deployed: Service, compose: Service): readonly MissingVariable[] | undefined {
  const { build, node, environment, secrets } = deployed
  const further = nodeAt(node, 'environmentFiles') ?? nodeAt(node, 'envFrom')
  if (build === undefined || further !== undefined) return undefined
  const source = deployed.project.sourceOf(build)
  if (source.languages.length === 0) return undefined
  const set = new Set([
    ...environment.map(({ name }) => name),
    ...secrets.map(({ target }) => target),
    ...mapItems(nodeAt(node, 'env')).map((entry) => textOf(nodeAt(entry, 'name'))),
  ])
  const list = nodeAt(node, 'environment') ?? nodeAt(node, 'env')
  const own = compose.environment.filter(({ source: by }) => by === 'compose' || by === 'env-file')
  return own.flatMap(({ name, nameOrigin }): readonly MissingVariable[] => {
    if (set.has(name) || forDesk.test(name)) return []
    const read = source.reads(name)
    if (read.is !== 'yes' || isOptional(deployed.project, read.origin)) return []
    const place = list?.origin ?? absent('environment', deployed.origin)
    return [{ name, place, setAt: nameOrigin, readAt: read.origin }]
  })
}

/** Whether the line that reads a variable has something to go on with where it is not set: a default, or a question. */
function isOptional(project: Project, readAt: Origin | undefined): boolean {
  const [place] = readAt ? spansOf(readAt) : []
  const text = place && project.file(place.file)?.source.text
  if (place === undefined || text === undefined) return false
  const before = text.slice(text.lastIndexOf('\n', place.start - 1) + 1, place.start)
  const end = text.indexOf('\n', place.end)
  const after = text.slice(place.end, end === -1 ? undefined : end)
  return (
    /\|\||\?\?|\?\.|\bor\b|\bif\b|\s\?\s|default/.test(after) ||
    /^["']?\s*,\s*\S/.test(after) ||
    /\|\||\?\?|\bor\b|\bif\b|\bin\s*$/.test(before)
  )
}
