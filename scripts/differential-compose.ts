/** Compares compose loading with compose-go's own program, over directories of stacks and over the project's cases. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { topics } from '../src/stack/load/cases/topics.ts'
import { composeConfig } from '../src/stack/load/compose-config.ts'
import type { ComposeProblem } from '../src/stack/load/compose-model.ts'
import { loadCompose } from '../src/stack/load/load-compose.ts'
import { diskTree } from '../src/trees/disk.ts'
import { overlayTree } from '../src/trees/overlay.ts'

const usage = 'usage: npm run differential -- [--compose-go PROGRAM] [--cases] [--write-cases] [DIR…]'
const home = '/home/nobody'
const { PATH = '' } = process.env

/** Problems that Compose only has when it starts a stack; printing the model it does not look at them. */
const whenStarting: readonly ComposeProblem['kind'][] = ['consistency', 'env-file']

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

/** A model, or why there is none. */
type Outcome = { readonly model: Json } | { readonly refused: string }

interface Stack {
  readonly name: string
  /** Absolute; the top of the tree and the project's directory. */
  readonly directory: string
  readonly files: readonly string[]
  /** A compose file that is not in the directory but goes through it; the only one that is then loaded. */
  readonly wrapper?: string
}

const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** Runs the comparison; the exit code is 0 without differences, 1 with some, 2 for wrong usage. */
export function differentialCompose(argv: readonly string[]): number {
  const at = argv.indexOf('--compose-go')
  // `go install` calls it after its directory.
  const named = at === -1 ? 'cmd' : argv[at + 1]
  const directories = argv.filter((argument, index) => !argument.startsWith('--') && (at === -1 || index !== at + 1))
  const cases = argv.includes('--cases') || argv.includes('--write-cases')
  if (named === undefined || (directories.length === 0 && !cases)) {
    console.error(usage)
    return 2
  }
  const program = named.includes('/') ? resolve(named) : named
  if (argv.includes('--write-cases')) writeCases(program)
  const scratch = mkdtempSync(join(tmpdir(), 'compose-cases-'))
  try {
    const stacks = [...directories.flatMap(stacksBelow), ...(cases ? writtenCases(scratch) : [])]
    const different = stacks.filter((stack) => !compare(program, stack))
    console.log(`${stacks.length} stacks compared, ${different.length} differ`)
    return different.length === 0 ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Every compose file below a directory: default files with their override, and each one alone. */
function stacksBelow(directory: string): readonly Stack[] {
  const stacks: Stack[] = []
  const visit = (at: string) => {
    const entries = readdirSync(at, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
    const first = defaultNames.find((name) => names.includes(name))
    const second = overrideNames.find((name) => names.includes(name))
    const alone = names.filter((name) => /compose.*\.ya?ml$/.test(name))
    const sets = [...(first && second ? [[first, second]] : []), ...alone.map((name) => [name])]
    for (const files of sets) {
      const name = `${relative(directory, at) || '.'}: ${files.join(' ')}`
      stacks.push({ name, directory: resolve(at), files })
      if (existsSync(join(at, '.env'))) stacks.push(withDotEnv(`${name} with .env`, resolve(at), files))
    }
    for (const entry of entries) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') visit(join(at, entry.name))
    }
  }
  visit(directory)
  return stacks
}

/** Compose-go's program reads env files for nothing but includes: as an include, a stack gets its `.env`. */
function withDotEnv(name: string, directory: string, files: readonly string[]): Stack {
  const include = { path: files, project_directory: '.', env_file: '.env' }
  return { name, directory, files, wrapper: JSON.stringify({ include: [include] }) }
}

/** The project's cases, written out as files. */
function writtenCases(scratch: string): readonly Stack[] {
  return topics.flatMap(({ topic, cases }) =>
    cases.map((one, index): Stack => {
      const directory = join(scratch, topic, String(index), 'project')
      for (const [file, text] of Object.entries(one.files)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true })
        writeFileSync(join(directory, file), text)
      }
      const files = one.load ?? ['compose.yaml']
      return { name: `${topic}: ${one.name}`, directory, files }
    }),
  )
}

