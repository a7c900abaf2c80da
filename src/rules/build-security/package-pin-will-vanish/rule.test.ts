import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('pins that stay', () => {
  it.each([
    'RUN apt-get install -y "curl=7.88.1-*" git=1:2.39.*',
    'RUN apk add "curl~8.11" "git>2.4" "jq>=1.7" "bash=~5.2"',
    'RUN dnf install -y curl-8.9.1-2.fc42 && zypper -n in nginx=1.27',
    'RUN pip install flask==3.1.0 && npm install sax@0.1.1',
    'RUN apt-get install -y curl/bookworm ./a_1.2-3.deb && apt-get purge -y git=1.2',
    'RUN apt-get update -S 20260501T000000Z && apt-get install -y curl=7.88.1-10+deb12u8',
    'COPY sources.list /etc/apt/sources.list\nRUN apt-get install -y nginx=1.26.2-1~bookworm',
  ])('%s', async (text) => expect(await placesIn(`FROM debian:12\n${text}\n`)).toEqual([]))
})

it.each([
  ['FROM debian:12\nRUN apt-get install -y \\\n  curl=7.88.1-10 \\\n  git', [3]],
  ['FROM alpine:3.22\nENV V=8.11.1-r0\nRUN apk add --no-cache --virtual .x curl==$V jq', [3]],
  [
    'FROM debian:12 AS a\nCOPY my.list /etc/apt/sources.list.d/\nFROM a\nRUN apt-get install x=1.1-1+deb12u3 y=1.2',
    [4],
  ],
])('%s', async (text, lines) => expect(await placesIn(`${text}\n`)).toEqual(lines))
