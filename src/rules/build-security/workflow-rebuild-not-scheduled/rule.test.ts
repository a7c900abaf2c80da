/** Where a schedule is written, and which workflows get none. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const jobs = 'jobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker push example/shop:1.4.0\n'

/** What stands before the jobs after the repair; or why it is as it was. */
async function scheduled(head: string, rest = jobs): Promise<string> {
  const file = '.github/workflows/ci.yml'
  const tree = memoryTree({ Dockerfile: 'FROM alpine:3.22.1\n', [file]: head + rest })
  const { before, files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  return files.get(file)?.slice(0, -rest.length) ?? because.join()
}

const weekly = "  schedule:\n    - cron: '23 4 * * 1'\n"

describe('a weekly run', () => {
  it.each([
    ['of one event', 'on: push\n', `on:\n  push:\n${weekly}`],
    ['of several', 'on: [push, pull_request]\n', `on:\n  push:\n  pull_request:\n${weekly}`],
    [
      'behind options',
      'on:\n  push:\n    branches: [main]\n',
      `on:\n  push:\n    branches: [main]\n${weekly.replaceAll("'", '"')}`,
    ],
  ])('%s', async (_name, head, expected) => {
    expect(await scheduled(head)).toBe(expected)
  })

  it.each([
    ['what tags publish', 'on: { push: { tags: ["v*"] } }\n', jobs, /what a tag names/],
    ['what other events start', 'on: release\n', jobs, /no push to a branch/],
    [
      'what runs on some events',
      'on: push\n',
      jobs.replace('    steps', "    if: github.event_name == 'push'\n    steps"),
      /on some events only/,
    ],
  ])('is left out for %s', async (_name, head, rest, because) => {
    expect(await scheduled(head, rest)).toMatch(because)
  })
})
