import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it.each([
  ['SHOP_HOST', undefined],
  ['SHOP_API_URL', 'SHOP_API_URL: http://shop:5000'],
])('leaves the address alone that a browser may open: %s', async (name, expected) => {
  const text = `services:\n  shop:\n    image: shop\n    ports: ["5001:5000"]\n  work:\n    image: shop\n    expose: ["7000"]\n    environment:\n      ${name}: http://localhost:5001\n`
  const { files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  const after = files.get('compose.yaml')
  expect(expected === undefined ? after === undefined : after?.includes(expected)).toBe(true)
})

it('leaves an address alone that a browser may open under the same port', async () => {
  const text = `services:\n  shop:\n    image: shop\n    ports: ["8080:8080"]\n  work:\n    image: shop\n    expose: ["7000"]\n    environment:\n      SHOP_URL: http://localhost:8080\n`
  const { files, before } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  expect([before.findings.length, files.size]).toEqual([1, 0])
})

it('leaves a file alone that programs on the host read too', async () => {
  const files = {
    'compose.yaml':
      'services:\n  users:\n    image: users\n    expose: ["9000"]\n  work:\n    image: shop\n    env_file: [.env]\n',
    '.env': 'USERS_API_URL=http://localhost:9000\n',
  }
  const { before, files: after } = await fixWith([rule], memoryTree(files), { guarded: true })
  const fixes = before.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because))
  expect([fixes, after.size]).toEqual([[expect.stringContaining('programs on the host')], 0])
})
