import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

async function repaired(services: string): Promise<{ readonly text: string | undefined; readonly because: string }> {
  const tree = memoryTree({ 'compose.yaml': `services:\n${services}` })
  const { before, files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const reasons = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  return { text: files.get('compose.yaml'), because: reasons.join('; ') }
}

it.each([
  ['NET_ADMN', 'NET_ADMIN'],
  ['"ipc_locks"', '"IPC_LOCK"'],
])('%s becomes %s', async (written, meant) => {
  const { text } = await repaired(`  a:\n    image: acme/a:1\n    cap_add: [KILL, ${written}]\n`)
  expect(text).toContain(`cap_add: [KILL, ${meant}]`)
})

it.each([
  ['acme/a:1', '    cap_drop: [ALL]\n'],
  ['nginx:1.29.3', '    cap_add:\n      - CHOWN\n      - SETGID\n      - SETUID\n    cap_drop: [ALL]\n'],
])('drops ALL from %s, and gives back what it needs', async (image, becomes) => {
  const { text } = await repaired(`  a:\n    image: ${image}\n    cap_drop: [CAP_ALL]\n`)
  expect(text).toBe(`services:\n  a:\n    image: ${image}\n${becomes}`)
})

it.each(['CAP_ALL', 'SYS_ADMN', 'SYS_MODUL'])('refuses to add what %s may mean', async (written) => {
  const { text, because } = await repaired(`  a:\n    image: acme/a:1\n    cap_add: [${written}]\n`)
  expect(text).toBeUndefined()
  expect(because).toContain('power over the host')
})

it('refuses where no name is near', async () => {
  const { text, because } = await repaired('  a:\n    image: acme/a:1\n    cap_add: [EVERYTHING_THERE_IS]\n')
  expect(text).toBeUndefined()
  expect(because).toContain('no capability')
})

it('refuses what variables make', async () => {
  const { text, because } = await repaired('  a:\n    image: acme/a:1\n    cap_add: ["${CAP:-NET_ADMN}"]\n')
  expect(text).toBeUndefined()
  expect(because).toContain('put together')
})

it('changes the definition that holds it, not the one that takes it over', async () => {
  const base = '  a: &a\n    image: acme/a:1\n    cap_add: [NET_ADMN]\n'
  const { text } = await repaired(`${base}  b:\n    extends: { service: a }\n`)
  expect(text).toBe(`services:\n${base.replace('ADMN', 'ADMIN')}  b:\n    extends: { service: a }\n`)
})
