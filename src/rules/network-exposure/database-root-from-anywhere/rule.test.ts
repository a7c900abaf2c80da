import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const store = '  db:\n    image: mysql:8.4\n    environment:\n      - MYSQL_DATABASE=shop\n'

it('adds the variable in the way of the others', async () => {
  const text = `services:\n${store}`
  const { files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true, persona: 'pedantic' })
  expect(files.get('compose.yaml')).toBe(`${text}      - MYSQL_ROOT_HOST=localhost\n`)
})

it.each([
  'DB_USER: root',
  'DATABASE_URL: mysql://root:secret@db/shop',
  'ConnectionStrings__Default: "Server=db;Username=root;Password=x"',
])('refuses where a service logs in as root: %s', async (variable) => {
  const text = `services:\n  api:\n    image: ghcr.io/example/api:1.0.0\n    environment:\n      ${variable}\n${store}`
  const { after, files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), {
    guarded: true,
    persona: 'pedantic',
  })
  const offers = after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because))
  expect([files.size, offers]).toEqual([0, ['api logs in as root']])
})
