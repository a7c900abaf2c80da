import { describe, expect, it } from 'vitest'
import { auditWith } from '../index.ts'
import { defineRule } from '../rules/define-rule.ts'
import { memoryTree } from '../trees/memory.ts'
import type { Stage } from './build-model.ts'
import { copiedTo, imagePath, workdirAt } from './image-files.ts'

/** The final stage of a Dockerfile, handed to `ask` while it is audited. */
async function inFinalStage<T>(dockerfile: string, ask: (stage: Stage) => T): Promise<T | undefined> {
  let answer: T | undefined
  const rule = defineRule({
    id: 'asks',
    scope: 'stage',
    kind: 'hygiene',
    title: 'asks',
    category: 'build-security',
    threat: { from: 'nobody', gains: 'nothing' },
    since: '0.1.0',
    why: '',
    remedy: '',
    strength: '',
    effort: 1,
    references: [],
    peers: [],
    check: (stage) => {
      if (stage.isFinal) answer = ask(stage)
      return []
    },
  })
  await auditWith([rule], memoryTree({ Dockerfile: dockerfile }), { only: ['asks'], today: '2026-06-01' })
  return answer
}

describe('copiedTo', () => {
  it.each([
    ['a file by name', 'COPY run.sh /app/run.sh', ['run.sh']],
    ['a file into a directory', 'COPY deploy/run.sh /app/', ['deploy/run.sh']],
    ['the whole context', 'WORKDIR /app\nCOPY . .', ['run.sh']],
    ['a directory', 'COPY scripts/ /app/', ['scripts/run.sh']],
    ['a pattern', 'COPY scripts/*.sh /app/', ['scripts/run.sh']],
    ['a pattern that does not match', 'COPY scripts/*.py /app/', []],
    ['somewhere else', 'COPY run.sh /opt/run.sh', []],
    ['the newest first', 'COPY . /app\nCOPY run.sh /app/run.sh', ['run.sh', 'run.sh']],
  ])('%s', async (_name, lines, expected) => {
    const found = await inFinalStage(`FROM alpine:3.22\n${lines}\n`, (stage) => copiedTo(stage, '/app/run.sh'))
    expect(found?.map(({ path }) => path)).toEqual(expected)
  })

  it('follows stages that are copied from', async () => {
    const text = 'FROM alpine AS a\nCOPY scripts /src/scripts\nFROM alpine\nCOPY --from=a /src/scripts/ /app/\n'
    const found = await inFinalStage(text, (stage) => copiedTo(stage, '/app/run.sh'))
    expect(found?.map(({ path }) => path)).toEqual(['scripts/run.sh'])
  })

  it('ends where many stages copy everything from each other', async () => {
    const stages = Array.from({ length: 12 }, (_, at) => {
      const copies = Array.from({ length: 12 }, () => (at === 0 ? 'COPY . /' : `COPY --from=s${at - 1} / /`))
      return `FROM alpine AS s${at}\n${copies.join('\n')}\n`
    })
    const found = await inFinalStage(stages.join(''), (stage) => copiedTo(stage, '/app/run.sh'))
    expect(found?.length).toBeLessThanOrEqual(500)
  })
})

describe('paths in the image', () => {
  it('begin at the working directory', () => {
    expect(imagePath('./run.sh', '/app')).toBe('/app/run.sh')
    expect(imagePath('/app//run.sh', undefined)).toBe('/app/run.sh')
    expect(imagePath('run.sh', undefined)).toBeUndefined()
    expect(imagePath('~/run.sh', '/app')).toBeUndefined()
  })

  it('know the working directory at an instruction', async () => {
    const text = 'FROM alpine AS base\nWORKDIR /srv\nFROM base\nWORKDIR app\nWORKDIR $DIR\nWORKDIR /end\n'
    const directories = await inFinalStage(text, (stage) =>
      stage.instructions.map(({ index }) => workdirAt(stage, index + 1)),
    )
    expect(directories).toEqual(['/srv/app', undefined, '/end'])
  })
})
