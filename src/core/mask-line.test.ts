import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MASK } from './mask.ts'
import { maskLine } from './mask-line.ts'

/** `§` stands for the secret. */
const hiding = [
  'ENV JWT_SECRET_KEY="§"',
  'ENV DB_PASSWORD §',
  'ENV A=1 DB_PASSWORD=§ B=2',
  '    DB_PASSWORD="§" \\',
  '    DB_PASSWORD=§ \\',
  'ARG NPM_TOKEN=§',
  'PASSWORD=§',
  "export API_TOKEN='§'",
  '  POSTGRES_PASSWORD: §',
  '  POSTGRES_PASSWORD: "§" # local only',
  '  POSTGRES_PASSWORD: ${DB_PASSWORD:-§}',
  '  POSTGRES_PASSWORD: ${DB_PASSWORD-§}',
  '  POSTGRES_PASSWORD: ${A:-${B:-§}}',
  '  - POSTGRES_PASSWORD=§',
  '  - "POSTGRES_PASSWORD=§"',
  '  command: echo ${API_TOKEN:-§}',
  'environment: {DB_USER: x, DB_PASSWORD: §}',
  '"Password": "§",',
  '"JwtSettings": { "SecretKey": "§", "Issuer": "x" }',
  '{"name": "DB_PASSWORD", "value": "§"}',
  '- {name: DB_PASSWORD, value: §}',
  '"DefaultConnection": "Host=db;Port=5432;Username=app;Password=§;"',
  'Server=db;User Id=sa;Pwd=§',
  'DATABASE_URL=postgres://app:§@db:5432/app',
  'amqp://u:§@one,amqp://u:§@two',
  'REDIS_URL: redis://:§@redis:6379/0',
  'DSN: app:§@tcp(db:3306)/app',
  'https://example.org/hook?token=§&x=1',
  'command: redis-server --requirepass § --appendonly yes',
  'command: ["redis-server", "--requirepass", "§"]',
  'command: [redis-server, --requirepass, §]',
  'requirepass §',
  'test: ["CMD", "mysqladmin", "ping", "-p§"]',
  'RUN mysql -uroot -p§ < schema.sql',
  'test: redis-cli -a § ping',
  'RUN curl -u admin:§ https://example.org',
  'RUN curl -H "Authorization: Bearer §" https://example.org',
  'RUN sshpass -p § ssh host',
  'docker login -u x -p § registry',
  '--build-arg NPM_TOKEN=§',
  "ALTER USER app WITH PASSWORD '§';",
  'CREATE USER app IDENTIFIED BY "§"',
  '<password>§</password>',
  '<add key="Smtp:Password" value="§" />',
  'password = "§"',
  "config['password'] = '§'",
  '//registry.npmjs.org/:_authToken=§',
  '-----BEGIN PRIVATE KEY-----§',
]
const secrets = ['hunter2x', 'S3cr3t!Pässwörd', 'kQ7zW2mX9vB4nL6pR8tY3', 'abc:def/ghi', 'pa$$w0rd']

