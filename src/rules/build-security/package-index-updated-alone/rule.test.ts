import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The first line of each place, in a Dockerfile of these lines. */
async function linesOf(dockerfile: string, files: Readonly<Record<string, string>> = {}): Promise<readonly number[]> {
  const tree = memoryTree({ Dockerfile: dockerfile, ...files })
  const report = await auditWith([rule], tree, { today: '2026-06-01', persona: 'pedantic' })
  return report.findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap(({ places }) => places.flatMap(({ location }) => ('startLine' in location ? [location.startLine] : [])))
}

describe('words that only look like it', () => {
  it.each([
    'RUN update-ca-trust && update-ca-certificates && update-alternatives --set a /b',
    'RUN composer update && npm update && helm repo update && sbt update && freshclam update',
    'RUN apk --update add curl',
    'RUN echo apt-get update',
    'RUN apt-get update && apt-get -y upgrade',
    'RUN apt-get update && make deps.sh && ./scripts/setup.sh',
    'RUN apt-get update && apt-get install -y gnupg && apt-get update && apt-get install -y nodejs',
  ])('%s', async (text) => expect(await linesOf(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))
})

it.each([
  ['RUN apt-get update && adduser mike\nRUN apt-get install -y curl', [2]],
  ['RUN ["apk", "update"]', [2]],
  ['RUN apt-get install -y curl && apt-get update\nRUN apt-get install -y git', [2]],
  ['RUN apt-get update\nRUN apt-get update && apt-get install -y git', [2]],
])('%s', async (text, lines) => expect(await linesOf(`FROM example.com/base:1.0\n${text}\n`)).toEqual(lines))
