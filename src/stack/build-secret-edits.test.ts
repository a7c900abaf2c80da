/** Build arguments that become secrets: what is edited together, and what is left to a person. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

const rules = ['secret-as-build-arg', 'secret-in-dockerfile-arg', 'secret-used-in-run-without-mount']
const install = 'RUN pip install --index-url https://ci:$PIP_TOKEN@pypi.example.com/simple ledger==2.1.0\n'
const mounted = install.replace('RUN', 'RUN --mount=type=secret,id=pip_token,env=PIP_TOKEN')

const repaired = async (files: Readonly<Record<string, string>>) => {
  const result = await fix(memoryTree(files), { only: rules, guarded: true, today: '2026-01-01' })
  expect(result.reverted).toEqual([])
  return result
}

describe('a build argument that is a secret', () => {
  it('becomes a secret of the build in one go, and the other arguments stay', async () => {
    const { files } = await repaired({
      Dockerfile: `# syntax=docker/dockerfile:1\nFROM python:3.13-slim\nARG VERSION=1 PIP_TOKEN\nARG NPM_TOKEN\nRUN NODE_AUTH=$NPM_TOKEN npm ci\n${install}`,
      'compose.yaml':
        'services:\n  web:\n    build:\n      context: .\n      args:\n        - PIP_TOKEN=${PIP_PASSWORD}\n        - VERSION=2\n        - NPM_TOKEN\n',
    })
    expect(files.get('Dockerfile')).toBe(
      `# syntax=docker/dockerfile:1\nFROM python:3.13-slim\nARG VERSION=1\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN NODE_AUTH=$NPM_TOKEN npm ci\n${mounted}`,
    )
    const compose = files.get('compose.yaml') ?? ''
    expect(compose).toContain('      args:\n        - VERSION=2\n      secrets:\n')
    expect(compose).toContain('  pip_token:\n    environment: PIP_PASSWORD\n')
    expect(compose).toContain('  npm_token:\n    environment: NPM_TOKEN\n')
  })

  it('goes where no step can read it', async () => {
    const { files } = await repaired({ Dockerfile: 'FROM postgres:18\nARG POSTGRES_PASSWORD=whalehello99\n' })
    expect(files.get('Dockerfile')).toBe('FROM postgres:18\n')
  })

  it.each([
    [
      'a step may read it unnamed',
      'ARG PIP_TOKEN\nRUN pip install -r requirements.txt\n',
      {},
      'no step of Dockerfile names PIP_TOKEN',
    ],
    [
      'the image keeps it',
      `ARG PIP_TOKEN\nENV PIP_TOKEN=$PIP_TOKEN\n${install}`,
      {},
      'ENV puts PIP_TOKEN into the image, which a mount cannot',
    ],
    [
      'a step writes it to a file',
      'ARG NPM_TOKEN\nRUN npm config set //r.example.com/:_authToken=$NPM_TOKEN && npm ci\n',
      {},
      'the step that reads NPM_TOKEN writes it to /root/.npmrc, which would stay',
    ],
  ])('is left to a person where %s', async (_, lines, more, because) => {
    const { files, before } = await repaired({ Dockerfile: `FROM python:3.13-slim\n${lines}`, ...more })
    expect(files.size).toBe(0)
    expect(before.findings.flatMap(({ places }) => places.map((place) => place.fix?.because))).toContain(because)
  })
})
