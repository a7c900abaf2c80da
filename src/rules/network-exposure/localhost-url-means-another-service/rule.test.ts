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
