/** Secrets that a pipeline passes to a build: handed over as secrets, in the pipeline and the Dockerfile at once, or left alone. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

const rules = ['secret-as-build-arg', 'workflow-secret-as-build-argument', 'secret-used-in-run-without-mount']
const dockerfile =
  'FROM python:3.13-slim\nARG PIP_TOKEN\nRUN pip install --index-url https://ci:$PIP_TOKEN@r.example.com/ x\n'
const mounted =
  '# syntax=docker/dockerfile:1\nFROM python:3.13-slim\nRUN --mount=type=secret,id=pip_token,env=PIP_TOKEN pip install --index-url https://ci:$PIP_TOKEN@r.example.com/ x\n'
const file = '.github/workflows/build.yml'
const secret = '${{ secrets.PIP_TOKEN }}'
const workflow = (...inputs: readonly string[]): string =>
  [
    'on: push',
    'jobs:',
    '  image:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - uses: docker/build-push-action@v6',
    '        with:',
    '          context: .',
    ...inputs.map((line) => `          ${line}`),
    '          push: true',
    '',
  ].join('\n')

async function repaired(files: Readonly<Record<string, string>>) {
  const options = { only: rules, guarded: true, today: '2026-01-01' }
  const result = await fix(memoryTree(files), options)
  expect(result.reverted).toEqual([])
  const after = { ...files, ...Object.fromEntries(result.files) }
  expect((await fix(memoryTree(after), options)).applied).toEqual([])
  return result.files
}

describe('a secret among the build arguments', () => {
  it.each([
    ['alone', ['build-args: |', `  PIP_TOKEN=${secret}`], ['secrets: |', `  pip_token=${secret}`]],
    ['alone on the line of the key', [`build-args: PIP_TOKEN=${secret}`], [`secrets: pip_token=${secret}`]],
    ['in quotes', [`build-args: "PIP_TOKEN=${secret}"`], [`secrets: "pip_token=${secret}"`]],
    [
      'among others',
      ['build-args: |', '  A=1', `  PIP_TOKEN=${secret}`, '  B=2', 'tags: a:1'],
      ['build-args: |', '  A=1', '  B=2', 'secrets: |', `  pip_token=${secret}`, 'tags: a:1'],
    ],
    [
      'the last of others',
      ['build-args: |', '  A=1', `  PIP_TOKEN=${secret}`],
      ['build-args: |', '  A=1', 'secrets: |', `  pip_token=${secret}`],
    ],
    [
      'beside other secrets',
      ['secrets: |', '  a=b', 'build-args: |', '  A=1', `  PIP_TOKEN=${secret}`],
      ['secrets: |', '  a=b', `  pip_token=${secret}`, 'build-args: |', '  A=1'],
    ],
    [
      'alone beside other secrets',
      ['build-args: |', `  PIP_TOKEN=${secret}`, 'secrets: |', '  a=b'],
      ['secrets: |', '  a=b', `  pip_token=${secret}`],
    ],
  ])('%s', async (_, inputs, becomes) => {
    const files = await repaired({ Dockerfile: dockerfile, [file]: workflow(...inputs) })
    expect(files.get(file)).toBe(workflow(...becomes))
    expect(files.get('Dockerfile')).toBe(mounted)
  })

  it('is handed over by compose and by the pipeline', async () => {
    const compose =
      'services:\n  web:\n    build:\n      context: .\n      args:\n        PIP_TOKEN: ${PIP_TOKEN}\n        A: 1\n'
    const files = await repaired({
      Dockerfile: dockerfile,
      'compose.yaml': compose,
      [file]: workflow('build-args: |', '  A=1', `  PIP_TOKEN=${secret}`),
    })
    expect(files.get('Dockerfile')).toBe(mounted)
    expect(files.get('compose.yaml')).toContain('  pip_token:\n    environment: PIP_TOKEN\n')
    expect(files.get(file)).toContain(`secrets: |\n            pip_token=${secret}\n`)
  })

  it('keeps the line breaks of Windows', async () => {
    const text = workflow('build-args: |', '  A=1', `  PIP_TOKEN=${secret}`).replaceAll('\n', '\r\n')
    const files = await repaired({ Dockerfile: dockerfile, [file]: text })
    expect(files.get(file)).toBe(
      workflow('build-args: |', '  A=1', 'secrets: |', `  pip_token=${secret}`).replaceAll('\n', '\r\n'),
    )
  })

  it.each([
    [
      'another way to build',
      {
        [file]: workflow(`build-args: PIP_TOKEN=${secret}`).replace(
          '    steps:\n',
          `    steps:\n      - run: docker build --build-arg PIP_TOKEN=${secret} .\n`,
        ),
      },
    ],
    ['secrets on one line', { [file]: workflow('secrets: a=b', `build-args: PIP_TOKEN=${secret}`) }],
  ])('is left alone beside %s', async (_, more) => {
    expect([...(await repaired({ Dockerfile: dockerfile, ...more })).keys()]).toEqual([])
  })
})
