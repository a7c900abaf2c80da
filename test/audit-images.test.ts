/** Images that were built on a real Docker Engine, looked into and held against their Dockerfiles; skipped where there is none. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observed } from '../src/core/observed.ts'
import type { Report } from '../src/core/report.ts'
import { audit, auditAndRepair, observeArchives, observeImages, render, renderPackage } from '../src/index.ts'
import { busybox, withoutEngine } from './docker-engine.ts'

const run = (program: string, words: readonly string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ...env } })
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' }
}
const docker = (words: readonly string[], env: Record<string, string> = {}): string => {
  const { status, stdout, stderr } = run('docker', words, env)
  if (status !== 0) throw new Error(`docker ${words.join(' ')}: ${stderr}`)
  return stdout.trim()
}
const missing = withoutEngine(import.meta.filename)

/** Names that no other run of these tests has. */
const own = `drydock-images-${process.pid}`
const canaries = {
  argument: 'c4n4ry-0f-the-arguments',
  file: 'c4n4ry-0f-the-file',
  deleted: 'c4n4ryD3l3ted0fTheLayers',
}

const dockerfile = `FROM scratch
COPY busybox /bin/busybox
ARG API_TOKEN
RUN ["/bin/busybox", "--install", "-s", "/bin"]
WORKDIR /app
COPY . .
RUN echo started > log && chmod 4755 /bin/busybox
RUN rm .npmrc
CMD ["/bin/sh"]
`
const compose = (classic: boolean): string => `name: ${own}-${classic ? 'classic' : 'buildkit'}
services:
  api:
    build:
      context: .
      network: none
      args: { API_TOKEN: "\${API_TOKEN:?}" }
      labels: { made-by: ${own} }
  gone:
    image: ${own}/never-built:1
`

describe.skipIf(missing !== undefined).each([
  ['the classic builder', true],
  ['BuildKit', false],
])('audit --images of what %s made', { timeout: 120_000 }, (_, classic) => {
  const image = `${own}-${classic ? 'classic' : 'buildkit'}-api`
  let parent = ''
  let directory = ''
  let observed: Observed
  let report: Report
  const from = { env: process.env, platform: process.platform }
  const write = (file: string, text: string): void => writeFileSync(join(directory, file), text)

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'drydock-'))
    directory = join(parent, 'project')
    mkdirSync(directory)
    copyFileSync(busybox ?? '', join(directory, 'busybox'))
    write('Dockerfile', dockerfile)
    write('compose.yaml', compose(classic))
    write('.env', `DB_PASSWORD=${canaries.file}\n`)
    write('.npmrc', `//registry.npmjs.org/:_authToken=${canaries.deleted}\n`)
    if (classic) {
      const labelled = ['build', '--network', 'none', '--label', `made-by=${own}`]
      const build = [...labelled, '--build-arg', `API_TOKEN=${canaries.argument}`, '--tag', image, directory]
      docker(build, { DOCKER_BUILDKIT: '0' })
    } else {
      docker(['compose', '--project-directory', directory, 'build'], { API_TOKEN: canaries.argument })
    }
    // The ignore file comes too late for the image.
    write('.dockerignore', '**/.env*\n.npmrc\n.git\n')
    observed = await observeImages(directory, {}, from)
    report = await audit(directory, { observed })
  }, 120_000)
  afterAll(() => {
    run('docker', ['image', 'rm', '--force', image])
    run('docker', ['image', 'prune', '--force', '--filter', `label=made-by=${own}`])
    rmSync(parent, { recursive: true, force: true })
  })

  const messages = (rule: string): readonly string[] =>
    report.findings
      .filter((finding) => finding.rule === rule)
      .flatMap(({ places }) => places.map((place) => place.message))
  const lineOf = (rule: string): number | undefined =>
    report.findings.find((finding) => finding.rule === rule)?.places[0]?.location.startLine

  it('finds what the ignore file keeps out today, and what a later layer deletes', () => {
    expect(messages('excluded-file-in-image').toSorted()).toEqual([
      `/app/.env (environment file) is in layer 4 of ${image}:latest, though the ignore file keeps it out`,
      `/app/.npmrc (registry credentials) is in layer 4 of ${image}:latest (deleted in layer 6, still in this one), though the ignore file keeps it out`,
    ])
    expect(lineOf('excluded-file-in-image')).toBe(6)
    const item = report.checklist.find(({ id }) => id === 'dockerfiles-without-secrets')
    expect(item).toMatchObject({ status: 'fail' })
    expect(item?.evidence.join('\n')).toContain('/app/.env')
  })

  it('finds the value of an argument in the history, and the setuid program, each at its instruction', () => {
    expect(messages('secret-in-image-history')).toEqual([`the history of ${image}:latest tells the value of API_TOKEN`])
    expect(lineOf('secret-in-image-history')).toBe(3)
    expect(messages('setuid-file-in-image')).toEqual([`layer 5 of ${image}:latest adds setuid programs: /bin/busybox`])
    expect(lineOf('setuid-file-in-image')).toBe(7)
    expect(messages('built-image-out-of-date')).toEqual([])
  })

  it('lists the layers with their instructions, and what is not there with what to do', () => {
    expect(report.observed?.images).toMatchObject([
      { reference: `${image}:latest`, usedBy: ['api'], user: '', project: '.' },
    ])
    expect(report.observed?.images[0]?.layers.map(({ place }) => place)).toEqual(
      [2, 4, 5, 6, 7, 8].map((line) => `Dockerfile:${line}`),
    )
    expect(report.skipped).toContainEqual({
      what: `image ${own}/never-built:1`,
      reason: `the engine does not have it: pull it (docker pull ${own}/never-built:1)`,
    })
    expect(report.incomplete).toEqual([])
  })

  it('passes once it is built anew, with the paths as evidence', async () => {
    const again = `${image}:latest`
    writeFileSync(
      join(directory, 'Dockerfile'),
      dockerfile.replace('RUN rm .npmrc\n', '').replace('ARG API_TOKEN\n', ''),
    )
    docker(['build', '--network', 'none', '--label', `made-by=${own}`, '--tag', again, directory], {
      DOCKER_BUILDKIT: '0',
    })
    const { checklist, findings } = await audit(directory, { observed: await observeImages(directory, {}, from) })
    expect(findings.map(({ rule }) => rule)).not.toContain('excluded-file-in-image')
    const evidence = checklist.find(({ id }) => id === 'dockerfiles-without-secrets')?.evidence ?? []
    expect(evidence.join('\n')).toMatch(/\/app\/\.env, .*: in no layer of /)
    writeFileSync(join(directory, 'Dockerfile'), dockerfile)
  })

  it('says the same of an archive', async () => {
    const archive = join(parent, 'image.tar')
    docker(['save', image, '--output', archive])
    const other = await observeArchives(directory, {}, [{ name: 'image.tar', chunks: createReadStream(archive) }])
    const engine = await observeImages(directory, {}, from)
    expect(other.images.map(({ contents }) => contents)).toEqual(engine.images.map(({ contents }) => contents))
  })

  it('shows no secret in any format', async () => {
    const formats = ['terminal', 'markdown', 'json', 'sarif', 'html'] as const
    const repaired = await auditAndRepair(directory, { observed })
    const texts = [
      ...(await Promise.all(formats.map((format) => render(report, format)))),
      ...(await renderPackage(repaired, undefined, observed)).map(({ text }) => text),
    ]
    for (const text of texts) for (const secret of Object.values(canaries)) expect(text).not.toContain(secret)
    expect(texts.some((text) => text.includes('CycloneDX'))).toBe(true)
  })
})
