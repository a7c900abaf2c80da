import { describe, expect, it } from 'vitest'
import { annotationFault } from './image-annotations.ts'

const fault = (name: string, value: string): string | undefined => {
  const found = annotationFault(name, value)
  return typeof found === 'object' ? found.peer : found
}

describe('values of annotations', () => {
  it.each([
    ['created', '2026-03-01T08:00:00Z', 'none'],
    ['created', '2026-03-01T08:00:00.123+02:00', 'none'],
    ['created', '2026-03-01', 'hadolint:DL3053'],
    ['source', 'https://github.com/example/ledger', 'none'],
    ['source', 'git@github.com:example/ledger.git', 'none'],
    ['source', 'github.com/example/ledger', 'hadolint:DL3052'],
    ['licenses', 'MIT', 'none'],
    ['licenses', 'GPL-2.0-only WITH Classpath-exception-2.0', 'none'],
    ['licenses', '(MIT OR Apache-2.0)', 'none'],
    ['licenses', 'LicenseRef-Example', 'none'],
    ['licenses', 'MIT License', 'hadolint:DL3054'],
    ['revision', 'f00dfeed', 'none'],
    ['revision', 'main', 'hadolint:DL3055'],
    ['version', '1.29.3-alpine', 'none'],
    ['version', 'latest', 'hadolint:DL3056'],
    ['title', ' ', 'hadolint:DL3051'],
    ['authors', 'Ledger team <ledger@example>', 'hadolint:DL3058'],
    ['authors', 'Ledger team', 'none'],
    ['licence', 'MIT', 'hadolint:DL3050'],
  ])('%s %s', (name, value, expected) => expect(fault(`org.opencontainers.image.${name}`, value)).toBe(expected))

  it('knows the names from before', () => {
    expect(fault('org.label-schema.vcs-ref', 'main')).toBe('hadolint:DL3055')
    expect(fault('org.label-schema.name', '')).toBeUndefined()
  })

  it('leaves what nobody has defined alone', () => expect(fault('com.example.created', 'never')).toBeUndefined())
})
