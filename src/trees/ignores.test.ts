import { describe, expect, it } from 'vitest'
import { memoryTree } from './memory.ts'
import { overlayTree } from './overlay.ts'

describe('files that are not there', () => {
  const tree = memoryTree({ '.gitignore': '.env\n', 'api/.gitignore': '!.env\n*.key\n', 'api/app.py': '' })

  it.each([
    ['.env', true],
    ['web/.env', true],
    ['api/.env', false],
    ['api/server.key', true],
    ['server.key', false],
  ])('git would leave out %s: %s', (path, ignored) => {
    expect(tree.ignores(path)).toBe(ignored)
    expect(overlayTree(tree, new Map()).ignores(path)).toBe(ignored)
  })

  it('an edited .gitignore decides', () => {
    const edited = overlayTree(tree, new Map([['.gitignore', '*.key\n']]))
    expect(edited.ignores('.env')).toBe(false)
    expect(edited.ignores('server.key')).toBe(true)
  })
})
