/** Read-only roots beside secrets and configs that compose copies into the container. */
import { expect, it } from 'vitest'
import { fixWith } from '../repair.ts'
import { rules } from '../rules/registry.gen.ts'
import { memoryTree } from '../trees/memory.ts'

const some = rules.filter(({ id }) => id === 'root-filesystem-writable')

async function repaired(file: string, service: string, top: string) {
  const text = `services:\n  web:\n    image: nginx:1.29.3\n${service}\n${top}\n`
  const options = { only: ['root-filesystem-writable'], guarded: true, today: '2026-06-01' }
  const { files, after } = await fixWith(some, memoryTree({ [file]: text }), options)
  return files.get(file) ?? after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because ?? '')).join()
}

it.each([
  ['a secret from a variable', '    secrets: [key]', 'secrets:\n  key: { environment: KEY }', 'the secret key'],
  ['one in the long form', '    secrets: [{ source: key }]', 'secrets:\n  key: { environment: KEY }', 'the secret key'],
  ['a config written out', '    configs: [site]', 'configs:\n  site: { content: "a b;" }', 'the config site'],
])('a root stays writable for %s', async (_, service, top, what) => {
  expect(await repaired('compose.yaml', service, top)).toBe(
    `compose copies ${what} into web, which it cannot where the root is read-only`,
  )
})

it.each([
  ['a secret in a file', 'compose.yaml', '    secrets: [key]', 'secrets:\n  key: { file: ./key }'],
  ['Swarm, which mounts them', 'docker-stack.yml', '    configs: [site]', 'configs:\n  site: { content: "a b;" }'],
])('a root becomes read-only beside %s', async (_, file, service, top) => {
  expect(await repaired(file, service, top)).toContain('read_only: true')
})
