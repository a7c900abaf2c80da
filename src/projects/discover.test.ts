import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { full, look, overlay, variantsOf, web } from '../../test/discovered-projects.ts'
import type { MemoryFiles } from '../trees/memory.ts'
import type { DiscoverOptions } from './discover.ts'

describe('Dockerfiles by name', () => {
  it.each([
    ['Dockerfile', true],
    ['dockerfile', true],
    ['Dockerfile.prod', true],
    ['Dockerfile-dev', true],
    ['Dockerfile_arm', true],
    ['api.Dockerfile', true],
    ['api.dockerfile', true],
    ['Containerfile', true],
    ['Containerfile.ubi', true],
    ['api.Containerfile', true],
    ['Dockerfile.md', false],
    ['Dockerfile.dockerignore', false],
    ['Dockerfile~', false],
    ['Dockerfile.bak', false],
    ['Dockerfile.j2', false],
    ['Dockerfile.tmpl', false],
    ['Dockerfile.erb', false],
    ['Dockerfiles', false],
    ['.dockerignore', false],
    ['dockerfile.ts', false],
    ['Dockerfile.test.yml', false],
    ['myDockerfile', false],
  ])('%s: %s', (name, expected) => {
    expect(look({ [`app/${name}`]: 'FROM scratch' }).projects.flatMap((one) => one.dockerfiles)).toEqual(
      expected ? [`app/${name}`] : [],
    )
  })

  it('lists templates and copies as skipped', () => {
    const { skipped } = look({
      'Dockerfile.j2': '',
      'Dockerfile.bak': '',
      'docker-compose.yml.tmpl': '',
      'Dockerfile.md': '',
    })
    expect(skipped.map(({ what }) => what)).toEqual(['Dockerfile.bak', 'Dockerfile.j2', 'docker-compose.yml.tmpl'])
  })
})

describe('what is not entered', () => {
  it.each([
    ['node_modules/x/Dockerfile', {}],
    ['vendor/x/docker-compose.yml', {}],
    ['lib/python3/site-packages/x/Dockerfile', {}],
    ['.venv/Dockerfile', {}],
    ['.git/Dockerfile', {}],
    ['ignored/Dockerfile', { '.gitignore': 'ignored/' }],
    ['Dockerfile.local', { '.gitignore': 'Dockerfile.local' }],
  ])('%s', (path, more) => {
    expect(look({ [path]: web, ...more }).projects).toEqual([])
  })

  it('tells why, except for .git', () => {
    const { skipped } = look({
      'node_modules/Dockerfile': '',
      '.git/Dockerfile': '',
      '.gitignore': 'out',
      'out/Dockerfile': '',
    })
    expect(skipped).toEqual([
      { what: 'node_modules', reason: 'a folder of vendored code or a cache' },
      { what: 'out', reason: 'ignored by .gitignore' },
    ])
  })

  it('enters an ignored folder that git tracks something in', () => {
    const files = { '.gitignore': 'build', 'build/Dockerfile': { text: 'FROM scratch', tracked: true } }
    expect(look(files).projects.map(({ id }) => id)).toEqual(['build'])
  })

  it('still finds what compose names in such a folder', () => {
    const compose = 'services:\n  web:\n    build: {context: ., dockerfile: vendor/Dockerfile}\n'
    expect(look({ 'compose.yaml': compose, 'vendor/Dockerfile': '' }).projects[0]?.dockerfiles).toEqual([
      'vendor/Dockerfile',
    ])
  })

  it('leaves out what the configuration excludes, and keeps to the paths that were asked for', () => {
    const files = { 'a/Dockerfile': '', 'b/Dockerfile': '', 'c/d/Dockerfile': '' }
    const ids = (options: DiscoverOptions): readonly string[] => look(files, options).projects.map(({ id }) => id)
    expect(ids({ config: { exclude: ['a', '**/d'] } })).toEqual(['b'])
    expect(ids({ paths: ['c', 'b/Dockerfile'] })).toEqual(['b', 'c/d'])
    expect(ids({ paths: [''] })).toEqual(['a', 'b', 'c/d'])
  })
})

