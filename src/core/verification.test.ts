import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { auditCommand } from './verification.ts'

describe('the command that audits again', () => {
  it.each([
    ['.', 'drydock audit --only image-tag-latest --fail-on info'],
    ['services/api', 'drydock audit services/api --only image-tag-latest --fail-on info'],
    ['-rf', 'drydock audit ./-rf --only image-tag-latest --fail-on info'],
    ['my stack; echo $(id)', "drydock audit 'my stack; echo $(id)' --only image-tag-latest --fail-on info"],
  ])('of %s', (target, expected) => {
    expect(auditCommand(target, ['image-tag-latest'])).toBe(expected)
  })

  it('looks where rules speak of what is in no file', () => {
    expect(auditCommand('.', ['a-rule'], ['service', 'built-image', 'container', 'built-image'])).toBe(
      'drydock audit --engine --images --only a-rule --fail-on info',
    )
  })

  it('hands any target over as one word', () => {
    for (const target of ["it's here", 'a\nb', '$HOME', '`id`', '"x"', 'ä ö']) {
      const { stdout } = spawnSync('sh', [
        '-c',
        `drydock() { printf '<%s>' "$@"; }; ${auditCommand(target, ['a-rule'])}`,
      ])
      expect(String(stdout)).toBe(`<audit><${target}><--only><a-rule><--fail-on><info>`)
    }
  })

  it.each([
    ['{ "rule": "unused-allow" }', 0, 1],
    ['{ "rule": "healthcheck-missing" }', 0, 0],
    ['', 2, 2],
  ])('of an acceptance looks at the whole report: %s', (report, exit, expected) => {
    const script = `drydock() { printf '%s' '${report}'; return ${exit}; }; ${auditCommand('.', ['unused-allow'])}`
    expect(spawnSync('sh', ['-c', script]).status).toBe(expected)
  })
})
