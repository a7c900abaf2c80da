/** Finds env files for secrets that no `.gitignore` line keeps out of the repository. */
import type { Origin } from '../../../core/origin.ts'
import { directoryOf } from '../../../core/tree.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commitmentOf } from '../../../stack/committed.ts'
import { holdsCredential, literalCredentials } from '../../../stack/credentials.ts'
import type { EnvFile, Project } from '../../../stack/model.ts'
import { leftOut } from '../../../stack/untracking.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'env-file-not-ignored',
  scope: 'project',
  kind: 'exposure',
  title: 'No .gitignore line keeps an env file with secrets out of the repository',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a secret in the file', 'a commit that takes it along'] },
  since: '0.1.0',
  why: 'One `git add .` commits the secrets, and a pushed secret has to be replaced everywhere.',
  remedy: 'Add the file to .gitignore (`.env`, `.env.*`, `!.env.example`).',
  strength: 'Git ignores every env file with secrets',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://git-scm.com/docs/gitignore',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
  ],
  peers: [],
  check: (project) => project.envFiles.flatMap((file) => judgeFile(file, project)),
  fix: ({ subject }, project) => leftOut(project, subject?.name ?? '.env'),
})

function judgeFile(file: EnvFile, project: Project): readonly Judgement[] {
  const place =
    file.template || file.tracked === true || !isAsked(file, project) ? undefined : secretPlace(file, project)
  if (place === undefined) return []
  const { subject } = file
  if (file.ignored) return [pass(file.exists ? file.origin : place, { subject })]
  if (!file.exists && isSymfony(project)) return []
  // Without a repository, what the file holds is judged by `secret-in-env-file`.
  const judged = file.exists && commitmentOf(file.tracked, file.ignored) === 'open'
  if (judged && file.variables.some(({ name, value }) => literalCredentials(name, value).length > 0)) return []
  const what = file.exists ? `${file.file} holds secrets` : `Compose looks for secrets in ${file.file}`
  const severity = file.exists ? 'medium' : 'low'
  return [fail(place, { subject, severity, message: `${what}, and no .gitignore line keeps it out of the repository` })]
}

/** A file that is not there is only spoken of where git plays a part: in a repository, or beside a `.gitignore`. */
const isAsked = ({ file, exists }: EnvFile, project: Project): boolean =>
  exists ||
  project.composeFiles.some((compose) => project.tracked(compose.file) !== 'unknown') ||
  ['', project.directory, directoryOf(file)].some((directory) =>
    project.exists(`${directory}/.gitignore`.replace(/^\//, '')),
  )

/** Symfony commits `.env`, with defaults and no secrets: those are in `.env.local`. */
const isSymfony = (project: Project): boolean =>
  project.exists('symfony.lock') ||
  project.stages.some(({ commands }) =>
    commands.some(({ command }) => command.words.some(({ text }) => text === 'dump-env')),
  )

/** Where the file's first secret is named: in itself, in the `env_file:` that names it, or where compose interpolates it. */
function secretPlace(file: EnvFile, project: Project): Origin | undefined {
  const [first] = file.variables.filter(({ name }) => holdsCredential(name))
  if (first) return first.nameOrigin
  if (file.exists) return undefined
  const unset = project.variants.flatMap(({ unsetVariables }) => unsetVariables)
  return file.interpolates ? unset.find(({ name }) => holdsCredential(name))?.uses[0] : undefined
}
