import { describe, expect, it } from 'vitest'
import { secretFileSize, secretIn } from './secret-in-file.ts'

const key = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEIHcHbQpzGKVzNf3hDsW9q1r2s3t4u5v6'.repeat(2)}\n-----END PRIVATE KEY-----\n`
const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`

const heldIn = (path: string, text: string | Uint8Array): string | undefined => {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return secretFileSize(path, bytes.length) > 0 ? secretIn(path, bytes)?.what : undefined
}

describe('a file of an image holds', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['/app/.env', 'DB_PASSWORD=kR8vz2Lq0pWm\n', 'environment file'],
    ['/app/certs/server.pem', key, 'private key'],
    ['/etc/ssh/ssh_host_ed25519_key', key, 'SSH host key'],
    ['/root/.ssh/id_ed25519', key, 'SSH key'],
    ['/app/.npmrc', `//registry.npmjs.org/:_authToken=${token}`, 'registry credentials'],
    ['/root/.aws/credentials', '[default]\naws_secret_access_key = x', 'cloud credentials'],
    ['/root/.docker/config.json', '{"auths":{"ghcr.io":{"auth":"bWU6c2VjcmV0"}}}', 'registry credentials'],
    ['/app/keystore.p12', Uint8Array.of(0x30, 0x82, 0, 1, 2, 3), 'private key'],
    ['/app/settings.ini', `github = ${token}\n`, 'GitHub token'],
    ['/app/notes', key, 'private key'],
    ['/root/.bash_history', 'ls\nmysql -uroot -phunter2x shop\n', 'shell history'],
    ['/run/secrets/db-password', 'kR8vz2Lq0pWm', 'secrets directory'],
  ])('a secret: %s', (path, text, what) => {
    expect(heldIn(path, text)).toBe(what)
  })

  it.each<[string, string | Uint8Array]>([
    ['/app/.env', 'LOG_LEVEL=debug\nDB_PASSWORD=\n'],
    ['/app/.env', ''],
    ['/root/.docker/config.json', '{"auths":{"ghcr.io":{}},"credsStore":"pass"}'],
    ['/app/.env.example', 'DB_PASSWORD=kR8vz2Lq0pWm\n'],
    ['/etc/ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
    ['/etc/ssl/private/ssl-cert-snakeoil.key', key],
    ['/app/node_modules/agent/test/server.key', key],
    ['/usr/lib/python3/dist-packages/tests/key.pem', key],
    ['/usr/share/doc/openssl/demo.pem', key],
    ['/usr/local/go/src/crypto/x509/platform_root_key.pem', key],
    ['/app/public.js', `const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'a'.repeat(20)}b1"`],
    ['/root/.bash_history', 'ls\ncd /app\n'],
    ['/app/program', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), Buffer.from(token)])],
    ['/app/logo.png', token],
  ])('none: %s', (path, text) => {
    expect(heldIn(path, text)).toBeUndefined()
  })

  it('is not opened where it is too large to be one', () => {
    expect(secretFileSize('/app/data', 1 << 30)).toBe(0)
    expect(secretFileSize('/app/dump.sql', 1 << 30)).toBe(512)
  })
})
