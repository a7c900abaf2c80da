import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MemoryFiles, memoryTree } from '../trees/memory.ts'
import { type DiscoverOptions, discover } from './discover.ts'
import { isProductionLike, type ProjectSource, type Workspace } from './workspace.ts'

const look = (files: MemoryFiles, options?: DiscoverOptions): Workspace =>
  discover(memoryTree(files, { name: 'shop' }), options)

/** A project in one line per variant: `name: files @ environment`. */
const variantsOf = (project: ProjectSource | undefined): readonly string[] =>
  (project?.variants ?? []).map(({ name, files, environment, platform, profiles }) => {
    const extra = [...(platform === 'compose' ? [] : [platform]), ...profiles.map((profile) => `+${profile}`)]
    return [`${name}: ${files.join(' ')} @ ${environment}`, ...extra].join(' ')
  })

const variants = (files: MemoryFiles): readonly string[] => variantsOf(look(files).projects[0])

const web = 'services:\n  web:\n    build: .\n'
const full = 'services:\n  web:\n    build: .\n  db:\n    image: postgres:16\n'
const overlay = 'services:\n  web:\n    environment: [A=1]\n'

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

describe('variants from names', () => {
  it.each<[string, MemoryFiles, readonly string[]]>([
    ['one file', { 'compose.yaml': web }, ['default: compose.yaml @ unknown']],
    [
      'an override joins the default and says nothing by itself',
      { 'docker-compose.yml': web, 'docker-compose.override.yml': overlay },
      ['default: docker-compose.yml docker-compose.override.yml @ unknown'],
    ],
    [
      'an override is for development where another overlay is for production',
      { 'docker-compose.yml': web, 'docker-compose.override.yml': overlay, 'docker-compose.prod.yml': overlay },
      [
        'default: docker-compose.yml docker-compose.override.yml @ development',
        'prod: docker-compose.yml docker-compose.prod.yml @ production',
      ],
    ],
    [
      'a file that has everything stands by itself',
      { 'docker-compose.yml': web, 'docker-compose.prod.yml': full },
      ['default: docker-compose.yml @ development', 'prod: docker-compose.prod.yml @ production'],
    ],
    [
      'a file with images that refers to a volume of the base does not',
      {
        'docker-compose.yml': `${web}volumes:\n  data: {}\n`,
        'docker-compose.staging.yml': 'services:\n  web:\n    image: x\n    volumes: ["data:/data"]\n',
      },
      ['default: docker-compose.yml @ unknown', 'staging: docker-compose.yml docker-compose.staging.yml @ unknown'],
    ],
    [
      'a build without a context changes the base',
      { 'compose.yaml': web, 'compose.dev.yaml': 'services:\n  web:\n    build: {target: dev}\n' },
      ['default: compose.yaml @ unknown', 'dev: compose.yaml compose.dev.yaml @ development'],
    ],
    [
      'no default file',
      { 'docker-compose.base.yml': overlay, 'docker-compose.local.yml': full, 'docker-compose.production.yml': full },
      ['local: docker-compose.local.yml @ development', 'production: docker-compose.production.yml @ production'],
    ],
    [
      'a base that cannot run alone is no variant',
      {
        'docker-compose.yml': overlay,
        'docker-compose.prod.yml': 'services:\n  web: {build: ., depends_on: [db]}\n  db: {image: x}\n',
        Makefile: 'deploy:\n\tdocker compose -f docker-compose.yml -f docker-compose.prod.yml up\n',
      },
      ['prod: docker-compose.yml docker-compose.prod.yml @ production'],
    ],
    [
      'a deployment folder changes the default file above it',
      { 'docker-compose.yml': web, 'deploy/docker-compose.prod.yml': overlay },
      ['default: docker-compose.yml @ unknown', 'prod: docker-compose.yml deploy/docker-compose.prod.yml @ production'],
    ],
    [
      'a deployment folder changes the file above it that has what it changes',
      {
        'docker-compose.yml': web,
        'docker-compose.prod.yml': 'services:\n  web:\n    image: a\n  model:\n    image: b\n',
        'deploy/docker-compose.tuned.yml': 'services:\n  web:\n    restart: always\n  model:\n    restart: always\n',
      },
      [
        'default: docker-compose.yml @ development',
        'prod+tuned: docker-compose.prod.yml deploy/docker-compose.tuned.yml @ production',
        'prod: docker-compose.prod.yml @ production',
      ],
    ],
    [
      'a folder of deployment files that builds what the root builds',
      { 'docker-compose.yml': web, 'docker/stack.yml': 'services:\n  web:\n    build: ..\n', Dockerfile: '' },
      ['default: docker-compose.yml @ unknown', 'stack: docker/stack.yml @ unknown'],
    ],
    ['swarm by name', { 'docker-compose.swarm.yml': full }, ['swarm: docker-compose.swarm.yml @ production swarm']],
    [
      'tests are development',
      { 'docker-compose.yml': web, 'docker-compose.test.yml': full },
      ['default: docker-compose.yml @ unknown', 'test: docker-compose.test.yml @ development'],
    ],
    ['a folder called dev', { 'dev/compose.yaml': web }, ['default: dev/compose.yaml @ development']],
    [
      'a file that does not parse is still a stack',
      { 'compose.yaml': 'services: [\n' },
      ['default: compose.yaml @ unknown'],
    ],
  ])('%s', (_, files, expected) => {
    expect(variants(files)).toEqual(expected)
  })

  it('takes the file that Compose takes, and says what it leaves', () => {
    const found = look({ 'compose.yaml': web, 'docker-compose.yml': web })
    expect(variantsOf(found.projects[0])).toEqual(['default: compose.yaml @ unknown'])
    expect(found.skipped).toEqual([
      { what: 'docker-compose.yml', reason: 'Compose takes compose.yaml in the same directory' },
    ])
  })

  it('has no variant for an included file', () => {
    const files = {
      'compose.yaml': 'include: [db/compose.yaml]\nservices:\n  web: {build: ., depends_on: [db]}\n',
      'db/compose.yaml': 'services:\n  db: {image: x}\n',
    }
    expect(look(files).projects.map(variantsOf)).toEqual([['default: compose.yaml @ unknown']])
  })

  it('knows a compose model by its content, and nothing else that has services', () => {
    const files = {
      'ops/everything.yml': full,
      'symfony/services.yaml': 'services:\n  App\\Foo: {public: true}\n',
      'k8s/service.yaml': 'apiVersion: v1\nkind: Service\nservices:\n  a: {image: b}\n',
      'ci/jobs.yml': 'jobs: {}\nservices:\n  a: {image: b}\n',
      'list.yml': 'services:\n  - docker\n',
      'changes.yml': overlay,
    }
    const found = look(files)
    expect(found.projects.map(variantsOf)).toEqual([['everything: ops/everything.yml @ unknown']])
  })

  it('calls production-like what is not for development', () => {
    const [project] = look({
      'docker-compose.yml': web,
      'docker-compose.dev.yml': overlay,
      'docker-compose.prod.yml': overlay,
    }).projects
    expect(project?.variants.filter(isProductionLike).map(({ name }) => name)).toEqual(['default', 'prod'])
  })
})

