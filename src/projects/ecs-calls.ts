/** Which workflows and scripts register or deploy which ECS task definitions. */
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { repositoryOfWorkflow } from './file-names.ts'
import type { Survey } from './survey.ts'

export interface EcsCall {
  /** The task definition, from the workspace's root. */
  readonly file: string
  /** The workflow or script. */
  readonly by: string
  /** Names that may tell the environment. */
  readonly context: readonly string[]
  readonly origin: SpanOrigin
}

const ACTION = /^aws-actions\/amazon-ecs-(?:render|deploy)-task-definition(?:@|$)/i
const REGISTERED = /file:\/\/([\w./-]{1,200}\.json)/g

/** Every call that names a JSON file of the tree. */
export function findEcsCalls(survey: Survey): readonly EcsCall[] {
  return [...survey.found.workflows, ...survey.found.scripts].flatMap((by) => {
    const text = survey.text(by)?.text
    if (text === undefined || !/amazon-ecs-|register-task-definition/.test(text)) return []
    const repository = repositoryOfWorkflow(by)
    const roots = [...new Set([repository ?? directoryOf(by), directoryOf(by), ''])]
    const resolve = (path: string): string | undefined =>
      roots
        .flatMap((root) => within(root, path.replace(/^\$\{\{\s*github\.workspace\s*\}\}\//, '')) ?? [])
        .find(survey.isFile)
    const inRun = [...text.matchAll(REGISTERED)].flatMap((match): readonly EcsCall[] => {
      const file = resolve(match[1] ?? '')
      const origin = span(by, [], match.index, match.index + match[0].length)
      return file === undefined ? [] : [{ file, by, context: [nameOf(by)], origin }]
    })
    return repository === undefined ? inRun : [...inRun, ...fromActions(survey, by, resolve)]
  })
}

function fromActions(survey: Survey, by: string, resolve: (path: string) => string | undefined): readonly EcsCall[] {
  const jobs = nodeAt(survey.document(by)?.root, 'jobs')
  if (jobs?.kind !== 'map') return []
  const env = nodeAt(survey.document(by)?.root, 'env')
  return jobs.entries.flatMap(({ key, value }) => {
    const steps = nodeAt(value, 'steps')
    const items: readonly Node[] = steps?.kind === 'list' ? steps.items : []
    return items.flatMap((step): readonly EcsCall[] => {
      if (!ACTION.test(textOf(nodeAt(step, 'uses')) ?? '')) return []
      const written = nodeAt(step, 'with', 'task-definition')
      const file = resolve(filled(textOf(written) ?? '', [nodeAt(step, 'env'), nodeAt(value, 'env'), env]))
      const [origin] = written ? spansOf(written.origin) : []
      const environment = textOf(nodeAt(value, 'environment')) ?? textOf(nodeAt(value, 'environment', 'name')) ?? ''
      return file === undefined || origin === undefined
        ? []
        : [{ file, by, context: [environment, key, nameOf(by)], origin }]
    })
  })
}

/** The text with `${{ env.X }}` filled in from the nearest `env:`. */
const filled = (text: string, scopes: readonly (Node | undefined)[]): string =>
  text.replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => {
    return scopes.map((scope) => textOf(nodeAt(scope, name))).find((value) => value !== undefined) ?? whole
  })
