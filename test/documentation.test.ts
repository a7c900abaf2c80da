/** What the documents name exists: files behind links, rules that are explained or allowed, npm scripts, flags. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { flags } from '../src/cli/commands.ts'
import { fields } from '../src/config/fields.ts'
import { rules } from '../src/rules/registry.gen.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...guides.map((name) => `docs/${name}`)]
const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')
const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '')

describe.each(documents)('%s', (document) => {
  const text = textOf(document)

  it('links to files that exist', () => {
    const links = found(text, /\]\((?!https?:|#)([^)#]+)/g)
    expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([])
  })

  it('names rules that exist', () => {
    const named = found(text, /(?:drydock: allow|drydock explain|- rule:|--only) ([a-z][a-z-]+)/g)
    const ids = new Set(rules.map(({ id }) => id))
    expect(named.filter((id) => !ids.has(id))).toEqual([])
  })

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(found(text, /npm run ([a-z-]+)/g).filter((name) => !(name in scripts))).toEqual([])
  })
})

it('README.md names every flag, and no other', () => {
  const sections = [...textOf('README.md').matchAll(/\| Flag of `\w+` \|([\s\S]*?)\n\n/g)].map(
    ([, section = '']) => section,
  )
  const named = found(sections.join('\n'), /--([a-z][a-z-]*)/g)
  const elsewhere = ['help', 'filename', 'show-secrets']
  expect(Object.keys(flags).filter((flag) => !named.includes(flag) && !elsewhere.includes(flag))).toEqual([])
  expect(named.filter((flag) => !(flag in flags))).toEqual([])
})

it('docs/configuration.md names every key, and no other', () => {
  const [, table = ''] = /\| Key \| What it says \|\n([\s\S]*?)\n\n/.exec(textOf('docs/configuration.md')) ?? []
  expect(found(table, /^\| `([a-z-]+)` \|/gm).toSorted()).toEqual(Object.keys(fields).toSorted())
})
