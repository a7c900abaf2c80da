import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The messages for a Dockerfile. */
async function messagesOf(
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const report = await auditWith([rule], memoryTree({ Dockerfile: dockerfile, ...files }), { today: '2026-06-01' })
  return report.findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap(({ places }) => places.map(({ message }) => message))
}

describe('parts of Dockerfiles', () => {
  it.each(['RUN pip install django', 'ONBUILD RUN pip install django'])('without FROM: %s', async (text) =>
    expect(await messagesOf(text)).toEqual(['no version is named for django']),
  )
})

describe('false alarms', () => {
  it.each([
    'RUN pip install "alabaster>=0.7"',
    'RUN pip install -r requirements.txt',
    'RUN pip install . ./plugins/a dist/app-1.0-py3-none-any.whl',
    'RUN pip install git+https://github.com/example/app.git@v1.2.3',
    'RUN pip install --upgrade pip setuptools wheel',
    'RUN pip install --require-hashes -r requirements.txt uvicorn',
    'RUN npm install sax@0.1.1 @babel/core@^7.24.0 ./local',
    'RUN npm install -g npm@latest',
    'RUN npm install "$PACKAGES"',
    'RUN gem install pg -v 1.5.9',
    'RUN go install ./cmd/server',
    'RUN cargo install --path .',
    'RUN apt-get update && apt-get install -y curl',
    'RUN apk add --no-cache git',
    'RUN curl -fsSL https://example.com/app.tar.gz | tar -xz',
    'RUN curl -fsS https://example.com/health || exit 1',
    'RUN wget -q https://example.com/install.sh',
    'COPY --from=build /out /out\nRUN npm install',
  ])('%s', async (text) => expect(await messagesOf(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))
})

describe('scripts from the network', () => {
  it.each([
    'RUN wget -qO- https://example.com/install.sh | sudo -E bash -s -- --yes',
    'RUN curl -sSL https://example.com/get.py | python3 -',
    'RUN bash <(curl -s https://example.com/install.sh)',
    'RUN wget https://example.com/install.sh && chmod +x install.sh && ./install.sh',
  ])('%s', async (text) => {
    const messages = await messagesOf(`FROM example.com/base:1.0\n${text}\n`)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('example.com')
  })

  it('are left alone in images for a desk', async () =>
    expect(await messagesOf('FROM example.com/base:1.0 AS dev\nRUN curl https://example.com/i.sh | sh\n')).toEqual([]))
})

describe('lock files', () => {
  const lock = {
    'web/package.json': '{}',
    'web/package-lock.json': '{}',
    'compose.yaml': 'services: { web: { build: . } }',
  }
  it.each(['COPY . .', 'COPY web/ ./', 'COPY web/package*.json ./', 'COPY web/package.json web/package-lock.json ./'])(
    '%s',
    async (copy) => expect(await messagesOf(`FROM node:24\n${copy}\nRUN npm install\n`, lock)).toEqual([]),
  )

  it('that are kept out do not count', async () =>
    expect(
      await messagesOf('FROM node:24\nCOPY web/ ./\nRUN npm install\n', { ...lock, '.dockerignore': '**/*-lock.json' }),
    ).toHaveLength(1))
})
