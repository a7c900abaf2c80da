import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Origin, spansOf } from '../../core/origin.ts'
import { parseActionUse } from './action-use.ts'
import { conditionOf, expressionsIn, referencesIn } from './expression.ts'
import { parseWorkflow } from './parse.ts'
import { listed } from './passage.ts'
import { effectivePermissions, grants } from './permissions.ts'
import { commandsOf } from './run-commands.ts'

const read = (text: string) => parseWorkflow({ file: '.github/workflows/ci.yml', text, utf8: true })
const written = (text: string, origin: Origin | undefined) => {
  const [place] = origin === undefined ? [] : spansOf(origin)
  return text.slice(place?.start, place?.end)
}

const full = `name: Build
on:
  push: { branches: [main] }
  workflow_dispatch:
permissions:
  contents: read
env:
  REGISTRY: ghcr.io
defaults:
  run: { shell: bash, working-directory: app }
jobs:
  build:
    name: Build \${{ matrix.service }}
    runs-on: [self-hosted, linux]
    permissions: write-all
    strategy:
      matrix: { service: [auth, web] }
    services:
      db: { image: 'postgres:16', env: { POSTGRES_PASSWORD: test } }
    container: node:22
    steps:
      - uses: actions/checkout@v4
      - id: meta
        uses: docker/metadata-action@8e5442c4ef9f78752691e2d8f8d19755c6f78e81
        with:
          Images: \${{ env.REGISTRY }}/app
          version: 3.10
      - name: Test
        if: github.ref == 'refs/heads/main'
        continue-on-error: true
        env: { TOKEN: "\${{ secrets['API_TOKEN'] }}" }
        run: |
          npm ci
          npm test -- "\${{ github.event.head_commit.message }}" || true
      - shell: pwsh
        run: Get-Item x
  deploy:
    needs: build
    environment: { name: production, url: https://x }
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
`

describe('parseWorkflow', () => {
  const workflow = read(full)
  const [build, deploy] = workflow.jobs

  it('reads the workflow as a whole', () => {
    expect(workflow.problems).toEqual([])
    expect(workflow.name?.value).toBe('Build')
    expect(workflow.triggers.map(({ value }) => value)).toEqual(['push', 'workflow_dispatch'])
    expect(workflow.env.map(({ name, value }) => [name, value])).toEqual([['REGISTRY', 'ghcr.io']])
  })

  it('reads jobs', () => {
    expect(build).toMatchObject({ id: 'build', container: { image: { value: 'node:22' } } })
    expect(build?.runsOn.map(({ value }) => value)).toEqual(['self-hosted', 'linux'])
    expect(build?.services.map(({ id, image, env }) => [id, image?.value, env[0]?.value])).toEqual([
      ['db', 'postgres:16', 'test'],
    ])
    expect(deploy).toMatchObject({
      uses: { kind: 'local', pinned: true },
      environment: { value: 'production' },
      secrets: { inherit: true },
      needs: [{ value: 'build' }],
    })
    expect(written(full, build?.idOrigin)).toBe('build')
  })

  it('reads steps, with inputs in any case and numbers as they are written', () => {
    const [checkout, meta, test, other] = build?.steps ?? []
    expect(checkout?.uses).toMatchObject({ action: 'actions/checkout', ref: 'v4', kind: 'tag', pinned: false })
    expect(meta?.uses).toMatchObject({ kind: 'sha', pinned: true })
    expect(meta?.with.get('images')?.value).toBe('${{ env.REGISTRY }}/app')
    expect(meta?.with.get('version')?.value).toBe('3.10')
    expect(test).toMatchObject({
      shell: 'bash',
      continueOnError: { value: 'true' },
      workingDirectory: { value: 'app' },
    })
    expect(other?.shell).toBe('pwsh')
  })

  it('knows the effective permissions', () => {
    if (build === undefined || deploy === undefined) throw new Error('two jobs')
    expect(grants(effectivePermissions(workflow, build), 'packages')).toBe('write')
    expect(grants(effectivePermissions(workflow, deploy), 'packages')).toBe('none')
    expect(grants(effectivePermissions(workflow, deploy), 'contents')).toBe('read')
    expect(grants(read('on: push\njobs: {}').permissions, 'contents')).toBe('unknown')
  })

  it('splits run into located commands and keeps expressions whole', () => {
    const test = build?.steps[2]
    const commands = build && test ? commandsOf(build, test) : []
    expect(commands.map(({ words }) => words.map(({ text }) => text))).toEqual([
      ['npm', 'ci'],
      ['npm', 'test', '--', '${{ github.event.head_commit.message }}'],
      ['true'],
    ])
    expect(commands.map(({ swallowed }) => swallowed)).toEqual([false, true, false])
    expect(written(full, commands[0]?.origin)).toBe('npm ci')
    expect(written(full, commands[1]?.words[3]?.origin)).toBe('"${{ github.event.head_commit.message }}"')
    const other = build?.steps[3]
    expect(build && other && commandsOf(build, other)).toEqual([])
  })

  it('locates expressions inside a value', () => {
    const step = build?.steps[2]
    const [inRun] = step?.run === undefined ? [] : expressionsIn(step.run)
    expect(inRun?.references).toEqual(['github.event.head_commit.message'])
    expect(written(full, inRun?.origin)).toBe('${{ github.event.head_commit.message }}')
    const [inEnv] = (step?.env ?? []).flatMap(expressionsIn)
    expect(inEnv?.references).toEqual(['secrets.API_TOKEN'])
    expect(written(full, inEnv?.origin)).toBe("${{ secrets['API_TOKEN'] }}")
    expect(step?.if && conditionOf(step.if).references).toEqual(['github.ref'])
  })

  const broken: readonly [text: string, message: string][] = [
    ['', 'mapping'],
    ['- a', 'mapping'],
    ['on: push', 'no jobs'],
    ['on: push\njobs: [a]', 'no jobs'],
    ['jobs:\n  a: {runs-on: x}', 'no steps'],
    ['jobs:\n  a:\n    steps: [', ''],
  ]
  it.each(broken)('reports %j', (text, message) => {
    expect(
      read(text)
        .problems.map((problem) => problem.message)
        .join('\n'),
    ).toContain(message)
  })
})

