/** What was observed of running containers in an audit: what they are compared with, what is accepted, what repairs leave alone. */
import { describe, expect, it } from 'vitest'
import { auditAndRepair, auditFiles, memoryTree, render } from '../src/index.ts'
import { readObserved } from './observed-example.ts'

const observed = (...containers: readonly object[]) => readObserved(JSON.stringify({ containers }))
const options = { today: '2026-06-01' }

describe('a container is compared with', () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: ghcr.io/example/web:1.8.0\n    user: "10001"\n',
    'compose.prod.yaml': 'services:\n  web:\n    read_only: true\n    cap_drop: [ALL]\n',
    'compose.staging.yaml': 'services:\n  web:\n    privileged: true\n    pid: host\n',
    Makefile: [
      'prod:\n\tdocker compose -f compose.yaml -f compose.prod.yaml up -d\n',
      'staging:\n\tdocker compose -f compose.yaml -f compose.staging.yaml up -d\n',
    ].join('\n'),
  }
  const comparedWith = async (variant: string | null) => {
    const report = await auditFiles(files, {
      ...options,
      observed: observed({ service: 'web', user: '10001', variant }),
    })
    const names = report.projects.flatMap(({ variants }) => variants.map(({ name }) => name))
    const [project] = report.projects
    const [container] = report.observed?.containers ?? []
    return { names, scored: project?.scoredVariant, with: container?.variant, asVariant: container?.startedAsVariant }
  }

  it('the variant that it was started as', async () => {
    const { names } = await comparedWith(null)
    expect(names.length).toBeGreaterThan(1)
    for (const name of names) expect(await comparedWith(name)).toMatchObject({ with: name, asVariant: true })
  })

  it('the scored one, where it was started as none', async () => {
    const { scored, with: compared, asVariant } = await comparedWith(null)
    expect(scored).toMatch(/staging/)
    expect({ compared, asVariant }).toEqual({ compared: scored, asVariant: false })
  })
})

const stack = 'services:\n  db:\n    image: postgres:16.4\n    read_only: true\n'
const findingOf = async (files: Readonly<Record<string, string>>) => {
  const report = await auditFiles(files, { ...options, observed: observed({ service: 'db' }) })
  return report.findings.find(({ rule }) => rule === 'container-weaker-than-files')
}

describe('drift', () => {
  it('is accepted by a comment at the setting, and for a service', async () => {
    expect((await findingOf({ 'compose.yaml': stack }))?.places).toMatchObject([{ accepted: null }])
    const comment = stack.replace(
      '    read_only',
      '    # drydock: allow container-weaker-than-files - tried out\n    read_only',
    )
    expect((await findingOf({ 'compose.yaml': comment }))?.places).toMatchObject([
      { accepted: { reason: 'tried out' } },
    ])
    const allowed = (service: string) =>
      `allow:\n  - rule: container-weaker-than-files\n    service: ${service}\n    reason: for a day\n`
    expect((await findingOf({ 'compose.yaml': stack, 'drydock.yaml': allowed('db') }))?.places).toMatchObject([
      { accepted: { reason: 'for a day' } },
    ])
    expect((await findingOf({ 'compose.yaml': stack, 'drydock.yaml': allowed('web') }))?.places).toMatchObject([
      { accepted: null },
    ])
  })

  it('keeps no repair of the files from being made', async () => {
    const tree = memoryTree({ 'compose.yaml': 'services:\n  db:\n    image: postgres:16.4\n' })
    const { report, patch } = await auditAndRepair(tree, { ...options, observed: observed({ service: 'db' }) })
    expect(patch).toContain('no-new-privileges')
    expect(report.observed?.containers).toHaveLength(1)
    const [place] = report.findings.find(({ rule }) => rule === 'no-new-privileges-missing')?.places ?? []
    expect(place?.fix).toMatchObject({ status: 'offered' })
  })

  it('is refused as a repair, with the command instead', async () => {
    const tree = memoryTree({ 'compose.yaml': stack })
    const { report } = await auditAndRepair(tree, { ...options, observed: observed({ service: 'db' }) })
    const [place] = report.findings.find(({ rule }) => rule === 'container-weaker-than-files')?.places ?? []
    expect(place?.fix).toMatchObject({
      status: 'refused',
      needs: expect.stringMatching(/docker compose .*up -d --force-recreate db/),
    })
  })
})

it('a credential that only a container has is shown nowhere', async () => {
  const secret = 'c4n4ry-0ld-p4ssw0rd'
  const seen = {
    service: 'db',
    image: { reference: `registry/${secret}:1` },
    environment: { POSTGRES_PASSWORD: secret },
  }
  const report = await auditFiles({ 'compose.yaml': stack }, { ...options, observed: observed(seen) })
  expect(report.observed?.containers).toHaveLength(1)
  for (const format of ['json', 'sarif', 'markdown', 'terminal', 'html'] as const) {
    expect(await render(report, format)).not.toContain(secret)
  }
})
