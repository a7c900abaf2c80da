/** Who may import whom, which module may touch the outside world, and how every source file looks. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** A module's name → the modules it may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  knowledge: ['core'],
  trees: ['core'],
  config: ['core'],
  score: ['core'],
  report: ['core'],
  formats: ['core'],
  projects: ['core', 'formats'],
  stack: ['core', 'formats', 'projects', 'knowledge'],
  'define-rule': ['core', 'stack'],
  rule: ['core', 'stack', 'knowledge', 'define-rule'],
  registry: ['rule', 'define-rule'],
  pages: [],
  audit: ['core', 'stack', 'define-rule'],
  fix: ['core', 'formats', 'trees'],
  'engine-inspect': ['core', 'engine'],
  'engine-run': ['core', 'engine', 'engine-inspect'],
  engine: ['core'],
  prove: ['core', 'formats', 'trees', 'stack', 'fix', 'engine', 'engine-inspect', 'engine-run'],
  index: [
    ...['core', 'knowledge', 'trees', 'config', 'score', 'report', 'formats', 'projects', 'stack'],
    ...['define-rule', 'registry', 'audit', 'fix', 'engine', 'engine-inspect', 'engine-run', 'prove'],
  ],
  testing: ['core', 'formats'],
  cli: ['index', 'report', 'config', 'core', 'pages'],
}

/** Who may import a package, or a part of Node that reaches outside; what is not named here only has pure parts of Node. */
const mayReach: readonly { readonly what: RegExp; readonly from: RegExp }[] = [
  {
    what: /^node:fs(\/promises)?$/,
    from: /^(trees\/(disk|git)|fix\/write|engine\/(endpoint|inspect\/this-machine)|prove\/staged-tree|cli\/)/,
  },
  {
    what: /^node:(net|tls|http|https|http2|dgram|dns|child_process|cluster|inspector|vm)(\/|$)/,
    from: /^(engine|registry|cloud)\//,
  },
  { what: /^node:process$|^node:os$|^node:readline/, from: /^cli\// },
  { what: /^node:/, from: /^(?!core\/|rules\/|score\/)/ },
  { what: /^undici$/, from: /^engine\/client/ },
  { what: /^yaml$/, from: /^formats\/yaml\// },
  { what: /^unbash$/, from: /^formats\/shell\// },
  { what: /^diff$/, from: /^fix\/patch/ },
  { what: /^@dagrejs\/dagre$/, from: /^report\/html\/architecture\// },
  { what: /^web-tree-sitter$/, from: /^formats\/hcl\// },
]

const root = fileURLToPath(new URL('..', import.meta.url))
const filesIn = (directory: string): readonly string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

const isTest = (file: string): boolean => /\.test\.ts$|\.cases\.ts$/.test(file)
const isGenerated = (file: string): boolean => file.endsWith('.gen.ts')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The module a file of `src` belongs to; two rules are two modules of the same name. */
function moduleOf(file: string): string {
  const special: Readonly<Record<string, string>> = {
    'testing.ts': 'testing',
    'rules/define-rule.ts': 'define-rule',
    'rules/registry.gen.ts': 'registry',
    'rules/pages.gen.ts': 'pages',
  }
  const [top = '', ...below] = file.split('/')
  // The library is index.ts and the files beside it.
  if (below.length === 0) return special[file] ?? 'index'
  // What only looks at an engine, and what changes something there, are two modules; so are the parts they share.
  if (top === 'engine' && below.length > 1) return `engine-${below[0]}`
  return special[file] ?? (top === 'rules' ? 'rule' : top)
}

interface Import {
  readonly file: string
  readonly line: number
  /** A path inside `src`, or a package's name. */
  readonly target: string
  readonly inside: boolean
}

/** Every import of a file, types and `import()` included. */
function importsOf(file: string, text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '))
  return [...code.matchAll(/(?<!['\w])(?:from\s+|import\s*\(?\s*)'([^'\n]+)'/g)].map((match) => {
    const written = match[1] ?? ''
    const inside = written.startsWith('.')
    const target = inside ? posix.join(posix.dirname(file), written) : written
    return { file, line: code.slice(0, match.index).split('\n').length, target, inside }
  })
}

/** One sentence per import that the tables forbid. */
function violations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ file, line, target, inside }) => {
    const at = `src/${file}:${line}`
    if (!inside) {
      const reach = mayReach.find(({ what }) => what.test(target))
      return reach?.from.test(file) ? [] : [`${at}: may not import ${target}`]
    }
    const from = moduleOf(file)
    const to = moduleOf(target)
    if (from === 'rule' && to === 'rule') {
      const sameFolder = posix.dirname(file) === posix.dirname(target)
      return sameFolder ? [] : [`${at}: a rule may not import another rule (${target})`]
    }
    return from === to || mayImport[from]?.includes(to) ? [] : [`${at}: ${from} may not import ${to} (${target})`]
  })
}

const sources = filesIn('src').filter((file) => !isTest(file))
const everything = ['src', 'test', 'scripts', 'bench'].flatMap((top) => filesIn(top).map((file) => `${top}/${file}`))
const own = everything.filter((file) => !isGenerated(file))

describe('imports', () => {
  it('follow the table', () => {
    expect(sources.flatMap((file) => violations(importsOf(file, textOf(`src/${file}`))))).toEqual([])
  })

  it('know every module of src', () => {
    expect([...new Set(sources.map(moduleOf))].filter((module) => !(module in mayImport))).toEqual([])
  })

  it.each([
    [
      'core/text.ts',
      "import { parse } from '../formats/yaml/parse.ts'",
      'src/core/text.ts:1: core may not import formats (formats/yaml/parse.ts)',
    ],
    [
      'report/json.ts',
      "\nimport type {\n  Stack,\n} from '../stack/model.ts'",
      'src/report/json.ts:4: report may not import stack (stack/model.ts)',
    ],
    ['stack/load.ts', "const fs = await import('node:fs')", 'src/stack/load.ts:1: may not import node:fs'],
    ['audit/run.ts', "import 'yaml'", 'src/audit/run.ts:1: may not import yaml'],
    [
      'rules/a/b/rule.ts',
      "import x from '../c/rule.ts'",
      'src/rules/a/b/rule.ts:1: a rule may not import another rule (rules/a/c/rule.ts)',
    ],
    [
      'rules/a/b/rule.ts',
      "import { createHash } from 'node:crypto'",
      'src/rules/a/b/rule.ts:1: may not import node:crypto',
    ],
    [
      'cli/audit.ts',
      "export * from '../stack/load.ts'",
      'src/cli/audit.ts:1: cli may not import stack (stack/load.ts)',
    ],
    [
      'engine/inspect/containers.ts',
      "import { exec } from '../run/exec.ts'",
      'src/engine/inspect/containers.ts:1: engine-inspect may not import engine-run (engine/run/exec.ts)',
    ],
    [
      'trees/git.ts',
      "import { exec } from 'node:child_process'",
      'src/trees/git.ts:1: may not import node:child_process',
    ],
  ])('would notice %s with %s', (file, text, complaint) => {
    expect(violations(importsOf(file, text))).toEqual([complaint])
  })

  it('leave comments and permitted imports alone', () => {
    const text =
      "/** import x from '../rules/a.ts' */\n// from 'net'\nimport { a } from './b.ts'\nimport { c } from '../core/d.ts'"
    expect(violations(importsOf('stack/load.ts', text))).toEqual([])
  })
})

describe('source files', () => {
  it('are called after the thing in them, in kebab-case', () => {
    const vague = /(^|\/)(utils?|helpers?|common|manager|misc)(\.|\/|-|$)/
    expect(own.filter((file) => vague.test(file) || !/^[a-z0-9./-]+$/.test(file))).toEqual([])
  })

  it('begin with a sentence that says what they are', () => {
    expect(
      own.filter((file) => !isTest(file)).filter((file) => !/^(#!.*\n)?\/\*\*(\n \*)? \S.{15}/.test(textOf(file))),
    ).toEqual([])
  })

  it('have at most 300 lines, data and tests aside', () => {
    const code = own.filter((file) => !isTest(file) && !file.startsWith('src/knowledge/'))
    const lengths = code.map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('keep no mutable state in a module', () => {
    expect(sources.filter((file) => /^(export )?(let|var) /m.test(textOf(`src/${file}`)))).toEqual([])
  })

  it('silence neither the compiler nor the linter', () => {
    const silencer = /@ts-(ignore|expect-error|nocheck)|biome-ignore/
    expect(sources.filter((file) => silencer.test(textOf(`src/${file}`)))).toEqual([])
  })
})
