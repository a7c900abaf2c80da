import { describe, expect, it } from 'vitest'
import { type Node, nodeAt } from '../../core/node.ts'
import { loadHclParser } from '../../formats/hcl/load-parser.ts'
import { memoryTree } from '../../trees/memory.ts'
import { openSources } from '../sources.ts'
import { infrastructureOf } from './infrastructure.ts'
import type { CloudResource, Infrastructure } from './model.ts'
import { policyOf } from './policies.ts'
import { someBelongsTo, textOfResource, textsAt } from './questions.ts'
import { terraformTaskDefinitions } from './task-definitions.ts'

const parser = await loadHclParser()

function infrastructure(files: Readonly<Record<string, string>>): Infrastructure {
  const sources = openSources(memoryTree(files))
  sources.useHcl(parser)
  return infrastructureOf(Object.keys(files), '', sources)
}

const resource = (of: Infrastructure, address: string): CloudResource =>
  of.resources.find((one) => one.address === address) as CloudResource

const plain = (node: Node | undefined): unknown => {
  if (node?.kind === 'list') return node.items.map(plain)
  if (node?.kind === 'map') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
  return node?.unset ? { unset: node.unset } : node?.value
}

const bucket = 'resource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\nvariable "name" {\n  default = "d"\n}\n'
const nameOf = (files: Readonly<Record<string, string>>): unknown =>
  plain(nodeAt(resource(infrastructure(files), 'aws_s3_bucket.b').body, 'bucket'))

describe('a variable', () => {
  it.each([
    ['its default', {}, 'd'],
    ['a file of values that applies by itself', { 'terraform.tfvars': 'name = "t"\n' }, 't'],
    ['the last such file', { 'terraform.tfvars': 'name = "t"\n', 'z.auto.tfvars': 'name = "z"\n' }, 'z'],
    [
      'nothing, where a file that somebody may name says otherwise',
      { 'env/prod.tfvars': 'name = "p"\n' },
      { unset: ['var.name'] },
    ],
    ['its default, where such a file says the same', { 'env/prod.tfvars': 'name = "d"\n' }, 'd'],
    ['a file of values in JSON', { 'terraform.tfvars.json': '{ "name": "j" }' }, 'j'],
  ])('has %s', (_, files, value) => {
    expect(nameOf({ 'main.tf': bucket, ...files })).toEqual(value)
  })

  it.each([
    ['what its caller gives', 'module "m" {\n source = "./m"\n name = local.n\n}\nlocals {\n n = "c"\n}\n', 'c'],
    ['its default, where the caller gives nothing', 'module "m" {\n source = "./m"\n}\n', 'd'],
    [
      'nothing, where callers differ',
      'module "m" {\n source = "./m"\n name = "a"\n}\nmodule "n" {\n source = "./m"\n name = "b"\n}\n',
      { unset: ['var.name'] },
    ],
    [
      'nothing, where the caller does not know',
      'module "m" {\n source = "./m"\n name = var.x\n}\nvariable "x" {}\n',
      { unset: ['var.x'] },
    ],
  ])('of a module has %s', (_, caller, value) => {
    expect(nameOf({ 'main.tf': caller, 'm/main.tf': bucket })).toEqual(value)
  })

  it('is followed from a module into itself no further than it leads', () => {
    expect(nameOf({ 'main.tf': `${bucket}module "m" {\n source = "./"\n name = "x"\n}\n` })).toBe('d')
  })
})

it('is known in no circle of modules, nor slow in a deep pile of them', () => {
  const call = (of: string, name: string): string =>
    ['a', 'b'].map((one) => `module "${one}" {\n source = "${of}"\n name = "${name}"\n}\n`).join('')
  const declared = 'variable "name" {}\n'
  const circle = {
    'x/main.tf': declared + call('../y', '${var.name}-'),
    'y/main.tf': bucket + call('../x', '${var.name}'),
  }
  expect(nameOf(circle)).toEqual({ unset: ['var.name'] })
  const pile = Array.from({ length: 18 }, (_, at): [string, string] => [
    `m${at}/main.tf`,
    at === 17 ? bucket : declared + call(`../m${at + 1}`, '${var.name}'),
  ])
  expect(nameOf({ 'main.tf': call('./m0', 'n'), ...Object.fromEntries(pile) })).toBe('n')
})

