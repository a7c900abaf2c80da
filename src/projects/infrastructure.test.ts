import { describe, expect, it } from 'vitest'
import { loadHclParser } from '../formats/hcl/load-parser.ts'
import { readHcl } from '../formats/hcl/parse-hcl.ts'
import { memoryTree } from '../trees/memory.ts'
import { discover } from './discover.ts'
import type { ProjectSource } from './workspace.ts'

const parser = await loadHclParser()

function projectsOf(files: Readonly<Record<string, string>>): readonly ProjectSource[] {
  const tree = memoryTree(files)
  const hcl = (file: string) => {
    const result = tree.read(file)
    return result.ok ? readHcl({ file, text: result.text, utf8: true }, parser) : undefined
  }
  return discover(tree, { hcl }).projects
}

const owners = (files: Readonly<Record<string, string>>): unknown =>
  projectsOf(files).map(({ id, dockerfiles, otherFiles }) => [id, dockerfiles, otherFiles])

const compose = 'services:\n  web:\n    image: nginx:1.29.3\n'
const terraform = 'resource "aws_ecr_repository" "app" {}\n'

describe('Terraform', () => {
  it.each([
    ['the project around it', { 'compose.yaml': compose, 'infra/main.tf': terraform }, [['.', [], ['infra/main.tf']]]],
    [
      'the nearest project above it',
      { 'a/compose.yaml': compose, 'b/compose.yaml': compose, 'b/infra/main.tf': terraform },
      [
        ['a', [], []],
        ['b', [], ['b/infra/main.tf']],
      ],
    ],
    [
      'the only project, wherever it lies',
      { 'app/compose.yaml': compose, 'infra/main.tf': terraform, 'infra/prod.tfvars': 'a = 1\n' },
      [['app', [], ['infra/main.tf', 'infra/prod.tfvars']]],
    ],
    ['itself, where there is nothing else', { 'infra/main.tf': terraform }, [['infra', [], ['infra/main.tf']]]],
    [
      'itself, with the modules it calls',
      { 'env/prod/main.tf': `module "m" {\n source = "../../modules/m"\n}\n`, 'modules/m/main.tf': terraform },
      [['.', [], ['env/prod/main.tf', 'modules/m/main.tf']]],
    ],
    ['nothing, where it is for another cloud', { 'main.tf': 'resource "google_project" "p" {}\n' }, []],
    ['itself, where it is broken', { 'main.tf': 'resource "aws_' }, [['.', [], ['main.tf']]]],
    ['nothing, where it was fetched', { '.terraform/modules/m/main.tf': terraform }, []],
  ])('belongs to %s', (_, files, expected) => {
    expect(owners(files)).toEqual(expected)
  })
})

it('is said to be left out', () => {
  const tree = memoryTree({ 'gcp/main.tf': 'resource "google_project" "p" {}\n', 'docker-bake.json': '{"target":{}}' })
  expect(discover(tree).skipped.map(({ what }) => what)).toEqual(['docker-bake.json', 'gcp'])
})

describe('a bake file', () => {
  const bake = 'target "api" {\n  context = "api"\n  dockerfile = "build/api.df"\n}\n'

  it('brings its Dockerfiles along, whatever they are called', () => {
    expect(owners({ 'docker-bake.hcl': bake, 'api/build/api.df': 'FROM scratch\n' })).toEqual([
      ['.', ['api/build/api.df'], ['docker-bake.hcl']],
    ])
  })

  it('takes contexts from a directory above it, where it is called from there', () => {
    expect(owners({ 'ci/release.bake.hcl': bake, 'api/build/api.df': 'FROM scratch\n' })).toEqual([
      ['ci', ['api/build/api.df'], ['ci/release.bake.hcl']],
    ])
  })

  it('is part of the project that compose makes of the same directory', () => {
    const files = { 'compose.yaml': compose, 'docker-bake.json': '{"target":{"api":{}}}', Dockerfile: 'FROM scratch\n' }
    expect(owners(files)).toEqual([['.', ['Dockerfile'], ['docker-bake.json']]])
  })
})
