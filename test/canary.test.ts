/** Unique secrets, planted in every kind of place and in every shape, never come out of any output. */
import { describe, expect, it } from 'vitest'
import { UsageError } from '../src/core/errors.ts'
import { maskLine } from '../src/core/mask-line.ts'
import { audit, auditFiles, auditWith, fix, inspect, render } from '../src/index.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { type Files, shapes, tellsOf } from './canary-forms.ts'
import { places } from './canary-places.ts'
import { everyLine } from './every-line.ts'

const options = { today: '2026-01-01' }

/** Everything that Drydock prints of a project, by the name of the output; the reports as data, or in every format. */
async function outputsOf(files: Files, everyFormat: boolean): Promise<Readonly<Record<string, string>>> {
  const tree = memoryTree(files, { tracked: true })
  const found: Record<string, string> = {}
  for (const [told, some] of [
    ['by the rules', rules],
    ['line by line', [everyLine(files)]],
  ] as const) {
    const report = await auditWith(some, tree, options)
    found[`the report ${told}`] = JSON.stringify(report)
    if (!everyFormat) continue
    for (const format of ['json', 'sarif', 'markdown'] as const)
      found[`${format} ${told}`] = await render(report, format)
    found[`terminal ${told}`] = await render(report, 'terminal', { color: true, width: 120 })
    found[`narrow terminal ${told}`] = await render(report, 'terminal', { color: false, width: 40 })
  }
  found['the model'] = JSON.stringify(await inspect(tree, options))
  if (Object.keys(files).includes('compose.yaml'))
    found['the compose model'] = JSON.stringify(await inspect(tree, { ...options, as: 'compose' }))
  return found
}

/** Everything that `fix` shows of a project: both reports in every format, the patch for others, and the diff on the screen. */
async function outputsOfFix(files: Files): Promise<Readonly<Record<string, string>>> {
  const tree = memoryTree(files, { tracked: true })
  const all = { ...options, guarded: true }
  const { after, applied, before, followUps, mask, patch, reverted } = await fix(tree, all)
  const shown = applied.map(({ fix: { effect = '', placement = '', title } }) =>
    mask([title, effect, placement].join('\n')),
  )
  const found: Record<string, string> = {
    'the patch for others': (await fix(tree, { ...all, withoutSecrets: true })).patch,
    'the diff on the screen': patch
      .split('\n')
      .map((line) => mask(maskLine(line)))
      .join('\n'),
    'what was done': JSON.stringify([shown, reverted, followUps]),
  }
  for (const format of ['json', 'sarif', 'markdown'] as const) {
    found[`${format} before the repair`] = await render(before, format)
    found[`${format} after the repair`] = await render(after, format)
  }
  found['terminal before the repair'] = await render(before, 'terminal', { color: false, width: 120 })
  return found
}

describe('a secret', () => {
  it.each(Object.keys(places))('in %s is in nothing that a repair shows', async (place) => {
    const plant = places[place] as (secret: string) => Files
    for (const shape of ['words', 'dollar']) {
      const secret = shapes[shape] as string
      const tells = tellsOf(secret)
      for (const [output, text] of Object.entries(await outputsOfFix(plant(secret)))) {
        const told = tells.find((tell) => text.includes(tell))
        expect.soft(told, `${shape} in ${output}`).toBeUndefined()
      }
    }
  })

  it.each(Object.keys(places))('in %s is in no output', async (place) => {
    const plant = places[place] as (secret: string) => Files
    for (const [shape, secret] of Object.entries(shapes)) {
      const tells = tellsOf(secret)
      for (const [output, text] of Object.entries(await outputsOf(plant(secret), shape === 'words'))) {
        const told = tells.find((tell) => text.includes(tell))
        expect.soft(told, `${shape} in ${output}`).toBeUndefined()
      }
    }
  })

  it.each([
    (secret: string) => `DB_PASSWORD=${secret}\n`,
    (secret: string) => `DB_PASSWORD: ${secret}\n`,
    (secret: string) => `variants: [{ password: ${secret} }]\n`,
    (secret: string) => `a: [${secret}`,
  ])('in a configuration that is none is in no error: %s', async (write) => {
    const secret = 'otter-lantern-quarry'
    const wrong = auditFiles({ Dockerfile: 'FROM node\n', '.env': write(secret) }, { ...options, config: '.env' })
    const error = await wrong.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(UsageError)
    expect(String(error)).not.toContain(secret)
  })

  it('is printed where it is asked for', async () => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    image: b\n    environment:\n      DB_PASSWORD: otter-lantern\n',
    }
    const model = await inspect(memoryTree(files), { ...options, showSecrets: true })
    expect(JSON.stringify(model)).toContain('otter-lantern')
  })
})

describe('what is no secret', () => {
  it('stays readable beside one that is the same word', async () => {
    const report = await auditFiles(
      {
        'compose.yaml':
          'services:\n  postgres:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: postgres\n    ports: ["5432:5432"]\n',
      },
      options,
    )
    const messages = report.findings.flatMap(({ places: found }) => found.map(({ message }) => message))
    expect(messages.join('\n')).toContain('postgres')
    expect(report.inventory.images).toEqual([{ reference: 'postgres:16', usedBy: ['postgres'] }])
    const lines = report.findings.flatMap(({ places: found }) => found.flatMap(({ excerpt }) => excerpt?.lines ?? []))
    expect(lines).toContain('    image: postgres:16')
    expect(lines.filter((line) => line.includes('POSTGRES_PASSWORD: postgres'))).toEqual([])
  })

  it.each([
    '      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}',
    '      POSTGRES_PASSWORD_FILE: /run/secrets/db',
    '      DATABASE_URL: postgres://app:${DB_PASSWORD}@db:5432/app',
    '      TOKEN_LIFETIME: ${TOKEN_LIFETIME}',
    '    image: node:22-alpine@sha256:9f4c1e7ab03d5c28e6f17b409ad2c8539f4c1e7ab03d5c28e6f17b409ad2c853',
    '    working_dir: /srv/authentication-service/secret-santa',
  ])('%s', async (line) => {
    const before = line.startsWith('      ') ? '    image: node\n    environment:\n' : ''
    const files = { 'compose.yaml': `services:\n  app:\n${before}${line}\n` }
    const report = await auditWith([everyLine(files)], memoryTree(files), options)
    const lines = report.findings.flatMap(({ places: found }) => found.flatMap(({ excerpt }) => excerpt?.lines ?? []))
    expect(lines).toContain(line)
  })

  it('a file keeps its name even if a secret is that word', async () => {
    const files = {
      'lantern/compose.yaml': 'services:\n  a:\n    image: b\n    environment:\n      DB_PASSWORD: lantern\n',
    }
    const report = await audit(memoryTree(files), options)
    const found = report.findings.flatMap((finding) => finding.places.map(({ location }) => location.file))
    expect([...new Set(found)]).toEqual(['lantern/compose.yaml'])
  })
})
