import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifySecretValue, entropyOf } from './value.ts'

const is = (kind: string, ...values: readonly string[]): [string, string][] => values.map((value) => [value, kind])

describe('classifySecretValue', () => {
  it.each([
    ...is('empty', '', '  ', '""', "''", 'null', 'none'),
    ...is('flag', 'true', 'False', 'yes', 'off', 'enabled'),
    ...is(
      'placeholder',
      '<your-password>',
      '<PASSWORD>',
      'xxx',
      'XXXXXXXX',
      '***',
      '********',
      'REPLACE_ME',
      'replace-with-real-key',
    ),
    ...is(
      'placeholder',
      'REPLACE_WITH_YOUR_OWN',
      '...',
      'insert-token-here',
      'TODO',
      '[password]',
      '{password}',
      '__DB_PASSWORD__',
      'ghp_xxxxxxxxxxxx',
    ),
    ...is(
      'reference',
      '${DB_PASSWORD}',
      '$DB_PASSWORD',
      '${DB_PASSWORD:?must be set}',
      '${X:-}',
      '{{ .Values.password }}',
      '${{ secrets.X }}',
    ),
    ...is(
      'reference',
      '/run/secrets/db-password',
      './secrets/db.txt',
      'vault:secret/data/db#password',
      'op://vault/item/field',
      'prefix-${TOKEN}',
    ),
    ...is(
      'reference',
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db',
      '%DB_PASSWORD%',
      '$(cat /run/secrets/x)',
      'process.env.SECRET',
    ),
    ...is(
      'reference',
      '@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/y)',
      'C:\\secrets\\key.pem',
      '~/.ssh/id_rsa',
    ),
    ...is(
      'well-known',
      'changeme',
      'change-me',
      'ChangeMe123!',
      'postgres',
      'admin',
      'guest',
      'minioadmin',
      'root',
      'password',
      'Password1',
      'P@ssw0rd',
    ),
    ...is(
      'well-known',
      'your-secret-key-change-in-production',
      'mysecretpassword',
      'my-secret-pw',
      'example',
      'example_123',
      'supersecret',
    ),
    ...is(
      'well-known',
      'yourStrong(!)Password',
      'secret-key',
      'dev-secret-do-not-use',
      'django-insecure-abc123',
      'postgres123',
      '123456',
      '12345678',
    ),
    ...is(
      'well-known',
      'your-256-bit-secret',
      'somewordpress',
      'nextcloud',
      'super_secret_jwt_key_2024',
      'keyboard cat',
      '${X:-changeme}',
      'Admin@123',
    ),
    ...is(
      'well-known',
      'this-is-a-very-long-secret-key-for-jwt-at-least-32-characters',
      'grafana',
      'gitea',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ),
    ...is('weak', 'hunter3', 'bluecow', 'aaaaaaaaaaaa', '48151623', 'Sunflower7', 'pwdliter'),
    ...is(
      'literal',
      'db-57xsl',
      'Kx9#mQ2$vL7p',
      'b3f1c2d4e5a6978812ab34cd56ef7890',
      'correct-horse-battery-staple-91',
      'R7vGq2Zk9TnW4xYb',
      '${X:-R7vGq2Zk9TnW4xYb}',
    ),
    ...is('literal', `sk_${'live'}_abcdefghijklmnop1234`, 'AbCdEf0123456789+/==', 'k$9vPq!xZ7mW'),
  ])('%j is %s', (value, kind) => expect(classifySecretValue('DB_PASSWORD', value)).toBe(kind))

  it('takes a sample of a key that somebody else issues for a placeholder', () => {
    expect(classifySecretValue('STRIPE_API_KEY', 'your-api-key')).toBe('placeholder')
    expect(classifySecretValue('JWT_SECRET', 'your-secret')).toBe('well-known')
  })

  it('takes a mark made of the name for a placeholder', () => {
    expect(classifySecretValue('DB_PASSWORD', 'DB_PASSWORD_VAL')).toBe('placeholder')
    expect(classifySecretValue('DB_PASSWORD', 'API_KEY_VAL')).not.toBe('placeholder')
  })

  it('never throws and leaves random values literal', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3000 }), (value) => void classifySecretValue('X', value)))
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMN23456789'),
          minLength: 20,
          maxLength: 40,
        }),
        (value) => {
          fc.pre(new Set(value).size > 8)
          expect(classifySecretValue('X', value)).toBe('literal')
        },
      ),
    )
  })
})

describe('entropyOf', () => {
  it.each([
    ['', 0],
    ['aaaa', 0],
    ['abab', 1],
    ['0123456789abcdef', 4],
  ])('%j has %d bits per character', (text, bits) => expect(entropyOf(text)).toBeCloseTo(bits))
})
