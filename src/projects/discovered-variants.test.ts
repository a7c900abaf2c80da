/** The ways a project is run, found by names of files, by what runs them, and by what a team declares. */
import { describe, expect, it } from 'vitest'
import { full, look, overlay, variants, variantsOf, web } from '../../test/discovered-projects.ts'
import type { MemoryFiles } from '../trees/memory.ts'
import { isProductionLike } from './workspace.ts'

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
