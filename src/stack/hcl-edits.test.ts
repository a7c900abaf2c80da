/** Where blocks go in resources of Terraform. */
import { expect, it } from 'vitest'
import { fixWith } from '../repair.ts'
import { rules } from '../rules/registry.gen.ts'
import { memoryTree } from '../trees/memory.ts'

const only = ['ecr-scan-on-push-missing']
const some = rules.filter(({ id }) => only.includes(id))

async function repaired(body: string) {
  const tree = memoryTree({ 'main.tf': `resource "aws_ecr_repository" "app" {${body}}\n` })
  const { files, after } = await fixWith(some, tree, { only, guarded: true, today: '2026-06-01' })
  return (
    files.get('main.tf') ?? after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because ?? '')).join()
  )
}

const block = '  image_scanning_configuration {\n    scan_on_push = true\n  }\n'

it.each([
  ['behind everything else', '\n  name = "app"\n', `\n  name = "app"\n\n${block}`],
  ['before tags', '\n  name = "app"\n  tags = {}\n', `\n  name = "app"\n\n${block}\n  tags = {}\n`],
  [
    'before tags that are apart',
    '\n  name = "app" # x\n\n  tags = {}\n',
    `\n  name = "app" # x\n\n${block}\n  tags = {}\n`,
  ],
])('a block goes %s', async (_, body, becomes) => {
  expect(await repaired(body)).toBe(`resource "aws_ecr_repository" "app" {${becomes}}\n`)
})

it.each([
  ['one line', ' name = "app" ', 'aws_ecr_repository.app is written in one line'],
  [
    'a dynamic block',
    '\n  name = "app"\n  dynamic "image_scanning_configuration" {\n    for_each = []\n    content {}\n  }\n',
    'image_scanning_configuration of aws_ecr_repository.app is not written as a block',
  ],
])('refuses %s', async (_, body, because) => {
  expect(await repaired(body)).toBe(because)
})