describe('a line of a file', () => {
  it.each(hiding)('hides the secret in: %s', (line) => {
    for (const secret of secrets) {
      const masked = maskLine(line.replaceAll('§', secret))
      expect(masked).toContain(MASK)
      expect(masked).not.toContain(secret)
    }
  })

  it.each([
    ['AKIA', 'key AKIAIOSFODNN7EXAMPLE'],
    ['ghp_', 'clone https://ghp_abcdefghij0123456789abcdefghij012345@github.com/x'],
    ['glpat', 'TOKEN glpat-abcdefghij0123456789'],
    ['eyJ', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['xoxb', 'x xoxb-1234567890-abcdefghij'],
    ['sk_live', 'x sk_live_abcdefghijklmnop'],
    ['MIIE', 'MIIEpAIBAAKCAQEAabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV'],
    ['q2x0', '  value: q2x0aB7dE9fG1hJ3kL5mN7pQ9rS1tU3v'],
    ['3f2a', 'sum 3f2a9d8c7b6e5f4a3d2c1b0a9f8e7d6c'],
    ['aGVs', 'aGVsbG8xCg=='],
  ])('hides what is a token by its shape: %s', (beginning, line) => {
    expect(maskLine(line)).toContain(MASK)
    expect(maskLine(line)).not.toContain(beginning)
  })

  it.each([
    '/srv/checkouts/platform/examples/ledger/apps/backend',
    '  POSTGRES_PASSWORD: ${DB_PASSWORD}',
    '  POSTGRES_PASSWORD: "${DB_PASSWORD:?set DB_PASSWORD in .env}"',
    '  POSTGRES_PASSWORD: ${DB_PASSWORD?}',
    'DB_PASSWORD=$DB_PASSWORD',
    'DATABASE_URL: postgres://${DB_USER}:${DB_PASSWORD}@db:5432/app',
    '"DefaultConnection": "Host=${DB_HOST};Username=app;Password=${DB_PASSWORD};"',
    'command: ["redis-server", "--requirepass", "${REDIS_PASSWORD}"]',
    'command: redis-server --requirepass ${REDIS_PASSWORD:?set REDIS_PASSWORD} --appendonly yes',
    'test: redis-cli -a ${REDIS_PASSWORD:?set REDIS_PASSWORD} ping',
    'test: mysqladmin ping -p${MYSQL_ROOT_PASSWORD}',
    'token: ${{ secrets.GITHUB_TOKEN }}',
    '  id-token: write',
    'POSTGRES_PASSWORD_FILE: /run/secrets/db',
    'RUN --mount=type=secret,id=npm_token,target=/root/.npmrc npm ci',
    'DATABASE_PASSWORD=/run/secrets/db-password',
    'RUN mysqladmin ping --password="$$(cat /run/secrets/db-password)" --silent',
    'password: process.env.DATABASE_PASSWORD,',
    '  "private": true,',
    '"enableI18nLegacyMessageIdFormat": false,',
    'secrets:',
    '  db_password:',
    'secrets: [db_password]',
    'PASSWORD=',
    'allow_password: true',
    'image: postgres:15-alpine',
    'FROM nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v4',
    '- "${AUTH_SERVICE_PORT:-8080}:8080"',
    'ENV JWT_ISSUER="FinanSecure" AUTH_SERVICE_URL="http://localhost:8080"',
    'docker run -p 3306:3306 mysql:8',
    'RUN mkdir -p /app/data && cp -pr a b',
    'COPY --from=build --chown=1001:1001 /app/publish .',
    'HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1',
    'key: npm-${{ runner.os }}',
    '/usr/lib/python3.11/site-packages/some-very-long-package-name/__init__.py',
    '',
  ])('leaves readable: %s', (line) => {
    expect(maskLine(line)).toBe(line)
  })

  it('hides only the default of a variable', () => {
    expect(maskLine('PASSWORD: ${DB_PASSWORD:-s3cret}')).toBe(`PASSWORD: \${DB_PASSWORD:-${MASK}}`)
    expect(maskLine('PASSWORD: ${A:-${B:-s3cret}}')).toBe(`PASSWORD: \${A:-\${B:-${MASK}}}`)
    expect(maskLine('URL: ftp://${U:-me}:${P:-s3cret}@h/')).toBe(`URL: ftp://\${U:-me}:\${P:-${MASK}}@h/`)
  })

  it('cuts very long lines', () => {
    expect(maskLine('x'.repeat(100_000)).length).toBeLessThan(4100)
  })

  it('never throws, and hides a canary wherever it stands as a value', () => {
    const secret = fc
      .stringMatching(/^[a-z]{3}[0-9]{3}[A-Z]{3}[!-~]{0,12}x$/)
      .filter((text) => !/["'`\s;,&#{}\\$<>]/.test(text))
    fc.assert(
      fc.property(fc.constantFrom(...hiding), secret, fc.string(), (line, value, noise) => {
        expect(maskLine(line.replaceAll('§', value))).not.toContain(value)
        expect(typeof maskLine(noise)).toBe('string')
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['${', '"', 'a:', '://', '-p', 'PASSWORD=', '${A:-', "'", 'x@', ' -a ', 'key:value '])(
    'stays quick on a long run of %j',
    (part) => {
      expect(maskLine(part.repeat(4000))).toBeTypeOf('string')
    },
  )
})