describe('resources', () => {
  it('are those of no sample, unless there are only samples', () => {
    const one = 'resource "aws_s3_bucket" "a" {}\n'
    const addresses = (files: Readonly<Record<string, string>>): unknown =>
      infrastructure(files).resources.map(({ module }) => module.directory)
    expect(addresses({ 'main.tf': one, 'examples/full/main.tf': one })).toEqual([''])
    expect(addresses({ 'examples/full/main.tf': one })).toEqual(['examples/full'])
  })

  it('are not there with a count of nothing', () => {
    const of = infrastructure({
      'main.tf': 'resource "a_b" "x" {\n count = var.on ? 1 : 0\n}\nvariable "on" {\n default = false\n}\n',
    })
    expect(of.resources).toEqual([])
  })

  it('are read in JSON too', () => {
    const of = infrastructure({ 'main.tf.json': '{ "resource": { "aws_s3_bucket": { "b": { "bucket": "x" } } } }' })
    expect(textOfResource(resource(of, 'aws_s3_bucket.b'), 'bucket')).toMatchObject({ value: 'x' })
  })

  const repository = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n'
  const policy = (reference: string, more = ''): string =>
    `resource "aws_ecr_lifecycle_policy" "p" {\n  repository = ${reference}\n  policy = "{}"${more}\n}\n`
  it.each([
    ['aws_ecr_repository.app.name', 'yes'],
    ['"app"', 'yes'],
    ['local.name\n}\nlocals {\n  name = aws_ecr_repository.app.name', 'yes'],
    ['each.value\n  for_each = toset([aws_ecr_repository.app.name])', 'yes'],
    ['aws_ecr_repository.app.name\n  count = 0', 'no'],
    ['"other"', 'no'],
    ['var.repository', 'unknown'],
    ['aws_ecr_repository.other.name\n}\nresource "aws_ecr_repository" "other" {\n  name = "other"', 'no'],
  ])('belong to another by %s: %s', (reference, is) => {
    const of = infrastructure({ 'main.tf': repository + policy(reference) })
    const target = resource(of, 'aws_ecr_repository.app')
    expect(someBelongsTo(target, 'aws_ecr_lifecycle_policy', 'repository').is).toBe(is)
  })

  it('belong to another across modules', () => {
    const of = infrastructure({
      'main.tf': 'module "r" {\n source = "./r"\n}\nmodule "p" {\n source = "./p"\n repository = module.r.name\n}\n',
      'r/main.tf': `${repository}output "name" {\n  value = aws_ecr_repository.app.name\n}\n`,
      'p/main.tf': `${policy('var.repository')}variable "repository" {}\n`,
    })
    const target = resource(of, 'aws_ecr_repository.app')
    expect(someBelongsTo(target, 'aws_ecr_lifecycle_policy', 'repository').is).toBe('yes')
  })

  it('may be hidden in a module from elsewhere', () => {
    const of = infrastructure({ 'main.tf': `${repository}module "l" {\n source = "org/ecr-lifecycle/aws"\n}\n` })
    const target = resource(of, 'aws_ecr_repository.app')
    expect(someBelongsTo(target, 'aws_ecr_lifecycle_policy', 'repository', /ecr/).is).toBe('unknown')
    expect(someBelongsTo(target, 'aws_ecr_lifecycle_policy', 'repository', /rds/).is).toBe('no')
  })
})

describe('a policy', () => {
  const statements = (written: string): unknown => {
    const of = infrastructure({ 'main.tf': `resource "aws_iam_policy" "p" {\n  policy = ${written}\n}\n` })
    const document = policyOf(resource(of, 'aws_iam_policy.p'), 'policy')
    return (
      document?.unknown ??
      document?.statements.map(({ actions, allows }) => [allows, actions.map((one) => (one.known ? one.value : null))])
    )
  }
  it.each([
    ['jsonencode({ Statement = [{ Effect = "Allow", Action = ["a:B"], Resource = "*" }] })', [[true, ['a:B']]]],
    ['<<EOT\n{ "Statement": { "Effect": "Deny", "Action": "a:B" } }\nEOT', [[false, ['a:B']]]],
    [
      'data.aws_iam_policy_document.d.json\n}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["a:B"]\n  }',
      [[true, ['a:B']]],
    ],
    ['var.policy', 'var.policy is not known from the files'],
  ])('is read from %s', (written, expected) => {
    expect(statements(written)).toEqual(expected)
  })
})

describe('a task definition', () => {
  it('has the shape of its JSON form', () => {
    const text = `resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "web", image = "\${var.image}:1" }])
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "ENABLED"
    }
  }
}
variable "image" {}
`
    const [task] = terraformTaskDefinitions(infrastructure({ 'main.tf': text }))
    expect(plain(task?.node)).toEqual({
      family: 'app',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [{ name: 'web', image: { unset: ['var.image'] } }],
      volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryption: 'ENABLED' } }],
    })
    const image = nodeAt(task?.node, 'containerDefinitions', 0, 'image')
    expect(image?.origin.kind === 'span' && text.slice(image.origin.start, image.origin.end)).toBe('"${var.image}:1"')
  })
})

describe('a text in another file', () => {
  const containers = (written: string, more = ''): unknown => {
    const of = infrastructure({
      'main.tf': 'module "m" {\n source = "./m"\n}\n',
      'm/main.tf': `resource "aws_ecs_task_definition" "app" {\n container_definitions = ${written}\n}\n${more}`,
      'm/plain.json': '[{ "name": "web" }]',
      'web.json.tpl': '[{ "name": "web", "image": "${image}:1", "cpu": ${cpu}, "user": "${who}" }]',
    })
    const [task] = terraformTaskDefinitions(of)
    const node = nodeAt(task?.node, 'containerDefinitions')
    const origin = nodeAt(node, 0, 'name')?.origin
    return [origin?.kind === 'span' ? origin.file : undefined, plain(node)]
  }
  const inserted = [{ name: 'web', image: 'app:1', cpu: 256, user: { unset: ['who'] } }]
  const data = 'data "template_file" "t" {\n template = file("web.json.tpl")\n vars = { image = "app", cpu = 256 }\n}\n'
  it.each([
    ['file("${path.module}/plain.json")', '', 'm/plain.json', [{ name: 'web' }]],
    ['"${file("plain.json")}"', '', 'm/plain.json', [{ name: 'web' }]],
    ['templatefile("${path.root}/web.json.tpl", { image = "app", cpu = 256 })', '', 'web.json.tpl', inserted],
    ['data.template_file.t.rendered', data, 'web.json.tpl', inserted],
    ['file("missing.json")', '', undefined, { unset: ['file(…)'] }],
  ])('is read: %s', (written, more, file, value) => {
    expect(containers(written, more)).toEqual([file, value])
  })
})

it('reads lists of texts with their doubts', () => {
  const of = infrastructure({ 'main.tf': 'resource "a_b" "x" {\n l = ["a", var.b]\n}\n' })
  expect(textsAt(resource(of, 'a_b.x').body, 'l').map(({ known }) => known)).toEqual([true, false])
})
