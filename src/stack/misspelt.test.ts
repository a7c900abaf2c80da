import { describe, expect, it } from 'vitest'
import { misspelt } from './misspelt.ts'

describe('misspelt', () => {
  it.each([
    ['PAHT', 'PATH', 'PATH'],
    ['RTTP_PROXY', 'HTTP_PROXY', 'HTTP_PROXY'],
    ['LEDGER_HOM', 'LEDGER_HOME', 'LEDGER_HOME'],
    ['DATASOURCE_PASSWORD', 'DATASOURCE_USERNAME', undefined],
    ['PYTHON2', 'PYTHON3', undefined],
    ['UID', 'GID', undefined],
    ['HOME', 'PATH', undefined],
  ])('%s beside %s', (name, known, expected) => expect(misspelt(name, new Set([known]))).toBe(expected))
})