describe('projects', () => {
  const ids = (files: MemoryFiles): readonly string[] => look(files).projects.map(({ id }) => id)

  it('are as many as there are unrelated samples', () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c'].flatMap((name) => [
        [`${name}/compose.yaml`, full],
        [`${name}/Dockerfile`, ''],
      ]),
    )
    const { projects } = look({ ...files, '.github/workflows/lint.yml': 'jobs: {}' })
    expect(projects.map(({ id, dockerfiles, workflows }) => [id, dockerfiles, workflows])).toEqual([
      ['a', ['a/Dockerfile'], []],
      ['b', ['b/Dockerfile'], []],
      ['c', ['c/Dockerfile'], []],
    ])
  })

  it('keep samples in one folder apart, even where they share a name of a service', () => {
    expect(
      ids({ 'examples/docker-compose-a.yml': full, 'examples/docker-compose-b.yml': full.replace('.', 'b') }),
    ).toEqual(['examples', 'examples#b'])
  })

  it.each<[string, MemoryFiles]>([
    ['a Dockerfile', { 'compose.yaml': web, 'run/other.yml': 'services:\n  x: {build: ..}\n', Dockerfile: '' }],
    [
      'a built image',
      {
        'compose.yaml': 'services:\n  web: {build: ., image: "ghcr.io/me/web:${TAG:-1}"}\n',
        'run/other.yml': 'services:\n  x: {image: ghcr.io/me/web:2}\n',
      },
    ],
    [
      'a compose file',
      { 'compose.yaml': web, 'x/b.yml': overlay, 'run.sh': 'docker compose -f compose.yaml -f x/b.yml up' },
    ],
    ['a directory', { 'docker-compose.yml': web, 'docker-compose.prod.yml': 'services:\n  other: {image: x}\n' }],
  ])('are one where models share %s', (_, files) => {
    expect(ids(files)).toEqual(['.'])
  })

  it('do not share what only somebody else builds', () => {
    expect(
      ids({
        'a/compose.yaml': 'services:\n  db: {image: postgres}\n',
        'b/compose.yaml': 'services:\n  db: {image: postgres}\n',
      }),
    ).toEqual(['a', 'b'])
  })

  it('are named by the model or the folder', () => {
    const { projects } = look({ 'a/compose.yaml': `name: called\n${web}`, 'b/compose.yaml': web, Dockerfile: '' })
    expect(projects.map(({ name }) => name)).toEqual(['shop', 'called', 'b'])
  })

  it('own Dockerfiles in their folders, but not those of samples', () => {
    const { projects } = look({
      'compose.yaml': web,
      'tools/Dockerfile': '',
      'examples/x/Dockerfile': '',
      'tests/Dockerfile': '',
    })
    expect(projects.map(({ id, dockerfiles }) => [id, dockerfiles])).toEqual([
      ['.', ['tools/Dockerfile']],
      ['examples/x', ['examples/x/Dockerfile']],
      ['tests', ['tests/Dockerfile']],
    ])
  })

  it('take the stack of a test folder that builds what they deliver', () => {
    const [project, ...others] = look({
      'compose.yaml': full,
      Dockerfile: '',
      'tests/compose.yaml': 'services:\n  web: {build: ..}\n',
    }).projects
    expect(others).toEqual([])
    expect(variantsOf(project)).toEqual(['default: compose.yaml @ unknown', 'tests: tests/compose.yaml @ development'])
  })

  it('list env files', () => {
    expect(
      look({ 'compose.yaml': web, '.env': '', 'api/.env.example': '', 'x.env': '' }).projects[0]?.otherFiles,
    ).toEqual(['.env', 'api/.env.example', 'x.env'])
  })
})

