import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MASK, masker } from './mask.ts'
import { formsOf } from './secret-forms.ts'

const canary = 'c4n4ry/Zq"9$\'x &ü+'

describe('known secrets', () => {
  it.each([
    ['plain', canary],
    ['percent-encoded', encodeURIComponent(canary)],
    ['percent-encoded in lower case', encodeURIComponent(canary).replace(/%../g, (code) => code.toLowerCase())],
    ['form-encoded', new URLSearchParams({ x: canary }).toString().slice(2)],
    ['JSON', JSON.stringify(canary)],
    ['JSON in JSON', JSON.stringify(JSON.stringify('c4n4ry/Zq"9'))],
    ['base64', Buffer.from(canary).toString('base64')],
    ['base64url', Buffer.from(canary).toString('base64url')],
    ['hexadecimal', Buffer.from(canary).toString('hex')],
    ['single-quoted for a shell', `'${canary.replaceAll("'", "'\\''")}'`],
    ['double-quoted for a shell', `"${canary.replace(/["$`\\]/g, '\\$&')}"`],
    ['single-quoted YAML', `'${canary.replaceAll("'", "''")}'`],
    ['with Compose dollars', canary.replaceAll('$', '$$$$')],
    ['a URL', `postgres://app:${encodeURIComponent(canary)}@db/app`],
    ['HTML', canary.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
  ])('are masked: %s', (_, text) => {
    const masked = masker([canary, 'c4n4ry/Zq"9'])(`before ${text} after`)
    expect(masked).toContain(MASK)
    expect(masked).toMatch(/^before /)
    expect(masked).toMatch(/ after$/)
    for (const form of formsOf(canary)) expect(masked).not.toContain(form)
  })

  it.each([0, 1, 2])('are masked in base64 of a longer text, at position %i', (offset) => {
    const secret = 'correct-horse-battery'
    const encoded = Buffer.from(`${'x'.repeat(offset)}${secret}yyy`).toString('base64')
    const masked = masker([secret])(encoded)
    expect(Buffer.from(masked.replaceAll(MASK, ''), 'base64').toString()).not.toContain('horse')
    expect(masked).toContain(MASK)
  })

  it('masks overlapping and touching occurrences as one', () => {
    expect(masker(['abc1def', 'def2ghi'])('xabc1def2ghiy')).toBe(`x${MASK}y`)
    expect(masker(['s3cret'])('s3crets3cret')).toBe(MASK)
    expect(masker(['long-secret', 'long-secret-er'])('long-secret-er')).toBe(MASK)
  })

  it('masks the lines of a secret that has several', () => {
    const mask = masker(['-----BEGIN KEY-----\nMIIEpAIBAAKC\r\nAQEA12345678\n-----END KEY-----\n'])
    expect(mask('AQEA12345678')).toBe(MASK)
    expect(mask('-----BEGIN KEY-----')).toBe('-----BEGIN KEY-----')
  })

  it.each([
    ['ab', 'PASSWORD=ab', `PASSWORD=${MASK}`],
    ['ab', 'a table of abbots', 'a table of abbots'],
    ['test', 'latest test testing', `latest ${MASK} testing`],
    ['Te5t', 'laTe5t', `la${MASK}`],
    ['', 'nothing', 'nothing'],
    ['password', 'redis asks for no password', 'redis asks for no password'],
  ])('%j in %j', (secret, text, masked) => {
    expect(masker([secret])(text)).toBe(masked)
  })

  it('leaves spared words readable, and only them', () => {
    const mask = masker(['postgres', 'postgres-pw-1'], ['Postgres'])
    expect(mask('postgres:15-alpine postgres-pw-1')).toBe(`postgres:15-alpine ${MASK}`)
  })

  it('leaves no form of any secret in any text', () => {
    const secret = fc.string({ minLength: 8, maxLength: 30 }).filter((text) => text.trim().length >= 8)
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 8 }),
        fc.array(fc.string(), { maxLength: 9 }),
        (secrets, texts) => {
          const forms = secrets.flatMap((one) =>
            [...formsOf(one)].filter((form) => /[A-Z]*[^A-Za-z]/.test(form) && form.length > 7),
          )
          const text = forms.map((form, index) => `${texts[index % Math.max(1, texts.length)] ?? ''}${form}`).join('')
          const masked = masker(secrets)(text)
          for (const form of forms) expect(masked.includes(form)).toBe(false)
        },
      ),
    )
  })

  it('gives the same mask whatever the length', () => {
    const [short, long] = ['1234-56', '1234-56-789-0123456789'].map((secret) => masker([secret])(`x=${secret}`))
    expect(short).toBe(long)
  })
})
