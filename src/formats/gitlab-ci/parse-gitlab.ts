/** Reads a GitLab pipeline together with the child pipelines that its jobs trigger. */
import { type Node, nodeAt, textOf } from '../../core/node.ts'
import type { SourceText } from '../../core/text.ts'
import { directoryOf, within } from '../../core/tree.ts'
import type { Workflow, WorkflowJob } from '../workflow/document.ts'
import type { ReadFile } from './load.ts'
import { parsePipeline } from './parse.ts'

/** Two generations is what GitLab allows. */
const deepest = 2
/** More children of one pipeline were made to be many. */
const mostChildren = 50

/** Parses a pipeline. Whatever has an unexpected shape is left out; the rest is read. */
export const parseGitlab = (source: SourceText, read: ReadFile): Workflow =>
  withChildren(parsePipeline(source, read, directoryOf(source.file)), read, directoryOf(source.file), [source.file])

/** The workflow with the jobs of its children behind its own: each waits for the job that triggers it. */
function withChildren(workflow: Workflow, read: ReadFile, home: string, chain: readonly string[]): Workflow {
  if (chain.length > deepest) return workflow
  const children = childrenOf(workflow).flatMap(({ id, path }) => {
    const file = within(home, path.replace(/^\/+/, ''))
    const source = file === undefined || chain.includes(file) ? undefined : read(file)
    if (source === undefined) return []
    const child = withChildren(parsePipeline(source, read, home), read, home, [...chain, source.file])
    const jobs = child.jobs.map(
      (job): WorkflowJob => ({
        ...job,
        env: [...child.env, ...job.env],
        needs: [...job.needs, { value: id, origin: job.idOrigin }],
      }),
    )
    return [{ source, child, jobs }]
  })
  if (children.length === 0) return workflow
  return {
    ...workflow,
    jobs: [...workflow.jobs, ...children.flatMap(({ jobs }) => jobs)],
    problems: [...workflow.problems, ...children.flatMap(({ child }) => child.problems)],
    included: [...workflow.included, ...children.flatMap(({ source, child }) => [source.file, ...child.included])],
    outside: [...workflow.outside, ...children.flatMap(({ child }) => child.outside)],
  }
}

/** Local files that jobs trigger as pipelines of their own, each with the first job that does. */
function childrenOf({ root }: Workflow): readonly { readonly id: string; readonly path: string }[] {
  const all = (root?.entries ?? []).flatMap(({ key, value }) => {
    const include = nodeAt(value, 'trigger', 'include')
    const items: readonly Node[] = include?.kind === 'list' ? include.items : include === undefined ? [] : [include]
    return items.flatMap((item) => {
      const path = textOf(item) ?? textOf(nodeAt(item, 'local'))
      return path === undefined ? [] : [{ id: key, path }]
    })
  })
  const first = new Map(all.toReversed().map((child) => [child.path, child]))
  return [...first.values()].toReversed().slice(0, mostChildren)
}
