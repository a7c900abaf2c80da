import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Node, nodeAt } from '../../core/node.ts'
import { type Origin, spansOf } from '../../core/origin.ts'
import { evaluate, evaluateBody, type Scope } from './evaluate.ts'
import { jsonValue } from './json-text.ts'
import { type HclParser, loadHclParser } from './load-parser.ts'
import { parseHcl } from './parse-hcl.ts'
import type { Expression, HclDocument } from './syntax.ts'

let parser: HclParser
beforeAll(async () => {
  parser = await loadHclParser()
})

const parse = (text: string): HclDocument => parseHcl({ file: 'main.tf', text, utf8: true }, parser)

/** Names are the attributes of the same file. */
function scopeOf(document: HclDocument): Scope {
  const scope: Scope = {
    meaning: (root, rest) => {
      const found = document.body.attributes.find(({ name }) => name === root)
      return found && { kind: 'expression', expression: found.value, scope, rest }
    },
  }
  return scope
}

const expressionOf = (document: HclDocument, name: string): Expression =>
  document.body.attributes.find((one) => one.name === name)?.value as Expression

const plain = (node: Node | undefined): unknown => {
  if (node?.kind === 'list') return node.items.map(plain)
  if (node?.kind === 'map') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
  return node?.unset ? { unset: node.unset } : node?.value
}

const resultOf = (text: string): unknown => {
  const document = parse(text)
  return plain(evaluate(expressionOf(document, 'x'), scopeOf(document)))
}

const written = (text: string, origin: Origin | undefined): readonly string[] =>
  (origin ? spansOf(origin) : []).map(({ start, end }) => text.slice(start, end))

describe('HCL', () => {
  it('is read into blocks and attributes that know their places', () => {
    const text = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n  scan {\n    on_push = true\n  }\n}\n'
    const { body, problems } = parse(text)
    const [block] = body.blocks
    expect(problems).toEqual([])
    expect(block?.labels.map(({ value }) => value)).toEqual(['aws_ecr_repository', 'app'])
    expect(written(text, block?.headOrigin)).toEqual(['resource "aws_ecr_repository" "app"'])
    expect(written(text, block?.body.attributes[0]?.origin)).toEqual(['name = "app"'])
    const inner = block?.body.blocks[0]?.body.attributes[0]
    expect(inner?.value.origin.path).toEqual(['resource', 'aws_ecr_repository', 'app', 'scan', 0, 'on_push'])
    expect(written(text, inner?.value.origin)).toEqual(['true'])
  })

  it('counts offsets in UTF-16 code units', () => {
    const text = 'a = "ü𝒳"\nb = "c"\n'
    expect(written(text, parse(text).body.attributes[1]?.value.origin)).toEqual(['"c"'])
  })

  it.each([
    ['x = 1\ny = = 2\n'],
    ['resource "a" "b" {\n  x = 1\n'],
    ['x = <<EOT\nnever closed'],
    ['x = "${'],
    ['x = [1, 2'],
    ['\0\0'],
  ])('says where %j is broken', (text) => {
    const { problems } = parse(text)
    expect(problems.length).toBeGreaterThan(0)
    for (const { origin } of problems) expect(origin.end).toBeLessThanOrEqual(text.length)
  })

  it('reads what stands around a broken piece', () => {
    const { body } = parse('resource "a" "b" {\n  x = ]\n}\nresource "c" "d" {\n  y = 1\n}\n')
    expect(body.blocks.map(({ labels }) => labels[1]?.value)).toContain('d')
  })

  it('leaves out what is nested too deeply, and reads no file that is too large', () => {
    expect(parse(`x = ${'['.repeat(20_000)}`).problems).not.toEqual([])
    expect(resultOf(`x = ${'['.repeat(2000)}1${']'.repeat(2000)}`)).toBeDefined()
    expect(parse(`x = "${'a'.repeat(600_000)}"`).problems[0]?.message).toMatch(/too large/)
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a',
      ' = ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '${',
      '%{if',
      '<<E\n',
      '\nE\n',
      '(',
      ')',
      '.*',
      '[0]',
      '\n',
      '1',
      'é',
      ',',
      '?',
      ':',
      '!',
      '==',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const document = parse(pieces.join(''))
        evaluateBody(document.body, scopeOf(document))
        for (const { value } of document.body.attributes) jsonValue(value, scopeOf(document))
      }),
    )
  })
})

