import { expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const cases: readonly (readonly [test: string, fails: boolean])[] = [
  ['curl -f localhost || true', true],
  ['curl -f localhost || :', true],
  ['curl -f localhost || exit 0', true],
  ['curl -f localhost; true', true],
  ['curl -f localhost; exit 0', true],
  ['exit 0', true],
  ['true', true],
  ['echo ok', true],
  ['curl -f localhost || exit 1', false],
  ['curl -f localhost && exit 0 || exit 1', false],
  ['curl -f localhost && echo ok', false],
  ['test -f /tmp/ready && true', false],
  ['if curl -f localhost; then exit 0; else exit 1; fi', false],
  ['(curl -f localhost || true) && test -f /tmp/ready', false],
  ['pgrep -x worker > /dev/null', false],
]

it.each(cases)('%s', async (test, fails) => {
  const text = `services:\n  a:\n    image: python:3.13\n    healthcheck:\n      test: '${test}'\n`
  const report = await auditWith([rule], memoryTree({ 'compose.yaml': text }), { only: [rule.id] })
  expect(report.findings.length > 0).toBe(fails)
})
