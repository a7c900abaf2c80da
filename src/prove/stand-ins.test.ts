import { describe, expect, it } from 'vitest'
import type { Entry, Tree } from '../core/tree.ts'
import { memoryTree } from '../trees/memory.ts'
import { standInFiles, standInText } from './stand-in-files.ts'
import { isEnvFile, missingVariables, standInFor } from './stand-in-values.ts'

describe('values that stand for others', () => {
  it('are made for what Docker Compose misses', () => {
    const errors = [
      'time="2026-01-01T00:00:00Z" level=warning msg="The \\"OTHER\\" variable is not set. Defaulting to a blank string."',
      'error while interpolating services.web.environment.KEY: required variable KEY is missing a value: needed',
    ].join('\n')
    expect(missingVariables(errors)).toEqual(['KEY', 'OTHER'])
    expect(missingVariables('no configuration file provided: not found')).toEqual([])
  })

  it.each([
    ['POSTGRES_PASSWORD', 'dff'],
    ['API_PORT', '10080'],
    ['DATABASE_URL', 'http://localhost'],
    ['DB_HOST', 'localhost'],
    ['ADMIN_EMAIL', 'nobody@example.com'],
    ['IMAGE_TAG', 'latest'],
    ['PUID', '1000'],
  ])('fit the name %s', (name, value) => {
    expect(standInFor(name, () => 'ff')).toBe(value)
  })

  it.each([
    ['.env', true],
    ['.env.production', true],
    ['db.env', true],
    ['.env.example', false],
    ['db.example.env', false],
    ['environment.ts', false],
    ['.envrc', false],
  ])('are wanted for the file %s: %s', (name, wanted) => {
    expect(isEnvFile(name)).toBe(wanted)
  })
})

describe('files that stand for others', () => {
  const files = {
    '.env': 'PASSWORD=real\nPORT=1\n',
    '.env.example': 'PORT=8080\nPASSWORD=\n',
    'api/.env': { text: 'KEY=kept', tracked: true },
    'web/web.env': 'TOKEN=real',
    'node_modules/x/.env': 'A=1',
  }
  const tree: Tree = memoryTree(files)
  const standIn = (name: string): string => `some ${name}`

  it('hold the example and made-up values, never the real ones, and leave alone what git tracks', () => {
    const made = standInFiles(tree, new Set(), standIn)
    expect([...made.keys()]).toEqual(['.env', 'web/web.env'])
    expect(made.get('.env')).toBe("PORT=8080\nPASSWORD=\n\nPASSWORD='some PASSWORD'\n")
    expect(made.get('web/web.env')).toBe("\nTOKEN='some TOKEN'\n")
  })

  it('are not made of what may be used', () => {
    expect([...standInFiles(tree, new Set(['.env']), standIn).keys()]).toEqual(['web/web.env'])
  })

  it('can stand for a file that is not there', () => {
    expect(standInText(memoryTree({ '.env.sample': 'A=b' }), '.env', standIn)).toBe('A=b\n')
  })

  it('are not looked for behind links', () => {
    const linked: Tree = {
      ...tree,
      entry: (path) => ({ ...(tree.entry(path) as Entry), target: 'elsewhere' }),
    }
    expect(standInFiles(linked, new Set(), standIn).size).toBe(0)
  })
})
