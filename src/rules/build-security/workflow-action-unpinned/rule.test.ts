/** How the version of an action is written once its commit is known. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const [old, middle, newest] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]
const actions = new Map([
  [
    'Example/Act',
    new Map([
      ['v1.9.0', old],
      ['v1.10.0', middle],
      ['v2', newest],
      ['v2.0.1', newest],
    ]),
  ],
])

async function pinned(step: string): Promise<string> {
  const head =
    'on: push\njobs:\n  image:\n    runs-on: x\n    steps:\n      - run: docker push example/shop:1.4.0\n      '
  const file = '.github/workflows/ci.yml'
  const tree = memoryTree({ Dockerfile: 'FROM alpine:3.22.1\n', [file]: `${head}${step}\n` })
  const lock = { images: new Map(), actions }
  const { before, files } = await fixWith([rule], tree, { only: [rule.id], guarded: true, lock })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  return files.get(file)?.slice(head.length).trimEnd() ?? because.join()
}

describe('a pinned action', () => {
  it.each([
    ['is the newest of its line', '- uses: example/act@v1', `- uses: example/act@${middle} # v1.10.0`],
    ['is called by its full version', '- uses: example/act@v2', `- uses: example/act@${newest} # v2.0.1`],
    ['is the version that was named', '- uses: example/act@v1.9.0', `- uses: example/act@${old} # v1.9.0`],
    [
      'keeps its path and its comment',
      '- uses: example/act/sub@v2 # fast',
      `- uses: example/act/sub@${newest} # v2.0.1 # fast`,
    ],
    ['stays in its quotes', '- uses: "example/act@v2"', `- uses: "example/act@${newest}" # v2.0.1`],
    [
      'has no comment between brackets',
      '- { uses: example/act@v2, id: a }',
      `- { uses: example/act@${newest}, id: a }`,
    ],
  ])('%s', async (_name, step, expected) => {
    expect(await pinned(step)).toBe(expected)
  })

  it.each([
    ['a version that the lock lacks', '- uses: example/act@v3', 'the commit of v3 is not known'],
    ['a branch', '- uses: example/act@main', 'the commit of main is not known'],
    ['an action that the lock lacks', '- uses: example/other@v1', 'the commit of v1 is not known'],
  ])('is not guessed for %s', async (_name, step, because) => {
    expect(await pinned(step)).toBe(because)
  })
})
