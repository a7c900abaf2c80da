/** Broken input of a project, gathered from every format, each once. */
import type { InputProblem, Project } from './model.ts'

export function problemsOf(project: Project): readonly InputProblem[] {
  const found = new Map<string, InputProblem>()
  const add = (problem: InputProblem): void => {
    const key = [problem.origin.file, problem.origin.start, problem.message].join('\0')
    const before = found.get(key)
    const inVariants = before ? [...new Set([...before.inVariants, ...problem.inVariants])] : problem.inVariants
    found.set(key, { ...problem, inVariants })
  }
  for (const dockerfile of project.dockerfiles) {
    for (const problem of dockerfile.document.problems)
      add({ ...problem, format: 'dockerfile', unread: true, inVariants: [] })
  }
  for (const variant of project.variants) {
    const { platform } = variant
    const format = platform === 'kubernetes' ? 'manifest' : platform.startsWith('ecs') ? 'task-definition' : 'compose'
    for (const problem of variant.problems) {
      add({
        ...problem,
        format,
        unread: 'kind' in problem && (problem.kind === 'syntax' || problem.kind === 'unreadable'),
        inVariants: [variant.name],
      })
    }
  }
  for (const { workflow } of project.workflows) {
    for (const problem of workflow.problems) add({ ...problem, format: 'workflow', unread: true, inVariants: [] })
  }
  for (const problem of project.infrastructure.problems)
    add({ ...problem, format: 'hcl', unread: true, inVariants: [] })
  return [...found.values()]
}