describe('passages', () => {
  const styles: readonly [what: string, yaml: string, value: string, part: string][] = [
    ['plain', 'name: a b', 'a b', 'b'],
    ['folded plain', 'name: a\n  bb\n\n  cc', 'a bb\ncc', 'cc'],
    ['single', "name: 'it''s here'", "it's here", 'here'],
    ['double', 'name: "a\\tb \\u0041 \\"c\\" \\\n   dd"', 'a\tb A "c" dd', 'dd'],
    ['literal', 'name: |\n  a\n    b\n\n  cc\n', 'a\n  b\n\ncc\n', 'cc'],
    ['folded', 'name: >-\n  a\n  bb\n\n  cc', 'a bb\ncc', 'bb'],
    ['CRLF', 'name: |\r\n  a\r\n  bb\r\n', 'a\nbb\n', 'bb'],
  ]
  it.each(styles)('follow %s text', (_, yaml, value, part) => {
    const { name } = read(`${yaml}\non: push`)
    expect(name?.value).toBe(value)
    const start = value.indexOf(part)
    expect(written(yaml, name?.at(start, start + part.length))).toBe(part)
  })

  it('are split at lines and commas outside of expressions', () => {
    const text = "name: |\n  a:1,b:2\n  # none\n\n  ${{ format('{0},{1}', 1, 2) }}:3\n"
    const parts = listed(read(text).name)
    expect(parts.map(({ value }) => value)).toEqual(['a:1', 'b:2', "${{ format('{0},{1}', 1, 2) }}:3"])
    expect(parts.map(({ origin }) => written(text, origin))).toEqual(parts.map(({ value }) => value))
  })
})

describe('parseActionUse', () => {
  const sha = 'a'.repeat(40)
  it.each([
    ['actions/checkout@v4', 'tag', false, 'v4'],
    ['Actions/Checkout@v4.1.0', 'tag', false, 'v4.1.0'],
    ['a/b/c@main', 'branch', false, 'main'],
    [`a/b@${sha}`, 'sha', true, sha],
    ['a/b', 'unknown', false, undefined],
    ['a/b@${{ inputs.ref }}', 'unknown', false, '${{ inputs.ref }}'],
    ['./.github/actions/x', 'local', true, undefined],
    ['docker://alpine:3.20', 'docker', false, '3.20'],
    [`docker://alpine@sha256:${'0'.repeat(64)}`, 'docker', true, `sha256:${'0'.repeat(64)}`],
  ] as const)('%s', (text, kind, pinned, ref) => {
    expect(parseActionUse(text, { kind: 'default', of: '' })).toMatchObject({ kind, pinned, ref })
  })
})

describe('referencesIn', () => {
  it.each([
    ["secrets.A && github.event.issue['title']", 'secrets.A', 'github.event.issue.title'],
    ["format('{0} secrets.B', env.C)", 'env.C'],
    ['github.token', 'github.token'],
    ['toJSON(secrets)', 'secrets'],
    ["contains(needs.*.result, 'failure')", 'needs.*.result'],
    ["hashFiles('**/x')", ...[]],
  ] as const)('%s', (text, ...references) => expect(referencesIn(text)).toEqual(references))
})

it('survives anything, with every span inside the text', () => {
  const piece = fc.constantFrom(
    ...[
      'on: push\n',
      'jobs:\n',
      '  a:\n',
      '    steps:\n',
      '      - run: |\n',
      '          docker build -t a .\n',
      '${{',
      '}}',
    ],
    ...[
      '      - uses: docker/build-push-action@v6\n',
      '        with:\n',
      '          tags: a,b\n',
      '"',
      "'",
      '>-\n',
      '&a ',
      '*a',
      '<<: ',
    ],
    ...['- ', '\n', ': ', 'permissions: ', 'env: {A: 1}', ' '],
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const { jobs, problems } = read(text)
      const steps = jobs.flatMap((job) => job.steps.flatMap((step) => commandsOf(job, step)))
      for (const { start, end } of [...problems, ...jobs, ...steps].flatMap(({ origin }) => spansOf(origin))) {
        expect(start >= 0 && start <= end && end <= text.length).toBe(true)
      }
    }),
  )
})
