import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it.each([
  ['a letter too many', 'postgress', ['postgres'], 'postgres'],
  ['two letters in the wrong order', 'postgers', ['postgres'], 'postgres'],
  ['another word', 'redis', ['cache'], undefined],
  ['a longer name that begins alike', 'mongo', ['mongo-primary'], undefined],
  ['two that are as near', 'cachex', ['cache1', 'cachey', 'cachez'], undefined],
])('an address with %s', async (_name, written, services, expected) => {
  const others = services.map((name) => `  ${name}: { image: "ghcr.io/example/store:1.0.0" }\n`).join('')
  const text = `services:\n  api:\n    image: ghcr.io/example/api:1.0.0\n    environment:\n      STORE_URL: http://${written}:80/\n${others}`
  const { files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  expect(files.get('compose.yaml')).toBe(expected && text.replace(`//${written}:`, `//${expected}:`))
})