describe('variants from evidence', () => {
  const stack = { 'docker-compose.yml': web, 'a.yml': overlay, 'docker-compose.prod.yml': overlay }

  it.each<[string, MemoryFiles, string]>([
    [
      'a Makefile',
      { Makefile: 'deploy: build\n\tdocker compose -f docker-compose.yml -f a.yml up -d\n' },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'a Makefile with variables',
      { Makefile: 'COMPOSE = docker compose -f docker-compose.yml \\\n  -f a.yml\nup:\n\t@$(COMPOSE) up\n' },
      'a: docker-compose.yml a.yml @ unknown',
    ],
    [
      'a script',
      { 'run.sh': '#!/bin/sh\nset -e\nexport X=1; sudo docker-compose -fdocker-compose.yml --file=a.yml up\n' },
      'a: docker-compose.yml a.yml @ unknown',
    ],
    [
      'a script that changes folders',
      { 'scripts/run.sh': 'cd "$(dirname "$0")/.."\ndocker compose -f docker-compose.yml -f a.yml up\n' },
      'a: docker-compose.yml a.yml @ unknown',
    ],
    [
      'a script with its own folder in the path',
      { 'deploy.sh': 'docker compose -f "${SCRIPT_DIR}/docker-compose.yml" -f "$SCRIPT_DIR/a.yml" up\n' },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'package.json',
      { 'package.json': '{"scripts": {"prod": "docker compose -f docker-compose.yml -f a.yml up"}}' },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'COMPOSE_FILE before the command',
      { 'run.sh': 'COMPOSE_FILE=docker-compose.yml:a.yml docker compose up\n' },
      'a: docker-compose.yml a.yml @ unknown',
    ],
    [
      'a workflow',
      {
        '.github/workflows/x.yml':
          'jobs:\n  ship:\n    environment: production\n    steps:\n      - run: |\n          echo\n          docker compose -f docker-compose.yml -f a.yml up -d\n',
      },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'a workflow over ssh',
      {
        '.github/workflows/x.yml':
          'jobs:\n  deploy:\n    steps:\n      - uses: appleboy/ssh-action@v1\n        with:\n          script: cd /srv/app && docker compose -f docker-compose.yml -f a.yml up\n',
      },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'a filled-in template through a pipe',
      { 'deploy.sh': '(cd . && envsubst -i a.yml | docker compose -f docker-compose.yml -f - up -d)\n' },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'a workflow that tells it to a later step',
      {
        '.github/workflows/x.yml':
          'jobs:\n  deploy:\n    steps:\n      - run: echo "COMPOSE_FILE=docker-compose.yml;a.yml" >> $GITHUB_ENV\n      - run: make up\n',
      },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'a script that writes it into the env file',
      { 'deploy.sh': 'echo COMPOSE_FILE=docker-compose.yml:a.yml >> .env\nmake up\n' },
      'a: docker-compose.yml a.yml @ production',
    ],
    [
      'profiles',
      { Makefile: 'x:\n\tdocker compose --profile web -f docker-compose.yml -f a.yml up\n' },
      'a (web): docker-compose.yml a.yml @ unknown +web',
    ],
    [
      'swarm',
      { Makefile: 'x:\n\tdocker stack deploy -c docker-compose.yml -c a.yml app\n' },
      'a: docker-compose.yml a.yml @ unknown swarm',
    ],
    [
      'swarm through a pipe',
      { Makefile: 'x:\n\tdocker compose -f docker-compose.yml -f a.yml config | docker stack deploy -c - app\n' },
      'a: docker-compose.yml a.yml @ unknown swarm',
    ],
  ])('%s', (_, more, expected) => {
    expect(variants({ ...stack, ...more })).toContain(expected)
  })

  it.each<[string, MemoryFiles]>([
    ['a README', { 'README.md': '    docker compose -f docker-compose.yml -f a.yml up\n' }],
    ['a comment', { 'run.sh': '# docker compose -f docker-compose.yml -f a.yml up\n' }],
    ['what is only printed', { 'run.sh': 'echo "docker compose -f docker-compose.yml -f a.yml up"\n' }],
    ['a printed setting', { 'run.sh': 'echo "COMPOSE_FILE=docker-compose.yml:a.yml"\n' }],
    ['logs', { 'run.sh': 'docker compose -f docker-compose.yml -f a.yml logs\n' }],
    ['files that do not exist', { 'run.sh': 'docker compose -f docker-compose.yml -f b.yml up\n' }],
  ])('%s is none', (_, more) => {
    expect(variants({ ...stack, ...more })).toEqual([
      'default: docker-compose.yml @ unknown',
      'prod: docker-compose.yml docker-compose.prod.yml @ production',
    ])
  })

  it('takes COMPOSE_FILE and COMPOSE_PROFILES from .env', () => {
    const env = 'COMPOSE_FILE=docker-compose.yml:a.yml\nCOMPOSE_PROFILES=x,y\n'
    const [project] = look({ ...stack, '.env': env }).projects
    expect(variantsOf(project)[0]).toBe('default: docker-compose.yml a.yml @ unknown +x +y')
    expect(project?.variants[0]).toMatchObject({ envFiles: ['.env'], evidence: [{ text: '.env sets COMPOSE_FILE' }] })
  })

  it('puts an extension in a folder below over the file that defines what it refers to', () => {
    const more = 'services:\n  agent:\n    image: agent:1\n    depends_on: [db]\n    networks: [back]\n'
    const base = `${full}networks:\n  back: {}\n`
    expect(variants({ 'docker-compose.yml': base, 'extensions/agent/agent-compose.yml': more })).toEqual([
      'default: docker-compose.yml @ unknown',
      'agent: docker-compose.yml extensions/agent/agent-compose.yml @ unknown',
    ])
    const stray = more.replace('db', 'other')
    const { projects } = look({ 'docker-compose.yml': base, 'extensions/agent/agent-compose.yml': stray })
    expect(projects.map(({ directory }) => directory)).toEqual(['', 'extensions/agent'])
  })

  it('names a combination after the folder of what it adds', () => {
    const Makefile = 'josm:\n\tdocker compose -f docker-compose.yml -f contrib/josm/compose.yaml up\n'
    expect(variants({ 'docker-compose.yml': full, 'contrib/josm/compose.yaml': overlay, Makefile })).toContain(
      'josm: docker-compose.yml contrib/josm/compose.yaml @ unknown',
    )
  })

  it('takes plain calls for the ones that COMPOSE_FILE of .env decides', () => {
    const env = 'COMPOSE_FILE=docker-compose.yml:a.yml\n'
    expect(variants({ ...stack, '.env': env, Makefile: 'up:\n\tdocker compose --env-file=.env up\n' })).toEqual([
      'default: docker-compose.yml a.yml @ unknown',
      'prod: docker-compose.yml docker-compose.prod.yml @ production',
    ])
  })

  it('takes the profiles of .env where a script names none', () => {
    const files = { ...stack, '.env': 'COMPOSE_PROFILES=full\n', 'up.sh': 'docker compose up -d\n' }
    expect(variants(files)).toEqual([
      'default: docker-compose.yml @ unknown +full',
      'prod: docker-compose.yml docker-compose.prod.yml @ production',
    ])
  })

  it('does not run with the .env of the tree what writes its own', () => {
    const deploy = 'echo "TAG=$SHA" > .env\ndocker compose -f docker-compose.yml -f a.yml up -d\n'
    const [project] = look({ ...stack, '.env': 'TAG=latest\n', 'deploy.sh': deploy }).projects
    expect(project?.variants.map(({ name, envFiles }) => [name, envFiles])).toEqual([
      ['default', ['.env']],
      ['a', []],
      ['prod', ['.env']],
    ])
  })

  it('reads a variable in a file name as every file that fits', () => {
    const script = 'docker compose -f docker-compose.yml -f docker-compose.${ENV}.yml --env-file .env.${ENV} up\n'
    expect(variants({ ...stack, 'docker-compose.dev.yml': overlay, 'run.sh': script })).toEqual([
      'default: docker-compose.yml @ unknown',
      'dev: docker-compose.yml docker-compose.dev.yml @ development',
      'prod: docker-compose.yml docker-compose.prod.yml @ production',
    ])
  })

  it('takes the nearest files that a script can mean', () => {
    const files = { 'compose.yaml': full, 'a/compose.yaml': full.replace('.', 'x'), 'a/run.sh': 'docker compose up\n' }
    const runs = look(files).projects.map(({ id, variants: all }) => [id, all[0]?.evidence.length])
    expect(runs).toEqual([
      ['.', 1],
      ['a', 2],
    ])
  })

  it('points at the place, with env files and the directory of the first file', () => {
    const makefile = 'all:\n\ndeploy-prod:\n\tcd ops && docker compose --env-file prod.env -f compose.yaml up -d\n'
    const [project] = look({ Makefile: makefile, 'ops/compose.yaml': full, 'ops/prod.env': 'A=1\n' }).projects
    const variant = project?.variants.find(({ envFiles }) => envFiles.length > 0)
    expect(variant).toMatchObject({
      files: ['ops/compose.yaml'],
      envFiles: ['ops/prod.env'],
      projectDirectory: 'ops',
      environment: 'production',
    })
    const [evidence] = variant?.evidence ?? []
    expect(evidence?.text).toBe('Makefile, target deploy-prod runs it')
    expect(makefile.slice(evidence?.origin?.start, evidence?.origin?.end)).toContain(
      'docker compose --env-file prod.env',
    )
  })

  it('takes an overlay that a script names alone for what it is', () => {
    const dev = 'services:\n  web:\n    restart: always\n'
    const files = { 'docker-compose.yml': stack['docker-compose.yml'], 'docker-compose.dev.yml': dev }
    const { projects } = look({ ...files, 'pull.sh': 'docker-compose -f docker-compose.dev.yml pull\n' })
    expect(projects[0]?.variants.map((variant) => variant.files)).toEqual([
      ['docker-compose.yml'],
      ['docker-compose.yml', 'docker-compose.dev.yml'],
    ])
  })

  it('finds the line of a workflow', () => {
    const workflow =
      'jobs:\n  up:\n    steps:\n      - run: |\n          true\n          docker compose -f docker-compose.yml -f a.yml up\n'
    const [project] = look({ ...stack, '.github/workflows/up.yml': workflow }).projects
    const origin = project?.variants.find(({ name }) => name === 'a')?.evidence[0]?.origin
    expect(workflow.slice(origin?.start, origin?.end)).toBe('docker compose -f docker-compose.yml -f a.yml up')
    expect(project?.workflows).toEqual(['.github/workflows/up.yml'])
  })

  it('believes that a stack is for development only where there is another', () => {
    expect(variants({ 'compose.yaml': web, Makefile: 'dev:\n\tdocker compose up\n' })).toEqual([
      'default: compose.yaml @ unknown',
    ])
    expect(
      variants({ 'compose.yaml': web, 'compose.prod.yaml': overlay, Makefile: 'dev:\n\tdocker compose up\n' }),
    ).toEqual(['default: compose.yaml @ development', 'prod: compose.yaml compose.prod.yaml @ production'])
    expect(
      variants({ 'compose.yaml': web, Makefile: 'dev:\n\tdocker compose up\nprod:\n\tdocker compose up -d\n' }),
    ).toEqual(['default: compose.yaml @ production'])
  })

  it('does not take work on data of production for running it', () => {
    expect(variants({ 'compose.yaml': web, Makefile: 'init-prod-data:\n\tdocker compose up db\n' })).toEqual([
      'default: compose.yaml @ unknown',
    ])
  })

  it('takes the default file for development where another stands by itself for production', () => {
    expect(variants({ 'compose.yaml': web, 'compose.prod.yaml': full })).toEqual([
      'default: compose.yaml @ development',
      'prod: compose.prod.yaml @ production',
    ])
    expect(variants({ 'compose.yaml': web, 'compose.prod.yaml': overlay })).toEqual([
      'default: compose.yaml @ unknown',
      'prod: compose.yaml compose.prod.yaml @ production',
    ])
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

describe('declared variants', () => {
  const files = { 'docker-compose.yml': web, 'docker-compose.prod.yml': overlay, 'other/compose.yaml': full }

  it('replace what was found out about the same files', () => {
    const { projects, skipped } = look(files, {
      config: {
        variants: [
          {
            name: 'live',
            files: ['docker-compose.yml', './docker-compose.prod.yml'],
            environment: 'production',
            platform: 'swarm',
            profiles: ['x'],
          },
          { name: 'lost', files: ['nope.yml'] },
        ],
      },
    })
    expect(projects.map(variantsOf)).toEqual([
      ['live: docker-compose.yml docker-compose.prod.yml @ production swarm +x'],
      ['default: other/compose.yaml @ unknown'],
    ])
    expect(skipped).toEqual([{ what: 'variant lost', reason: 'nope.yml does not exist' }])
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
