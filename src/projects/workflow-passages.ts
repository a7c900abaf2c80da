/** The steps of a workflow as text that a shell will run; actions that build or run are read as the command they amount to. */
import { entryOf, type MapEntry, type Node, nodeAt, textOf } from '../core/node.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { nameOf, within } from '../core/tree.ts'
import { matrixRows, overMatrix } from './matrix.ts'
import { fixedPassage, type Passage } from './passages.ts'
import type { Survey } from './survey.ts'

const mapEntries = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])

/** `repository` is the directory whose `.github` the workflow lies in: where its steps run. */
export function workflowPassages(survey: Survey, source: SourceText, repository: string): readonly Passage[] {
  const root = survey.document(source.file)?.root
  return mapEntries(nodeAt(root, 'jobs')).flatMap(({ key, value: job }) => {
    const steps = nodeAt(job, 'steps')
    const environment = textOf(nodeAt(job, 'environment')) ?? textOf(nodeAt(job, 'environment', 'name'))
    const context = [key, textOf(nodeAt(job, 'name')) ?? '', environment ?? '', nameOf(source.file)]
    const rows = matrixRows(job)
    return (steps?.kind === 'list' ? steps.items : []).flatMap((step) => {
      const written = nodeAt(step, 'run') ?? nodeAt(step, 'with', 'script')
      const text = textOf(written) ?? actionAsCommand(step)
      const [place] = spansOf(written?.origin ?? step.origin)
      if (text === undefined || place === undefined) return []
      const inDirectory =
        textOf(nodeAt(step, 'working-directory')) ??
        textOf(nodeAt(job, 'defaults', 'run', 'working-directory')) ??
        textOf(nodeAt(root, 'defaults', 'run', 'working-directory')) ??
        '.'
      const label = `${source.file}, job ${key}`
      return overMatrix(`${inDirectory}\n${text}`, rows).map((filled) => {
        const [folder = '', ...lines] = filled.split('\n')
        const from = [within(repository, folder) ?? repository, repository]
        const command = lines.join('\n')
        const origin = (start: number, end: number): SpanOrigin => narrowed(source, place, command.slice(start, end))
        const passage = fixedPassage(source.file, command, from, context, label, place)
        return { ...passage, origin, variables: environmentOf(root, job, step) }
      })
    })
  })
}

/** The line of a block scalar is written in the file as it is, only indented; so it can be found there. */
function narrowed(source: SourceText, place: SpanOrigin, line: string): SpanOrigin {
  const [first = ''] = line.trim().split('\n')
  const at = source.text.slice(place.start, place.end).indexOf(first)
  return at === -1 || first === ''
    ? place
    : span(place.file, place.path, place.start + at, place.start + at + first.length)
}

function actionAsCommand(step: Node): string | undefined {
  const action = textOf(nodeAt(step, 'uses'))?.toLowerCase().replace(/@.*$/, '')
  const input = (name: string): string | undefined =>
    textOf(mapEntries(nodeAt(step, 'with')).find(({ key }) => key.toLowerCase() === name)?.value)
  const quoted = (text: string): string => `'${text.replaceAll("'", '')}'`
  if (
    action === 'docker/build-push-action' ||
    action === 'depot/build-push-action' ||
    action === 'redhat-actions/buildah-build'
  ) {
    const file = input('file') ?? input('dockerfile') ?? input('containerfiles') ?? input('dockerfiles')
    const tags = (input('tags') ?? '').split(/[\s,]+/).filter((tag) => tag !== '')
    const words = [...(file === undefined ? [] : ['-f', quoted(file)]), ...tags.flatMap((tag) => ['-t', quoted(tag)])]
    return ['docker build', ...words, quoted(input('context') ?? '.')].join(' ')
  }
  if (action !== 'hoverkraft-tech/compose-action' && action !== 'isbang/compose-action') return undefined
  const files = (input('compose-file') ?? '').split(/\s+/).filter((file) => file !== '')
  return ['docker compose', ...files.flatMap((file) => ['-f', quoted(file)]), 'up'].join(' ')
}

function environmentOf(...nodes: readonly (Node | undefined)[]): ReadonlyMap<string, string> {
  const pairs = nodes.flatMap((node) => mapEntries(entryOf(node, 'env')?.value))
  return new Map(pairs.flatMap(({ key, value }) => (textOf(value) === undefined ? [] : [[key, textOf(value) ?? '']])))
}
