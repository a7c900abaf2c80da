/** Ignore files that are written for a real tree: what they keep out, and what a build still gets. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

const rules = ['dockerignore-missing', 'secret-file-copied-into-image', 'secret-file-in-build-context']

/** The ignore file after every repair; undefined where nothing was changed. */
async function written(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { files: changed, reverted } = await fix(memoryTree(files, { tracked: true }), {
    only: rules,
    guarded: true,
    today: '2026-01-01',
  })
  expect(reverted).toEqual([])
  return changed.get('.dockerignore')
}

const secrets = '**/.env\n**/.env.*\n**/*.pem\n**/*.key\n'
const dockerfile = (lines: string): string => `FROM node:24-alpine\n${lines}\nCOPY . .\n`

describe('a .dockerignore that is written', () => {
  it.each([
    ['keeps what every machine has out', dockerfile(''), {}, `.git\n${secrets}`],
    [
      'keeps dependencies out that a step installs',
      dockerfile('RUN npm ci'),
      { 'package.json': '{}' },
      `.git\n**/node_modules\n${secrets}`,
    ],
    ['leaves dependencies alone that nothing installs', dockerfile(''), { 'package.json': '{}' }, `.git\n${secrets}`],
    ['leaves the history alone where a step reads it', dockerfile('RUN git describe > version'), {}, secrets],
    [
      'leaves it alone where a build tool does',
      dockerfile(''),
      { 'pyproject.toml': '[tool.setuptools_scm]\n' },
      secrets,
    ],
    ['lets examples back in', dockerfile(''), { 'api/.env.example': 'TOKEN=\n' }, `.git\n${secrets}!**/.env.example\n`],
    [
      'lets settings back in that hold no secret',
      dockerfile(''),
      { 'web/.env.production': 'VITE_TITLE=Shop\n' },
      `.git\n${secrets}!web/.env.production\n`,
    ],
    [
      'lets nothing back in that lies in a directory of tools',
      dockerfile(''),
      { '.github/check/.env.ci': 'TITLE=Shop\n' },
      `.git\n${secrets}`,
    ],
    [
      'says what two rules ask for once',
      dockerfile(''),
      { '.dockerignore': 'dist\n', 'web/.env.production': 'VITE_TITLE=Shop\n' },
      'dist\n**/.env\n**/.env.*\n!web/.env.production\n',
    ],
    [
      'keeps a secret of the tree out',
      dockerfile(''),
      { '.npmrc': '//registry.npmjs.org/:_authToken=npm_q3TzV8sLw1XcYb5Rk7Jd2Hf9Gm4Np6QaUe0T\n' },
      `.git\n${secrets}**/.npmrc\n`,
    ],
  ])('%s', async (_, Dockerfile, more, expected) => {
    expect(await written({ Dockerfile, ...more })).toBe(expected)
  })

  it('is not written where a step turns `.env` into what the program reads', async () => {
    expect(await written({ Dockerfile: dockerfile('RUN composer dump-env prod') })).toBeUndefined()
  })

  it('is not written where an instruction asks for a file that looks like a secret', async () => {
    expect(
      await written({ Dockerfile: dockerfile('COPY .env ./'), '.env': 'API_TOKEN=whalehello99abc\n' }),
    ).toBeUndefined()
  })

  it('grows by what it lacks, and only once', async () => {
    const files = { Dockerfile: dockerfile(''), '.dockerignore': '*.md', 'app/.env': 'API_TOKEN=whalehello99abc\n' }
    const grown = await written(files)
    expect(grown).toBe('*.md\n**/.env\n**/.env.*')
    expect(await written({ ...files, '.dockerignore': grown ?? '' })).toBeUndefined()
  })
})
