/** What a file is, as far as its name tells: the only thing the walk looks at. */

export type FileRole =
  | 'dockerfile'
  | 'compose'
  | 'yaml'
  | 'task-definition'
  | 'script'
  | 'environment'
  | 'configuration'
  | 'template'

/** Folders of other people's code, of caches and of tools: what lies there is not what this workspace starts. */
const VENDORED = new Set([
  '.bundle',
  '.cache',
  '.direnv',
  '.eggs',
  '.gradle',
  '.hg',
  '.mypy_cache',
  '.next',
  '.nox',
  '.nuxt',
  '.pnpm-store',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.yarn',
  'Godeps',
  'Pods',
  '__pycache__',
  'bower_components',
  'jspm_packages',
  'node_modules',
  'site-packages',
  'third-party',
  'third_party',
  'vendor',
  'virtualenv',
])

export const isVendored = (directoryName: string): boolean => VENDORED.has(directoryName)

/** Folders whose Dockerfiles and stacks show, test or develop something instead of being what the repository delivers. */
export const isSampleFolder = (directoryName: string): boolean =>
  /^\.?(?:(?:code-?)?samples?|(?:usage-?)?examples?|fixtures?|__fixtures__|testdata|test-data|tests?|testing|__tests__|e2e|demos?|playground|benchmarks?|devcontainer|github|gitlab|circleci)$/i.test(
    directoryName,
  )

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|erb|mustache|hbs|ejs|template|gotmpl|in)$/i
const BACKUP = /(?:~|\.(?:bak|backup|orig|rej|old|save|swp|swo|tmp|disabled|dist|sample|example))$/i
const NOT_A_DOCKERFILE =
  /\.(?:md|markdown|rst|adoc|txt|html?|dockerignore|containerignore|json|ya?ml|toml|sh|bash|ps1|py|js|ts|go|rb|php|java|cs|patch|diff|lock|log|sha256|asc|sig|gz|zip|tar|png|svg)$/i
const DOCKERFILE = /^(?:(?:docker|container)file(?:[._-].+)?|.+\.(?:docker|container)file)$/i
const COMPOSE = /^(?:docker-|podman-)?compose(?:[._-].+)?\.ya?ml$/i
const TASK_DEFINITION = /(?:(?:task|container)[-_.]?def(?:inition)?s?|^ecs[-_.]|(?:^|[-_.])ecs[-_.]|^td[-_.]).*\.json$/i
const SCRIPT =
  /^(?:(?:gnu)?makefile|justfile|taskfile\.ya?ml|jenkinsfile|procfile|rakefile|package\.json|\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|cloudbuild\.ya?ml|buildspec\.ya?ml|\.drone\.ya?ml|\.travis\.ya?ml)$|\.(?:sh|bash|zsh|mk|make|just|ps1|bat|cmd|service)$/i

/** The role of a file by its name; `undefined` for one that starts nothing. */
export function roleOf(name: string): FileRole | undefined {
  const first = name.charCodeAt(0) | 0x20
  const dot = name.lastIndexOf('.')
  const extension = dot === -1 ? '' : name.slice(dot + 1).toLowerCase()
  if (extension === 'yml' || extension === 'yaml') return yamlRole(name)
  if (
    first === 0x64 ||
    first === 0x63 ||
    extension === 'dockerfile' ||
    extension === 'containerfile' ||
    TEMPLATE.test(name)
  ) {
    const role = dockerfileRole(name)
    if (role !== undefined) return role
  }
  if (first === 0x2e && /^\.env(?:\..+)?$/.test(name)) return 'environment'
  if (extension === 'env') return 'environment'
  if (extension === 'json')
    return TASK_DEFINITION.test(name) ? 'task-definition' : name === 'package.json' ? 'script' : undefined
  return SCRIPT.test(name) ? 'script' : undefined
}

const TASK_FOLDER = /(?:^|\/)\.?(?:aws|ecs|aws[-_]ecs|fargate|task[-_]?def(?:inition)?s?|ecs[-_][\w-]+)(?:\/|$)/i

/** The role of a file that its folder tells: JSON beside task definitions may be one under any name. */
export const roleInFolder = (directory: string, name: string): FileRole | undefined =>
  name.endsWith('.json') && TASK_FOLDER.test(directory) ? 'task-definition' : undefined

function yamlRole(name: string): FileRole {
  if (name === 'drydock.yaml' || name === 'drydock.yml') return 'configuration'
  if (COMPOSE.test(name)) return 'compose'
  return SCRIPT.test(name) || isGitlabPipeline(name) ? 'script' : 'yaml'
}

/** Also a template or a copy of a Dockerfile or compose file, so that leaving it out can be said. */
function dockerfileRole(name: string): FileRole | undefined {
  const bare = name.replace(TEMPLATE, '')
  if (bare !== name) return DOCKERFILE.test(bare) || COMPOSE.test(bare) ? 'template' : undefined
  if (!DOCKERFILE.test(name) || NOT_A_DOCKERFILE.test(name)) return undefined
  return BACKUP.test(name) ? 'template' : 'dockerfile'
}

/** The names under which Compose finds a model by itself, in the order it looks for them. */
export const DEFAULT_COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const

/** The names of the override it then loads by itself, in the order it looks for them. */
export const DEFAULT_OVERRIDE = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
] as const

/** What tells one compose file from its siblings: `prod` of `docker-compose.prod.yml`; empty for the default names. */
export function flavourOf(name: string): string {
  const bare = name.replace(/\.ya?ml$/i, '')
  return bare.replace(/^(?:docker-|podman-)?compose(?:[._-]|$)/i, '').replace(/[._-](?:docker-)?compose$/i, '')
}

/** Folders that hold how something is run, beside what it is. */
export const isDeploymentFolder = (directoryName: string): boolean =>
  /^\.?(?:docker|compose|docker-compose|deploy(?:ments?)?|ops|devops|infra(?:structure)?|stacks?|devcontainer|production|prod|staging|envs?|environments?|dev|development|local|build|ci|scripts?)$/i.test(
    directoryName,
  )

/** Whether some folder on the way to a path, seen from a directory above it, is one of samples or tests. */
export const isInSamples = (directory: string, path: string): boolean =>
  path
    .slice(directory === '' ? 0 : directory.length + 1)
    .split('/')
    .some(isSampleFolder)

/** Whether GitLab, or somebody who includes it, reads the file as a pipeline. */
export const isGitlabPipeline = (path: string): boolean => /(?:^|[/.])gitlab-ci\.ya?ml$/i.test(path)

/** The directory that a pipeline's jobs find checked out. */
export const checkoutOf = (path: string): string =>
  repositoryOfWorkflow(path) ?? path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Whether a workflow file lies where GitHub runs it; gives the repository's directory. */
export function repositoryOfWorkflow(path: string): string | undefined {
  const match = /^(?:(.*)\/)?\.github\/workflows\/[^/]+\.ya?ml$/i.exec(path)
  return match ? (match[1] ?? '') : undefined
}
