import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** What the repair makes of `web`, built by a Dockerfile or run as an image; or why it makes nothing. */
async function repaired(service: string, dockerfile?: string): Promise<string> {
  const compose = `services:\n  web:\n${service.replace(/^/gm, '    ')}\n`
  const files = { 'compose.yaml': compose, ...(dockerfile === undefined ? {} : { Dockerfile: dockerfile }) }
  const { before, files: changed } = await fixWith([rule], memoryTree(files), { only: [rule.id], guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  const text = changed.get('compose.yaml')
  return text === undefined
    ? `refused: ${because}`
    : (/cap_(?:add|drop):.*/s.exec(text)?.[0].replace(/\s+/g, ' ').trim() ?? '')
}

describe('what is given back', () => {
  it.each([
    ['nothing to an account of its own', 'FROM node:24\nUSER node\nCMD ["node", "a.js"]\n', 'cap_drop: - ALL'],
    ['nothing to a plain program as root', 'FROM node:24\nCMD ["node", "a.js"]\n', 'cap_drop: - ALL'],
    [
      'what the image’s own program needs, whatever starts it',
      'FROM nginx:1.29.3\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
      'cap_add: - CHOWN - SETGID - SETUID cap_drop: - ALL',
    ],
    [
      'what the image’s server needs, built upon',
      'FROM php:8.4-apache\nCOPY . .\n',
      'cap_add: - SETGID - SETUID cap_drop: - ALL',
    ],
  ])('%s', async (_name, dockerfile, expected) => {
    expect(await repaired('build: .', dockerfile)).toBe(expected)
  })

  it('root on files of the host: the right to use files of others', async () => {
    const service = 'build: .\nvolumes: [./src:/src]'
    expect(await repaired(service, 'FROM node:24\nCMD ["node", "a.js"]\n')).toBe(
      'cap_add: - CHOWN - DAC_OVERRIDE - FOWNER cap_drop: - ALL',
    )
  })

  it('what is given back already stays', async () => {
    expect(await repaired('image: nginx:1.29.3\ncap_drop: [MKNOD, NET_RAW]\ncap_add: [CHOWN]')).toBe(
      'cap_drop: [ALL] cap_add: [CHOWN, SETGID, SETUID]',
    )
  })
})

describe('refuses', () => {
  it.each([
    ['a start script as root', 'FROM node:24\nENTRYPOINT ["/start.sh"]\n', /script/],
    ['packages installed at start', 'FROM node:24\nCMD npm install && node a.js\n', /rights of root/],
    ['a server of another base', 'FROM debian:13.1\nRUN apt-get install -y nginx\nCMD ["nginx"]\n', /somebody else/],
    ['another program of a server’s image', 'FROM nginx:1.29.3\nENTRYPOINT ["/app"]\n', /nothing is known/],
    ['a base that nobody knows', 'FROM ghcr.io/acme/base:1\nUSER root\nCMD ["/app"]\n', /nothing is known/],
    [
      'a program with capabilities of its own',
      'FROM node:24\nRUN setcap cap_net_raw+ep /bin/ping\nUSER node\nCMD ["node", "a.js"]\n',
      /setcap/,
    ],
  ])('%s', async (_name, dockerfile, because) => {
    const result = await repaired('build: .', dockerfile)
    expect(result).toMatch(/^refused/)
    expect(result).toMatch(because)
  })

  it('an image that nobody knows, whoever starts it', async () => {
    expect(await repaired('image: ghcr.io/acme/web:1')).toMatch(/^refused/)
    expect(await repaired('image: ghcr.io/acme/web:1\nuser: "1000"')).toMatch(/^refused/)
  })
})