/** Asks compose-go for every case's model, and keeps the answers as what the tests expect; format them afterwards. */
function writeCases(program: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'compose-cases-'))
  const stacks = writtenCases(scratch)
  for (const { topic } of topics) {
    const expected = stacks
      .filter((stack) => stack.name.startsWith(`${topic}: `))
      .map((stack) => {
        const theirs = askComposeGo(program, stack)
        const model = 'model' in theirs ? atProject(theirs.model, stack.directory) : 'refused'
        return [stack.name.slice(topic.length + 2), model]
      })
    const file = new URL(`../src/stack/load/cases/${topic}.expected.json`, import.meta.url)
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(expected), undefined, 1)}\n`)
  }
  rmSync(scratch, { recursive: true, force: true })
}

/** Every path below the directory's parent, as if the directory were `/tree/project`. */
const atProject = (model: Json, directory: string): Json =>
  JSON.parse(JSON.stringify(model).replaceAll(JSON.stringify(dirname(directory)).slice(1, -1), '/tree')) as Json

/** The program takes no variables from outside, whatever its environment holds. */
function askComposeGo(program: string, { directory, files, wrapper }: Stack): Outcome {
  const paths = wrapper === undefined ? files.map((file) => join(directory, file)) : ['-']
  const result = spawnSync(program, ['-format', 'json', ...paths], {
    cwd: directory,
    env: { HOME: home, PATH },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 20_000,
    ...(wrapper === undefined ? {} : { input: wrapper }),
  })
  if (result.error) throw result.error
  if (result.status === 0) return { model: JSON.parse(result.stdout) as Json }
  return {
    refused: result.stderr
      .split('\n')
      .filter((line) => !line.startsWith('time='))
      .join(' '),
  }
}

function askOurs({ directory, files, wrapper }: Stack): Outcome {
  const disk = diskTree(directory)
  const name = 'wrapper-of-the-comparison.yaml'
  const tree = wrapper === undefined ? disk : overlayTree(disk, new Map([[name, wrapper]]))
  const model = loadCompose({ tree, files: wrapper === undefined ? files : [name], envFiles: [] })
  const [problem] = model.problems.filter(({ kind }) => !whenStarting.includes(kind))
  if (problem) return { refused: `${problem.message} (${problem.origin.file}:${problem.origin.start})` }
  return { model: JSON.parse(composeConfig(model, { top: directory })) as Json }
}

function compare(program: string, stack: Stack): boolean {
  const [ours, theirs] = [askOurs(stack), askComposeGo(program, stack)]
  if ('refused' in theirs) {
    if ('refused' in ours) return true
    console.log(`${stack.name}\n  compose-go refuses, we do not: ${theirs.refused}`)
    return false
  }
  if ('refused' in ours) {
    console.log(`${stack.name}\n  we refuse, compose-go does not: ${ours.refused}`)
    return false
  }
  const differences = [...differencesOf(ours.model, theirs.model, '')]
  if (differences.length > 0) console.log(`${stack.name}\n${differences.map((line) => `  ${line}`).join('\n')}`)
  return differences.length === 0
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* differencesOf(ours: Json | undefined, theirs: Json | undefined, path: string): Generator<string> {
  if (isObject(ours) && isObject(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      yield* differencesOf(ours[key], theirs[key], `${path}.${key}`)
    }
  } else if (Array.isArray(ours) && Array.isArray(theirs)) {
    for (let at = 0; at < Math.max(ours.length, theirs.length); at++)
      yield* differencesOf(ours[at], theirs[at], `${path}[${at}]`)
  } else if (ours !== theirs && !(typeof ours === 'string' && ours.replace(/^~/, home) === theirs)) {
    yield `${path}: ours ${JSON.stringify(ours)}, compose-go's ${JSON.stringify(theirs)}`
  }
}
