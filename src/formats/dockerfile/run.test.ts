import { describe, expect, it } from 'vitest'
import { offsetAt } from '../shell/mapped-text.ts'
import { parseDockerfile } from './parse.ts'
import { runOf } from './run.ts'

function run(text: string) {
  const [instruction] = parseDockerfile({ file: 'Dockerfile', text, utf8: true }).instructions
  if (instruction === undefined) throw new Error('no instruction')
  return runOf(instruction)
}

describe('mounts', () => {
  it.each([
    ['type=secret,id=npm,required', { type: 'secret', id: 'npm', required: true, readonly: true }],
    ['type=secret,id=t,env=TOKEN', { env: 'TOKEN', required: false }],
    ['type=cache,dst=/c,sharing=locked', { type: 'cache', target: '/c', sharing: 'locked', readonly: false }],
    ['type=cache,target=/c,ro', { readonly: true }],
    ['from=build,source=/a,target=/b', { type: 'bind', from: 'build', source: '/a', target: '/b', readonly: true }],
    ['type=bind,src=.,rw', { source: '.', readonly: false }],
    ['type=bind,readonly=false', { readonly: false }],
    ['Type=TMPFS', { type: 'tmpfs' }],
  ])('%s', (value, expected) => {
    expect(run(`RUN --mount=${value} x`).mounts).toMatchObject([expected])
  })

  it('keeps every option and every mount', () => {
    const { mounts } = run('RUN --mount=type=cache,uid=1000 --mount=type=ssh x')
    expect(mounts.map(({ type }) => type)).toEqual(['cache', 'ssh'])
    expect(mounts[0]?.options.get('uid')).toBe('1000')
  })
})

describe('script', () => {
  it.each([
    ['RUN a && \\\n # no\n b', 'a &&  b', undefined],
    ['RUN ["a"]', undefined, undefined],
    ['RUN <<E\na\nb\nE', 'a\nb\n', undefined],
    ['RUN <<-E\n\ta\n\t\tb\n\tE', 'a\nb\n', undefined],
    ['RUN <<E\n#!/usr/bin/env python3\nx\nE', '#!/usr/bin/env python3\nx\n', 'python3'],
    ['RUN <<E\n#!/bin/sh -e\nx\nE', '#!/bin/sh -e\nx\n', 'sh'],
    ['RUN cat <<E >f && b\nx\nE', 'cat <<E >f && b\nx\nE', undefined],
    ['RUN cat <<A <<B\nx\nA\ny\nB', 'cat <<A <<B\nx\nA\ny\nB', undefined],
  ])('of %j', (text, script, interpreter) => {
    const read = run(text)
    expect([read.script?.text, read.interpreter]).toEqual([script, interpreter])
  })

  it.each(['RUN ab\\\ncd \\\n # no\n ef', 'RUN <<-E\n\tab\n\t\tcd\n\tE', 'RUN cat <<E\nab\nE'])(
    'has every character at its place: %j',
    (text) => {
      const { script } = run(text)
      for (let at = 0; at < (script?.text.length ?? 0); at++) {
        expect(text[script ? offsetAt(script, at) : -1]).toBe(script?.text[at])
      }
    },
  )
})

it('reads network and security', () => {
  const read = run('RUN --network=host --security=insecure x')
  expect([read.network?.text, read.security?.text]).toEqual(['host', 'insecure'])
})
