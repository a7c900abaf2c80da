/** What `npm run new-rule` writes works as it stands, for every scope: its examples hold, and they notice a broken rule. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageText, ruleText, scopes } from '../scripts/rule-scaffold.ts'
import { fail, pass } from '../src/core/verdict.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { auditExample } from './audit-example.ts'
import { parseExamples, runExample } from './rule-examples.ts'

const sources = fileURLToPath(new URL('../src/', import.meta.url))

describe.each(scopes)('a new %s rule', (scope) => {
  let directory = ''
  let rule: Rule
  const examples = parseExamples(pageText(scope))
  const complaints = async (of: Rule): Promise<readonly string[]> =>
    (await Promise.all(examples.map((example) => runExample(example, of, auditExample)))).flat()

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-rule-'))
    const text = ruleText('something-to-rename', 'build-security', scope, '0.1.0')
    const file = join(directory, 'rule.ts')
    writeFileSync(file, text.replaceAll('../../../', sources).replaceAll('../../', `${sources}rules/`))
    rule = (await import(pathToFileURL(file).href)).default
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  it('has the scope, and examples that hold', async () => {
    expect(rule.scope).toBe(scope)
    expect(examples.map(({ verdict }) => verdict)).toEqual(['bad', 'good'])
    expect(await complaints(rule)).toEqual([])
  })

  it('has examples that notice a rule that always passes or always fails', async () => {
    const passing: Rule = { ...rule, check: (...given) => rule.check(...given).map(({ origin }) => pass(origin)) }
    const failing: Rule = { ...rule, check: (...given) => rule.check(...given).map(({ origin }) => fail(origin)) }
    expect(await complaints(passing)).not.toEqual([])
    expect(await complaints(failing)).not.toEqual([])
  })
})