describe('an expression', () => {
  it.each([
    ['x = 1.5', 1.5],
    ['x = -2', -2],
    ['x = true', true],
    ['x = null', null],
    ['x = "a\\n\\"b\\" \\u00e9 $${c}"', 'a\n"b" é ${c}'],
    ['x = <<EOT\n  a\nb\nEOT', '  a\nb\n'],
    ['x = <<-EOT\n    a\n      b\n  EOT', 'a\n  b\n'],
    ['x = "  ${y}  "\ny = "b"', '  b  '],
    ['x = "${y}"\ny = [1]', [1]],
    ['x = y.a[1]\ny = { a = [1, 2] }', 2],
    ['x = y["k-1"]\ny = { "k-1" : "v" }', 'v'],
    ['x = y[*].n\ny = [{ n = 1 }, { n = 2 }]', [1, 2]],
    ['x = { (y) = 1 }\ny = "k"', { k: 1 }],
    ['x = y == "a" ? 1 : 2\ny = "a"', 1],
    ['x = z ? "same" : "same"', 'same'],
    ['x = !y && 1 < 2\ny = false', true],
    ['x = (1 + 2) * 3', 9],
    ['x = lower("ABC")', 'abc'],
    ['x = join("-", ["a", "b"])', 'a-b'],
    ['x = format("%s:%d%%", "a", 5)', 'a:5%'],
    ['x = concat([1], y...)\ny = [[2], [3]]', [1, 2, 3]],
    ['x = merge({ a = 1, b = 1 }, { b = 2 })', { a: 1, b: 2 }],
    ['x = toset(["a"])', ['a']],
    ['x = contains(["a", z], "a")', true],
    ['x = coalesce(null, "", "b")', 'b'],
    ['x = jsonencode({ a = [1] })', { a: [1] }],
    ['x = notequal("a", "b")', true],
  ])('%s', (text, value) => {
    expect(resultOf(text)).toEqual(value)
  })

  it.each([
    ['x = var.tag', ['var.tag']],
    ['x = "a:${var.tag}-${local.b}"', ['var.tag', 'local.b']],
    ['x = aws_ecr_repository.app[0].repository_url', ['aws_ecr_repository.app[0].repository_url']],
    ['x = filebase64("a")', ['filebase64(…)']],
    ['x = lower(var.a)', ['var.a']],
    ['x = var.a ? 1 : 2', ['var.a']],
    ['x = [for a in y : a]\ny = []', ['for …']],
    ['x = y\ny = x', ['…']],
    ['x = y.b\ny = merge({ b = 1 }, var.more)', ['var.more']],
  ])('%s is not known', (text, unset) => {
    expect(resultOf(text)).toEqual({ unset })
  })

  it('keeps what is known of a text', () => {
    const document = parse('x = "${aws_ecr_repository.app.repository_url}:latest"')
    const node = evaluate(expressionOf(document, 'x'), scopeOf(document))
    expect(node).toMatchObject({ value: '${aws_ecr_repository.app.repository_url}:latest' })
  })

  it('is where it is used, and comes from where it is written', () => {
    const text = 'x = y\ny = "v"\n'
    const document = parse(text)
    expect(written(text, evaluate(expressionOf(document, 'x'), scopeOf(document)).origin)).toEqual(['y', '"v"'])
  })

  it('takes no more work than is allowed, whatever refers to whatever', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `v${at} = [v${at + 1}, v${at + 1}]`)
    expect(resultOf(`x = v0\n${lines.join('\n')}\n`)).toBeDefined()
  })
})

describe('a body', () => {
  const bodyOf = (text: string): unknown => {
    const document = parse(text)
    return plain(evaluateBody(document.body, scopeOf(document)))
  }

  it('keeps nested blocks as lists', () => {
    expect(bodyOf('a = 1\nb {\n c = 2\n}\nb {\n c = 3\n}\n')).toEqual({ a: 1, b: [{ c: 2 }, { c: 3 }] })
  })

  it('repeats dynamic blocks as far as their values are known', () => {
    const block = 'dynamic "b" {\n for_each = l\n content {\n c = b.value\n k = b.key\n }\n}\n'
    expect(bodyOf(`${block}l = { p = 1 }\n`)).toMatchObject({ b: [{ c: 1, k: 'p' }] })
    expect(bodyOf(block)).toEqual({ b: [{ unset: ['l'] }] })
    expect(bodyOf(block.replace('= l', '= m ? [1] : []').replace('b.key', '0'))).toEqual({ b: [{ unset: ['m'] }] })
  })
})

describe('JSON in an expression', () => {
  const json = (text: string): { readonly node: Node; readonly text: string } => {
    const document = parse(text)
    return { node: jsonValue(expressionOf(document, 'x'), scopeOf(document)), text }
  }

  it.each([
    ['x = jsonencode([{ name = "web", image = "a:1" }])', '"a:1"'],
    ['x = y\ny = jsonencode([{ name = "web", image = "a:1" }])', '"a:1"'],
    ['x = <<EOT\n[{ "name": "web", "image": "a:1" }]\nEOT', '"a:1"'],
    ['x = <<-EOT\n    [\n      { "name": "web",\n        "image": "a:1" }\n    ]\n  EOT', '"a:1"'],
    ['x = "[{\\"name\\": \\"web\\", \\"image\\": \\"a:1\\"}]"', '"[{\\"name\\": \\"web\\", \\"image\\": \\"a:1\\"}]"'],
  ])('%s', (source, place) => {
    const { node, text } = json(source)
    expect(plain(node)).toEqual([{ name: 'web', image: 'a:1' }])
    expect(written(text, nodeAt(node, 0, 'image')?.origin)[0]).toBe(place)
  })

  it('marks what a template inserts', () => {
    const { node, text } = json(
      'x = <<EOT\n[{ "image": "${var.url}:1", "cpu": ${var.cpu}, "memory": ${m} }]\nEOT\nm = 512\n',
    )
    expect(plain(node)).toEqual([{ image: { unset: ['var.url'] }, cpu: { unset: ['var.cpu'] }, memory: 512 }])
    expect(nodeAt(node, 0, 'image')).toMatchObject({ value: '${var.url}:1' })
    expect(written(text, nodeAt(node, 0, 'image')?.origin)).toEqual(['"${var.url}:1"'])
  })

  it('is unknown where the text is none', () => {
    expect(plain(json('x = "hello"').node)).toEqual({ unset: ['a text that is no JSON'] })
    expect(plain(json('x = var.definitions').node)).toEqual({ unset: ['var.definitions'] })
  })
})
