/** What the name of a file, a make target or a job says about the environment it is for. */
import type { Environment } from './workspace.ts'

const PRODUCTION = new Set(['prod', 'prd', 'production', 'live', 'release'])
const DEPLOYMENT = new Set(['deploy', 'deployment', 'swarm', 'stack', 'publish', 'ship'])
const DEVELOPMENT = new Set([
  'dev',
  'devel',
  'develop',
  'development',
  'local',
  'localhost',
  'debug',
  'watch',
  'devcontainer',
  'override',
])
const TESTING = new Set([
  'test',
  'tests',
  'testing',
  'ci',
  'e2e',
  'integration',
  'unit',
  'it',
  'spec',
  'lint',
  'bench',
  'mock',
  'cypress',
  'playwright',
  'selenium',
])

/** `init-prod-data` fetches something of production; it does not run it. */
const MATERIAL = new Set(['data', 'db', 'database', 'dump', 'backup', 'backups', 'snapshot', 'logs', 'like', 'notes'])

/** The words of a name: `docker-compose.prod-eu.yml` → docker, compose, prod, eu, yml. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

const has = (words: readonly string[], set: ReadonlySet<string>): boolean => words.some((word) => set.has(word))

/** The environment a compose file's own name stands for; tests are development: nobody serves customers from them. */
export function environmentOfFile(name: string): Environment {
  const words = wordsOf(name)
  if (has(words, PRODUCTION)) return 'production'
  if (has(words, DEVELOPMENT) || has(words, TESTING)) return 'development'
  return has(words, new Set(['deploy', 'swarm'])) ? 'production' : 'unknown'
}

/**
 * The environment that a make target, script or job stands for. A test run says nothing: what is tested is
 * usually what is delivered.
 */
export function environmentOfContext(name: string): Environment {
  const words = wordsOf(name).filter((word, at, all) => !(PRODUCTION.has(word) && MATERIAL.has(all[at + 1] ?? '')))
  if (has(words, PRODUCTION)) return 'production'
  if (has(words, DEVELOPMENT)) return 'development'
  if (has(words, TESTING)) return 'unknown'
  return has(words, DEPLOYMENT) ? 'production' : 'unknown'
}
