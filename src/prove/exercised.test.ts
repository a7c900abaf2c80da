import { describe, expect, it } from 'vitest'
import { exercisedFiles, isAbout } from './exercised.ts'
import type { Prepared, ProvedVariant } from './prepare.ts'

const variant: ProvedVariant = {
  name: 'default',
  files: ['deploy/compose.yaml'],
  envFiles: ['.env'],
  projectDirectory: 'deploy',
  profiles: [],
}

describe('what a start says something about', () => {
  const services = {
    web: { build: { context: '/side/project/api' } },
    db: { volumes: [{ type: 'bind', source: '/side/project/init.sql', target: '/init.sql' }] },
    job: { build: { context: '/elsewhere' } },
  }
  const prepared = (model: object): Prepared => ({
    stack: { model: { services: model }, refused: [], changes: [], copied: [], services: [] },
    project: 'p',
    staged: { side: '/side', tree: '/side/project' },
    words: [],
    workingDirectory: '/side/project/deploy',
    madeUp: [],
    values: new Map(),
  })

  it.each([
    ['deploy/compose.yaml', true],
    ['.env', true],
    ['api/Dockerfile', true],
    ['api/src/main.ts', true],
    ['init.sql', true],
    ['apis/Dockerfile', false],
    ['other/compose.yaml', false],
    ['.github/workflows/build.yml', false],
  ])('is the file %s: %s', (file, isRead) => {
    expect(exercisedFiles(prepared(services), variant)(file)).toBe(isRead)
  })

  it.each(['.github/workflows/build.yml', 'infra/main.tf', 'Jenkinsfile'])('is never %s, even in a context', (file) => {
    const all = prepared({ web: { build: { context: '/side/project' } } })
    expect(exercisedFiles(all, variant)(file)).toBe(false)
    expect(exercisedFiles(all, variant)('Dockerfile')).toBe(true)
  })

  it.each([
    ['web', true],
    ['web.PASSWORD', true],
    ['web-admin', false],
    [undefined, false],
  ])('tells that %s is about web: %s', (subject, isOfWeb) => {
    expect(isAbout(subject, ['web'])).toBe(isOfWeb)
  })
})
