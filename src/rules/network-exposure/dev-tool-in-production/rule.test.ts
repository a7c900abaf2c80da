import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it.each([
  ['another service waits for it', '', '    depends_on: [admin]\n', 'web waits for admin'],
  ['it has profiles of its own', '    profiles: [backoffice]\n', '', 'admin has profiles already'],
])('refuses where %s', async (_name, own, others, because) => {
  const text = `services:\n  admin:\n    image: adminer:5.4.0\n${own}  web:\n    image: nginx:1.29.3\n${others}`
  const { after, files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  const offers = after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because))
  expect([files.size, offers]).toEqual([0, [because]])
})

it('refuses where nothing else would start', async () => {
  const text = 'services:\n  admin:\n    image: adminer:5.4.0\n'
  const { after, files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  const offers = after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because))
  expect([files.size, offers]).toEqual([0, ['nothing else starts without admin']])
})
