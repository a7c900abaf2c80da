import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('words that only look like it', () => {
  it.each([
    'RUN update-ca-trust && update-ca-certificates && update-alternatives --set a /b',
    'RUN composer update && npm update && helm repo update && sbt update && freshclam update',
    'RUN apk --update add curl',
    'RUN echo apt-get update',
    'RUN apt-get update && apt-get -y upgrade',
    'RUN apt-get update && make deps.sh && ./scripts/setup.sh',
    'RUN apt-get update && apt-get install -y gnupg && apt-get update && apt-get install -y nodejs',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))
})

it.each([
  ['RUN apt-get update && adduser mike\nRUN apt-get install -y curl', [2]],
  ['RUN ["apk", "update"]', [2]],
  ['RUN apt-get install -y curl && apt-get update\nRUN apt-get install -y git', [2]],
  ['RUN apt-get update\nRUN apt-get update && apt-get install -y git', [2]],
])('%s', async (text, lines) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual(lines))
