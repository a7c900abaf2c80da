import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containerSteps } from '../workflow/container-steps.ts'
import type { WorkflowJob } from '../workflow/document.ts'
import { commandsOf } from '../workflow/run-commands.ts'
import { parseGitlab } from './parse-gitlab.ts'

const source = (file: string, text: string) => ({ file, text, utf8: true })

function pipeline(text: string, files: Readonly<Record<string, string>> = {}) {
  return parseGitlab(source('.gitlab-ci.yml', text), (path) =>
    files[path] === undefined ? undefined : source(path, files[path]),
  )
}

function job(text: string, id = 'job', files: Readonly<Record<string, string>> = {}): WorkflowJob {
  const found = pipeline(text, files).jobs.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no job ${id}`)
  return found
}

const commands = (of: WorkflowJob): readonly string[] =>
  of.steps.flatMap((step) => commandsOf(of, step).map(({ words }) => words.map(({ text }) => text).join(' ')))

describe('jobs', () => {
  it('are what is neither hidden nor a global key', () => {
    const text = 'stages: [a]\nvariables: { X: 1 }\n.hidden: { script: a }\npages: { script: b }\njob: { script: c }\n'
    expect(pipeline(text).jobs.map(({ id }) => id)).toEqual(['pages', 'job'])
  })

  it('run before_script and script in one shell, and after_script in another', () => {
    const found = job(
      'job:\n  before_script: [cd app]\n  script:\n    - docker build .\n  after_script: [docker push x]\n',
    )
    expect(found.steps.map(({ run }) => run?.value)).toEqual(['cd app\ndocker build .', 'docker push x'])
    const [build] = containerSteps({ ...pipeline(''), jobs: [found] })
    expect(build).toMatchObject({ kind: 'build', context: { known: true, value: 'app' } })
  })

  it('know the place of each command', () => {
    const text = 'job:\n  script:\n    - echo one\n    - |\n      echo two\n      echo three\n    - "echo four"\n'
    const found = job(text)
    const places = found.steps
      .flatMap((step) => commandsOf(found, step))
      .map(({ origin }) => text.slice(origin.start, origin.end))
    expect(places).toEqual(['echo one', 'echo two', 'echo three', 'echo four'])
  })

  it.each([
    ['default', 'default: { before_script: [a], image: x }\njob: { script: b }', ['a', 'b'], 'x'],
    ['the top', 'before_script: [a]\nimage: { name: x }\njob: { script: b }', ['a', 'b'], 'x'],
    [
      'nothing',
      'default: { before_script: [a], image: x }\njob: { script: b, inherit: { default: false } }',
      ['b'],
      undefined,
    ],
    ['themselves', 'default: { before_script: [a] }\njob: { before_script: [], script: b, image: y }', ['b'], 'y'],
  ])('take over from %s', (_, text, script, image) => {
    expect(commands(job(text))).toEqual(script)
    expect(job(text).container?.image?.value).toBe(image)
  })

  it('merge what they extend, lists replaced', () => {
    const text =
      '.a: { variables: { A: 1, B: 2 }, script: [one], image: x }\n.b: { extends: .a, variables: { B: 3 } }\njob: { extends: [.b], script: [two] }'
    const found = job(text)
    expect(found.env.map(({ name, value }) => `${name}=${value}`)).toEqual(['A=1', 'B=3'])
    expect(commands(found)).toEqual(['two'])
    expect(found.container?.image?.value).toBe('x')
  })

  it('fill in references and anchors', () => {
    const text =
      '.a: { script: [one, two] }\n.x: &x [three]\njob:\n  script:\n    - !reference [.a, script]\n    - *x\n    - four\n'
    expect(commands(job(text))).toEqual(['one', 'two', 'three', 'four'])
  })

  it.each([
    ['when: manual', true],
    ['rules: [{ if: $A, when: manual }, { when: never }]', true],
    ['rules: [{ if: $A, when: manual }, { if: $B }]', false],
    ['rules: [{ if: $A }]\n  when: manual', true],
    ['when: on_success', false],
  ])('%s', (said, manual) => expect(job(`job:\n  script: a\n  ${said}\n`).gitlab?.manual !== undefined).toBe(manual))

  it.each([
    ['only: [tags]', true],
    ['only: { refs: [tags] }', true],
    ['only: [tags, main]', false],
    ['rules: [{ if: $CI_COMMIT_TAG }]', true],
    ['rules: [{ if: "$CI_COMMIT_TAG =~ /^v/" }]', true],
    ['rules: [{ if: "$CI_COMMIT_TAG == null" }]', false],
  ])('%s', (said, tags) => expect(job(`job:\n  script: a\n  ${said}\n`).gitlab?.onlyTags).toBe(tags))

  it('wait for the stages before, but not for a click that nobody has to make', () => {
    const text =
      'stages: [a, b]\nfree: { stage: a, script: x, when: manual }\ngate: { stage: a, script: x, when: manual, allow_failure: false }\nplain: { stage: a, script: x }\njob: { stage: b, script: x }\nother: { stage: b, script: x, needs: [free] }'
    expect(job(text).needs.map(({ value }) => value)).toEqual(['gate', 'plain'])
    expect(job(text, 'other').needs.map(({ value }) => value)).toEqual(['free'])
  })
})

describe('includes', () => {
  const files = {
    'ci/build.yml': 'job:\n  image: x\n  script: [one]\n',
    'ci/loop.yml': 'include: /ci/loop.yml\nlooped: { script: a }\n',
  }

  it('are read from the tree, and what includes them wins', () => {
    const text = 'include:\n  - local: /ci/build.yml\njob: { script: [two] }\n'
    const found = job(text, 'job', files)
    expect([commands(found), found.container?.image?.value]).toEqual([['two'], 'x'])
    expect(pipeline(text, files).included).toEqual(['ci/build.yml'])
  })

  it('may go round in circles', () => {
    expect(pipeline('include: ci/loop.yml\n', files).jobs.map(({ id }) => id)).toEqual(['looped'])
  })

  it('from elsewhere are told', () => {
    const text =
      'include:\n  - template: Jobs/Container-Scanning.gitlab-ci.yml\n  - { project: a/b, file: [/x.yml] }\n  - remote: https://example.com/a.yml\n  - https://example.com/b.yml\njob: { script: a }\n'
    expect(pipeline(text).outside.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'template Jobs/Container-Scanning.gitlab-ci.yml',
      'project a/b /x.yml',
      'remote https://example.com/a.yml',
      'remote https://example.com/b.yml',
    ])
  })
})

describe('child pipelines', () => {
  it('run when the job that triggers them has', () => {
    const child = 'variables: { IMAGE: a/b }\ninclude: /ci/base.yml\ndeploy: { extends: .base }\n'
    const files = { 'ci/child.yml': child, 'ci/base.yml': '.base: { script: [docker push $IMAGE] }\n' }
    const found = job('go:\n  when: manual\n  trigger:\n    include:\n      - local: ci/child.yml\n', 'deploy', files)
    expect(commands(found)).toEqual(['docker push $IMAGE'])
    expect(found.env.map(({ name }) => name)).toEqual(['IMAGE'])
    expect(found.needs.map(({ value }) => value)).toContain('go')
  })

  it('may trigger each other', () => {
    const files = { 'a.yml': 'a: { trigger: { include: b.yml } }\n', 'b.yml': 'b: { trigger: { include: a.yml } }\n' }
    expect(pipeline('top: { trigger: { include: a.yml } }\n', files).jobs.map(({ id }) => id)).toEqual([
      'top',
      'a',
      'b',
    ])
  })
})

describe('builders without Docker', () => {
  const built = (line: string) => containerSteps(pipeline(`job:\n  script:\n    - ${line}\n`))[0]

  it('kaniko', () => {
    const line =
      '/kaniko/executor --context "dir://$CI_PROJECT_DIR/api" --dockerfile $CI_PROJECT_DIR/api/Dockerfile --build-arg A=1 --destination $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG'
    expect(built(line)).toMatchObject({
      kind: 'build',
      context: { known: true, value: 'api' },
      file: { known: true, value: 'api/Dockerfile' },
      push: { known: true, value: true },
      tags: [{ value: '$CI_REGISTRY_IMAGE:$CI_COMMIT_TAG' }],
      buildArguments: [{ name: 'A', value: '1' }],
    })
  })

  it('buildctl', () => {
    const line =
      'buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=. --local dockerfile=docker --opt target=prod --output type=image,name=a/b:1,push=true'
    expect(built(line)).toMatchObject({
      context: { value: '' },
      file: { value: 'docker/Dockerfile' },
      target: { value: 'prod' },
      push: { value: true },
      tags: [{ value: 'a/b:1' }],
    })
  })
})

describe('broken pipelines', () => {
  it.each([
    '',
    '- a',
    'job: 1',
    'job: [',
    'include: [{}]',
    'job: { extends: job, script: a }',
    'a: { script: !reference [a, script] }',
  ])('%j', (text) => expect(Array.isArray(pipeline(text).jobs)).toBe(true))

  it('never throw', () => {
    const word = fc.constantFrom(
      'job:',
      '  script:',
      '    - a',
      'include: x.yml',
      '  extends: .a',
      '.a:',
      '<<: *x',
      '&x',
      '!reference [.a, script]',
      '  rules:',
      '    - if: $A',
      'default:',
      '  image: x',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        for (const one of pipeline(text, { 'x.yml': text }).jobs) commands(one)
      }),
    )
  })
})
