import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathMatches, segmentMatches } from './path-pattern.ts'

describe('pathMatches', () => {
  it.each([
    ['services/api', 'services/api', true],
    ['services/api', 'services/api/Dockerfile', true],
    ['services/api/', 'services/api/Dockerfile', true],
    ['./services', 'services/api', true],
    ['/services', 'services/api', true],
    ['services/api', 'services/api2/Dockerfile', false],
    ['api', 'services/api/Dockerfile', false],
    ['**/api', 'services/api/Dockerfile', true],
    ['**/api', 'api/Dockerfile', true],
    ['services/*', 'services/api/Dockerfile', true],
    ['services/*/Dockerfile', 'services/api/Dockerfile', true],
    ['services/*/Dockerfile', 'services/api/x/Dockerfile', false],
    ['services/**/Dockerfile', 'services/Dockerfile', true],
    ['services/**/Dockerfile', 'services/a/b/Dockerfile', true],
    ['**/*.prod', 'a/b/Dockerfile.prod', true],
    ['*.yml', 'a/b.yml', false],
    ['?.yml', 'b.yml', true],
    ['tests/**', 'tests/a/b', true],
    ['**', 'a/b', true],
  ])('%s covers %s: %s', (pattern, path, expected) => {
    expect(pathMatches(pattern, path)).toBe(expected)
  })

  it('covers everything below whatever it covers', () => {
    const segment = fc.stringMatching(/^[ab*?]{1,3}$|^\*\*$/)
    const name = fc.stringMatching(/^[ab]{1,3}$/)
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        name,
        (p, path, below) => {
          if (pathMatches(p.join('/'), path.join('/')))
            expect(pathMatches(p.join('/'), [...path, below].join('/'))).toBe(true)
        },
      ),
    )
  })

  it('answers in time whatever the number of stars', () => {
    expect(segmentMatches(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false)
    expect(pathMatches(`${'**/a/'.repeat(300)}b`, 'a/'.repeat(900))).toBe(false)
  })
})
