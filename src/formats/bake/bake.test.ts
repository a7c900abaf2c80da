import { beforeAll, describe, expect, it } from 'vitest'
import { type Node, nodeAt } from '../../core/node.ts'
import { type HclParser, loadHclParser } from '../hcl/load-parser.ts'
import { readHcl } from '../hcl/parse-hcl.ts'
import { type BakeTarget, readBake } from './bake.ts'

let parser: HclParser
beforeAll(async () => {
  parser = await loadHclParser()
})

const read = (files: Readonly<Record<string, string>>): ReadonlyMap<string, BakeTarget> => {
  const documents = Object.entries(files).flatMap(([file, text]) => readHcl({ file, text, utf8: true }, parser) ?? [])
  return new Map(readBake(documents).map((target) => [target.name, target]))
}

const plain = (node: Node | undefined): unknown => {
  if (node?.kind === 'list') return node.items.map(plain)
  if (node?.kind === 'map') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
  return node?.unset ? { unset: node.unset } : node?.value
}

const hcl = `
variable "TAG" {
  default = "1.4.2"
}
variable "REVISION" {}
group "default" {
  targets = ["api"]
}
target "_base" {
  platforms = ["linux/amd64"]
  args = { A = "1", B = "1" }
}
target "meta" {
  tags = ["local"]
}
target "api" {
  inherits = ["_base", "meta"]
  context  = "api"
  args     = { B = "2", REVISION = REVISION }
  tags     = ["api:\${TAG}"]
}
`

describe('a bake file', () => {
  it('gives targets what they inherit', () => {
    const api = read({ 'docker-bake.hcl': hcl }).get('api')
    expect(plain(nodeAt(api?.node, 'args'))).toEqual({ A: '1', B: '2', REVISION: { unset: ['REVISION'] } })
    expect(plain(nodeAt(api?.node, 'tags'))).toEqual(['api:1.4.2'])
    expect(plain(nodeAt(api?.node, 'platforms'))).toEqual(['linux/amd64'])
    expect(api?.parents.toSorted()).toEqual(['_base', 'meta'])
  })

  it('tells targets that only lend what they say', () => {
    const targets = read({ 'docker-bake.hcl': hcl })
    expect([...targets.values()].filter(({ abstract }) => abstract).map(({ name }) => name)).toEqual(['_base', 'meta'])
  })

  it('takes what a later file says over an earlier one', () => {
    const override = 'target "api" {\n  context = "other"\n  args = { A = "3" }\n}\n'
    const api = read({ 'docker-bake.hcl': hcl, 'docker-bake.override.hcl': override }).get('api')
    expect(plain(nodeAt(api?.node, 'context'))).toBe('other')
    expect(plain(nodeAt(api?.node, 'args'))).toEqual({ A: '3', B: '2', REVISION: { unset: ['REVISION'] } })
    expect(api?.file).toBe('docker-bake.override.hcl')
  })

  it('reads JSON as well, templates included', () => {
    const text = '{"variable":{"TAG":{"default":"2"}},"target":{"web":{"dockerfile":"a","tags":["w:${TAG}","${X}"]}}}'
    const web = read({ 'docker-bake.json': text }).get('web')
    expect(plain(nodeAt(web?.node, 'tags'))).toEqual(['w:2', { unset: ['X'] }])
  })

  it('ends where targets inherit from each other', () => {
    const targets = read({
      'docker-bake.hcl': 'target "a" {\n inherits = ["b"]\n}\ntarget "b" {\n inherits = ["a"]\n}\n',
    })
    expect(targets.size).toBe(2)
  })
})
