/** Compares our reading of Dockerfiles, words and ignore files with BuildKit's own, on real files and on random ones. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { dockerfile, expand, ignore } from '../src/testing.ts'
import { randomDockerfile, randomEnvironment, randomIgnore, randomWord } from './differential-cases.ts'
import { type Random, random } from './random.ts'

interface Difference {
  readonly input: unknown
  readonly ours: unknown
  readonly theirs: unknown
}

interface Outcome {
  readonly what: string
  readonly cases: number
  readonly differences: readonly Difference[]
}

interface Setting {
  readonly program: string
  readonly directory: string
}

/** Runs the comparison; answers the exit code. */
export async function differentialBuilder(argv: readonly string[]): Promise<number> {
  const { files, corpora, program, cases, seed } = options(argv)
  if (spawnSync(program, ['dockerfile']).error) {
    console.error(`cannot run ${program}: build the oracles program and name it with --oracles`)
    return 2
  }
  const directory = mkdtempSync(join(tmpdir(), 'differential-'))
  const setting: Setting = { program, directory }
  try {
    const outcomes = [
      ...files.map((each) => compareDockerfiles(setting, `Dockerfiles below ${each}`, dockerfilesBelow(each))),
      ...files.map((each) => compareIgnores(setting, `ignore files below ${each}`, ignoresBelow(each))),
      ...corpora.map((each) => compareDockerfiles(setting, `Dockerfiles of ${each}`, dockerfilesOf(each))),
      compareDockerfiles(setting, 'random Dockerfiles', repeat(cases, seed, randomDockerfile)),
      compareWords(setting, cases, seed),
      compareIgnores(setting, 'random ignore files', repeat(cases, seed, randomIgnore)),
    ]
    for (const outcome of outcomes) print(outcome)
    return outcomes.some((outcome) => outcome.differences.length > 0) ? 1 : 0
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function options(argv: readonly string[]) {
  const { ORACLES: oracles = 'oracles' } = process.env
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      oracles: { type: 'string', default: oracles },
      files: { type: 'string', multiple: true, default: [] },
      corpus: { type: 'string', multiple: true, default: [] },
      cases: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
    },
  })
  return {
    program: values.oracles,
    files: [...values.files, ...positionals],
    corpora: values.corpus,
    cases: Number(values.cases),
    seed: Number(values.seed),
  }
}

function repeat<T>(count: number, seed: number, make: (r: Random) => T): T[] {
  const r = random(seed)
  return Array.from({ length: count }, () => make(r))
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const dockerfilesBelow = (directory: string): string[] =>
  filesBelow(directory)
    .filter((file) => /(?:^|[./-])(?:docker|container)file[^/]*$/i.test(file) && !file.endsWith('.dockerignore'))
    .map((file) => readFileSync(file, 'utf8'))

/** Every ignore file with the paths of the files around it. */
const ignoresBelow = (directory: string): { text: string; paths: readonly string[] }[] => {
  const files = filesBelow(directory)
  return files
    .filter((file) => file.endsWith('.dockerignore'))
    .map((file) => {
      const root = file.slice(0, file.lastIndexOf('/') + 1)
      const paths = files.filter((each) => each.startsWith(root)).map((each) => each.slice(root.length))
      return {
        text: readFileSync(file, 'utf8'),
        paths: [...paths, '.env', 'a/.env', 'node_modules/a/b', '.git/config'],
      }
    })
}

/** Dockerfiles among the labelled cases of a file with one JSON object a line. */
function dockerfilesOf(file: string): string[] {
  const found: string[] = []
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (/dockerfile|containerfile|content/i.test(name)) found.push(value)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, /^\d+$/.test(key) ? name : key)
    }
  }
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() !== '') visit(JSON.parse(line), '')
  }
  return found
}

/** One JSON object per line of the program's output. */
function ask({ program }: Setting, args: readonly string[], input: string): Record<string, unknown>[] {
  const { stdout, status } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

const batchSize = 500

function compareDockerfiles(setting: Setting, what: string, texts: readonly string[]): Outcome {
  const differences: Difference[] = []
  for (let from = 0; from < texts.length; from += batchSize) {
    const batch = texts.slice(from, from + batchSize)
    const names = batch.map((text, index) => {
      const name = join(setting.directory, `Dockerfile.${index}`)
      writeFileSync(name, text)
      return name
    })
    const answers = ask(setting, ['dockerfile', ...names], '')
    batch.forEach((input, index) => {
      const { file: _, ...theirs } = answers[index] ?? {}
      const ours = JSON.parse(JSON.stringify(dockerfile(input)))
      if (!isDeepStrictEqual(ours, theirs)) differences.push({ input, ours, theirs })
    })
  }
  return { what, cases: texts.length, differences }
}

const wordsPerEnvironment = 100

function compareWords(setting: Setting, cases: number, seed: number): Outcome {
  const r = random(seed)
  const differences: Difference[] = []
  for (let done = 0; done < cases; done += wordsPerEnvironment) {
    const env = randomEnvironment(r)
    const words = Array.from({ length: Math.min(wordsPerEnvironment, cases - done) }, () => randomWord(r))
    const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`)
    const answers = ask(setting, ['expand', ...pairs], words.map((word) => `${word}\n`).join(''))
    words.forEach((word, index) => {
      const answer = answers[index] ?? {}
      const { unset } = answer
      const theirs = { ...answer, unset: Array.isArray(unset) ? unset.map(String).sort() : [] }
      const ours = expand(word, env)
      if (!isDeepStrictEqual({ ...ours }, theirs)) differences.push({ input: { word, env }, ours, theirs })
    })
  }
  return { what: 'random words', cases, differences }
}

function compareIgnores(
  setting: Setting,
  what: string,
  cases: readonly { text: string; paths: readonly string[] }[],
): Outcome {
  const differences: Difference[] = []
  const name = join(setting.directory, '.dockerignore')
  for (const { text, paths } of cases) {
    writeFileSync(name, text)
    const theirs = ask(setting, ['ignore', name], paths.map((path) => `${path}\n`).join(''))
    const ours = ignore(text, paths)
    const wrong = Math.max(ours.length, theirs.length)
    for (let index = 0; index < wrong; index++) {
      if (isDeepStrictEqual({ ...ours[index] }, theirs[index] ?? {})) continue
      differences.push({ input: { text, path: paths[index] }, ours: ours[index], theirs: theirs[index] })
      break
    }
  }
  return { what, cases: cases.length, differences }
}

function print({ what, cases, differences }: Outcome): void {
  console.log(`${what}: ${cases} cases, ${differences.length} differences`)
  for (const difference of differences.slice(0, 5)) {
    console.log(`  input  ${JSON.stringify(difference.input)}`)
    console.log(`  ours   ${JSON.stringify(difference.ours)}`)
    console.log(`  theirs ${JSON.stringify(difference.theirs)}`)
  }
}
