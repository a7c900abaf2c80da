/** Repairs of build steps where it depends on what else they do: downloads, archives, needless commands, checks; and refusals. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../src/repair.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { memoryTree } from '../src/trees/memory.ts'

async function repaired(rule: string, text: string, more: Readonly<Record<string, string>> = {}) {
  const one = rules.filter(({ id }) => id === rule)
  const tree = memoryTree({ Dockerfile: text, ...more })
  const { files, reverted, before } = await fixWith(one, tree, { only: [rule], guarded: true, today: '2026-06-01' })
  expect(reverted).toEqual([])
  return {
    text: files.get('Dockerfile'),
    reasons: before.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because)),
  }
}

describe('one program for downloads', () => {
  it.each([
    ['wget -q https://a/x', 'curl -fsSLo /y "https://b/$V/x"', 'wget -qO /y "https://b/$V/x"'],
    ['wget -q https://a/x', 'curl -sSL https://b/x | sh -s', 'wget -qO- https://b/x | sh -s'],
    ['wget -q https://a/x', 'curl -fsSL https://b/x > /y', 'wget -qO- https://b/x > /y'],
    ['curl -fsSLO https://a/x', 'wget -nv -O /y https://b/x', 'curl -fsSL -o /y https://b/x'],
    ['curl -fsSLO https://a/x', 'wget -qO- https://b/x | tar xz', 'curl -fsSL https://b/x | tar xz'],
    ['curl -fsSLO https://a/x', 'wget https://b/x', 'curl -fsSLO https://b/x'],
  ])('after %s: %s', async (first, second, becomes) => {
    const { text } = await repaired('wget-and-curl', `FROM debian:13\nRUN ${first}\nRUN ${second}\n`)
    expect(text).toBe(`FROM debian:13\nRUN ${first}\nRUN ${becomes}\n`)
  })

  it.each([
    'curl -H "Accept: a" https://b/x',
    'curl -d x https://b/x',
    'curl -O https://b/x?y',
    'curl https://b/x https://b/y',
    'curl -k https://b/x',
    'sh -c "curl https://b/x"',
  ])('refuses %s', async (second) => {
    const { text, reasons } = await repaired('wget-and-curl', `FROM debian:13\nRUN wget https://a/x\nRUN ${second}\n`)
    expect(text).toBeUndefined()
    expect(reasons).toEqual(['curl is told more than where to put what'])
  })
})

describe('an archive that is copied and unpacked', () => {
  const from = 'FROM debian:13\nWORKDIR /srv\n'
  it.each([
    ['COPY a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz && rm /tmp/a.tgz', 'ADD a.tgz /srv/'],
    ['COPY a.tar.xz .', 'RUN tar -xf a.tar.xz -C /opt', 'ADD a.tar.xz /opt/'],
    ['COPY b.tar /b.tar', 'RUN mkdir -p /o && tar -xvf /b.tar --directory=/o', 'ADD b.tar /o/'],
  ])('%s, %s', async (copy, run, add) => {
    const { text } = await repaired('archive-copied-then-extracted', `${from}${copy}\n${run}\n`)
    expect(text).toBe(`${from}${add}\n`)
  })

  it.each([
    ['COPY a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz --strip-components=1'],
    ['COPY --chown=1000 a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz'],
    ['COPY a.tgz /tmp/', 'USER 1000\nRUN tar xzf /tmp/a.tgz'],
    ['COPY a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz && make'],
    ['COPY a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz one/file'],
    ['COPY a.tgz /tmp/', 'RUN tar xzf /tmp/a.tgz\nRUN sha256sum /tmp/a.tgz'],
  ])('refuses %s, %s', async (copy, run) => {
    const { text, reasons } = await repaired('archive-copied-then-extracted', `${from}${copy}\n${run}\n`)
    expect(text).toBeUndefined()
    expect(reasons.join()).toContain('more is done with the archive')
  })
})

describe('commands that a build has no use of', () => {
  it.each([
    ['RUN ps aux | grep x > /y', 'what ps is for'],
    ['RUN service mysql start && mysql -e "create database x"', 'what service is for'],
    ['RUN kill 1', 'what kill is for'],
    ['ONBUILD RUN top', 'what top is for'],
  ])('refuses %s', async (run, because) => {
    const { text, reasons } = await repaired('command-needless-in-container', `FROM debian:13\n${run}\n`)
    expect(text).toBeUndefined()
    expect(reasons.join()).toContain(because)
  })

  it('names the shell behind a RUN that did more than put it in place', async () => {
    const { text } = await repaired(
      'shell-replaced-in-build',
      'FROM debian:13\nRUN apt-get update && ln -snf bash /bin/sh\nRUN source /x\n',
    )
    expect(text).toBe('FROM debian:13\nRUN apt-get update\nSHELL ["/bin/bash", "-c"]\nRUN source /x\n')
  })
})

describe('a check for the image', () => {
  const compose = (check: string): Readonly<Record<string, string>> => ({
    'compose.yaml': `services:\n  web:\n    build: .\n    healthcheck:\n${check.replace(/^/gm, '      ')}\n`,
  })
  it('is the one of compose, with its times', async () => {
    const check = 'test: curl -f http://localhost/ || exit 1\ninterval: 30s\nretries: 3'
    const { text } = await repaired('dockerfile-without-healthcheck', 'FROM debian:13\nCMD ["x"]\n', compose(check))
    expect(text).toBe(
      'FROM debian:13\nHEALTHCHECK --interval=30s --retries=3 CMD curl -f http://localhost/ || exit 1\nCMD ["x"]\n',
    )
  })

  it('is none where compose switches it off', async () => {
    const { text } = await repaired(
      'dockerfile-without-healthcheck',
      'FROM debian:13\nCMD ["x"]\n',
      compose('disable: true'),
    )
    expect(text).toBeUndefined()
  })
})
