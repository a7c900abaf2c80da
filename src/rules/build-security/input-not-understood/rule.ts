/** A Dockerfile, compose file or workflow that the tools which read it refuse. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { composeRefusalPeers, refusalPeers } from '../../../knowledge/compose-refusals.ts'
import { dockerfileRefusalPeers } from '../../../knowledge/dockerfile-refusals.ts'
import type { InputProblem, Project } from '../../../stack/model.ts'
import { defineRule } from '../../define-rule.ts'

/** What each kind of file is called, and who refuses it. */
const readers: Readonly<Record<InputProblem['format'], { readonly name: string; readonly reader: string }>> = {
  dockerfile: { name: 'Dockerfile', reader: 'BuildKit' },
  compose: { name: 'compose file', reader: 'Docker Compose' },
  workflow: { name: 'workflow', reader: 'the CI system' },
  env: { name: 'env file', reader: 'Docker Compose' },
  config: { name: 'configuration', reader: 'the application' },
  ignore: { name: 'ignore file', reader: 'Docker' },
  'task-definition': { name: 'task definition', reader: 'Amazon ECS' },
  manifest: { name: 'manifest', reader: 'Kubernetes' },
  hcl: { name: 'HCL', reader: 'Terraform or bake' },
}

export default defineRule({
  id: 'input-not-understood',
  scope: 'project',
  kind: 'breakage',
  category: 'build-security',
  title: 'A file of the stack is refused by the tool that reads it',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'What cannot be read cannot be built or started, and nothing that it says could be audited.',
  remedy: 'Correct the file at the place shown.',
  strength: 'Every file of the stack is well formed',
  effort: 10,
  references: ['https://docs.docker.com/reference/dockerfile/', 'https://docs.docker.com/reference/compose-file/'],
  peers: [...composeRefusalPeers, ...Object.values(dockerfileRefusalPeers).flat()],
  check(project): readonly Judgement[] {
    const broken = new Set(project.problems.map(({ origin }) => origin.file))
    const files = [...project.dockerfiles, ...project.composeFiles, ...project.workflows]
    return [
      ...project.problems.flatMap((problem) => judgeProblem(problem, project)),
      ...files
        .filter(({ file }) => !broken.has(file))
        .map(({ origin, file }) => pass(origin, { subject: { kind: 'file', name: file } })),
    ]
  },
  fix: () => ({ refused: 'what it was to say is not in the file', supply: 'the text as it is meant' }),
})

function judgeProblem(problem: InputProblem, project: Project): readonly Judgement[] {
  const subject = { kind: 'file', name: problem.origin.file }
  // A required variable without a value is the file doing its job where nobody has filled in the surroundings.
  if (problem.kind === 'required-variable') return []
  if (problem.missing !== undefined && isLeftToReader(problem.missing, project)) return []
  if (problem.unset !== undefined && problem.unset.length > 0)
    return [unknown(problem.origin, `${problem.unset.join(', ')} is not set here`, subject)]
  const { name, reader } = readers[problem.format]
  return [
    fail(problem.origin, {
      subject,
      inVariants: problem.inVariants,
      message: `${reader} refuses this ${name}: ${problem.message}`,
      ...(problem.hint === undefined ? {} : { remedy: problem.hint }),
      peers: peersOf(problem),
    }),
  ]
}

/** The other checks that would say the same of this very place. */
function peersOf({ code, format, kind }: InputProblem): readonly string[] {
  if (format === 'compose') return refusalPeers(code, kind)
  return format === 'dockerfile' ? (dockerfileRefusalPeers[code ?? ''] ?? []) : []
}

/** An env file that whoever starts the stack writes: git ignores it, a sample of it lies beside it, or Portainer makes it. */
const isLeftToReader = (path: string, project: Project): boolean =>
  /(?:^|\/)stack\.env$/.test(path) ||
  project.ignored(path) ||
  ['.example', '.sample', '.template', '.dist', '-example', '-sample'].some((ending) => project.exists(path + ending))