describe('Dockerfiles and workflows', () => {
  const step = (line: string): string => `jobs:\n  build:\n    steps:\n      - ${line}\n`
  const build = (inputs: string): string => step(`uses: docker/build-push-action@v6\n        with: {${inputs}}`)

  const matrix = (axes: string, inputs: string): string =>
    build(inputs).replace('    steps:', `    strategy:\n      matrix: {${axes}}\n    steps:`)

  it('are a project for each folder where nothing builds them', () => {
    expect(
      look({ 'a/Dockerfile': '', 'a/Dockerfile.dev': '', 'b/Dockerfile': '' }).projects.map(({ id, dockerfiles }) => [
        id,
        dockerfiles,
      ]),
    ).toEqual([
      ['a', ['a/Dockerfile', 'a/Dockerfile.dev']],
      ['b', ['b/Dockerfile']],
    ])
  })

  it.each([
    ['an action', build('context: a, file: a/Dockerfile'), build('context: b')],
    [
      'a command',
      step('run: docker build -t x a'),
      step('run: docker buildx build --push --platform linux/amd64 -f b/Dockerfile .'),
    ],
    ['a matrix', matrix('service: [a, b]', 'context: "${{ matrix.service }}"'), ''],
    [
      'rows of a matrix',
      matrix('include: [{dir: a/Dockerfile}, {dir: b/Dockerfile}]', 'file: "${{ matrix.dir }}"'),
      '',
    ],
    ['a matrix that is computed', build('file: "./${{ matrix.service }}/Dockerfile"'), ''],
    ['a loop', step('run: for s in a b; do docker build -t $s ./$s; done'), ''],
    [
      'a working directory',
      step('run: docker build .\n        working-directory: a'),
      step('run: cd b && docker build .'),
    ],
  ])('are one project where workflows build them: %s', (_, first, second) => {
    const { projects } = look({
      'a/Dockerfile': '',
      'b/Dockerfile': '',
      '.github/workflows/1.yml': first,
      '.github/workflows/2.yml': second,
      '.github/workflows/scan.yaml': step('run: trivy fs .'),
    })
    expect(projects).toHaveLength(1)
    expect(projects[0]).toMatchObject({ id: '.', dockerfiles: ['a/Dockerfile', 'b/Dockerfile'], variants: [] })
    expect(projects[0]?.workflows).toContain('.github/workflows/scan.yaml')
  })

  it('belong to the stack that the workflow also builds for', () => {
    const { projects } = look({
      'app/compose.yaml': web,
      'app/Dockerfile': '',
      'job/Dockerfile': '',
      '.github/workflows/x.yml': step('run: docker build app && docker build job'),
    })
    expect(projects).toMatchObject([
      { id: 'app', dockerfiles: ['app/Dockerfile', 'job/Dockerfile'], workflows: ['.github/workflows/x.yml'] },
    ])
  })

  it('of nested repositories stay with them', () => {
    const { projects, workflows } = look({
      'one/Dockerfile': '',
      'one/.github/workflows/x.yml': build(''),
      'two/Dockerfile': '',
      'two/.github/workflows/x.yml': build(''),
    })
    expect(projects.map(({ id, workflows: own }) => [id, own])).toEqual([
      ['one', ['one/.github/workflows/x.yml']],
      ['two', ['two/.github/workflows/x.yml']],
    ])
    expect(workflows).toHaveLength(2)
  })
})

describe('whatever the tree', () => {
  it.each([
    ['open brackets', `docker compose ${'$('.repeat(200_000)}`],
    ['spaces', `A=${' '.repeat(400_000)}x docker`],
    ['references', `A=$B$B$B$B\nB=$A$A$A$A\ndocker $A`],
    ['targets', `${`${'a '.repeat(40)}\n`.repeat(4000)}\tdocker compose up`],
    ['one long line', `docker compose ${'-f a '.repeat(100_000)}up`],
    ['long joined lines', `docker compose \\\n${'  -f a \\\n'.repeat(20_000)}up`],
  ])('reads a script of %s in bounded time', (_, text) => {
    expect(look({ Makefile: text, 'run.sh': text, 'compose.yaml': web }).projects).toHaveLength(1)
  })

  it('never throws, and gives every project its own id', () => {
    const name = fc.constantFrom(
      'compose.yaml',
      'docker-compose.prod.yml',
      'Dockerfile',
      'Makefile',
      'run.sh',
      'package.json',
      '.env',
      'x.yml',
      '.github/workflows/a.yml',
    )
    const path = fc
      .tuple(fc.constantFrom('', 'a/', 'a/b/', 'tests/'), name)
      .map(([directory, file]) => directory + file)
    const line = fc.constantFrom(
      'services:',
      '  web:',
      '    build: ..',
      '    image: ${A',
      '    extends: {file: ../compose.yaml}',
      'include: [a/compose.yaml, compose.yaml]',
      'up:',
      '\tdocker compose -f compose.yaml -f',
      'docker build -f "',
      'jobs:',
      '  x: {steps: [{run: docker build a}]}',
      'COMPOSE_FILE=$COMPOSE_FILE:a',
      '{"scripts": {"a": "docker compose up"}}',
      'cd ../../..',
      '\\',
    )
    const text = fc.oneof(
      fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n')),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.dictionary(path, text, { maxKeys: 8 }), (files) => {
        const { projects } = look(files)
        expect(new Set(projects.map(({ id }) => id)).size).toBe(projects.length)
        for (const { variants: all, dockerfiles } of projects) {
          expect(new Set(all.map((one) => one.name)).size).toBe(all.length)
          for (const file of [...dockerfiles, ...all.flatMap((one) => one.files)]) expect(files).toHaveProperty([file])
        }
      }),
      { numRuns: 500 },
    )
  })
})
