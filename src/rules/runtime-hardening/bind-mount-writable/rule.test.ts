import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

async function repaired(mount: string): Promise<string | undefined> {
  const compose = `services:\n  web:\n    image: nginx:1.29.3\n    volumes:\n      - ${mount}\n`
  const tree = memoryTree({ 'compose.yaml': compose, 'nginx.conf': '', 'conf/nginx.conf': '' })
  const { files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  return files.get('compose.yaml')?.split('volumes:\n      - ')[1]?.trimEnd()
}

it.each([
  ['./nginx.conf:/etc/nginx/nginx.conf', './nginx.conf:/etc/nginx/nginx.conf:ro'],
  ['./nginx.conf:/etc/nginx/nginx.conf:rw', './nginx.conf:/etc/nginx/nginx.conf:ro'],
  ['./nginx.conf:/etc/nginx/nginx.conf:z # kept', './nginx.conf:/etc/nginx/nginx.conf:z,ro # kept'],
  ["'./nginx.conf:/etc/nginx/nginx.conf'", "'./nginx.conf:/etc/nginx/nginx.conf:ro'"],
  ['${DIR:-./conf}/nginx.conf:/etc/nginx/nginx.conf', '${DIR:-./conf}/nginx.conf:/etc/nginx/nginx.conf:ro'],
  [
    '{ type: bind, source: ./nginx.conf, target: /etc/nginx/nginx.conf }',
    '{ type: bind, source: ./nginx.conf, target: /etc/nginx/nginx.conf, read_only: true }',
  ],
  ['./nginx.conf:${TO:-/etc/nginx/nginx.conf}', undefined],
])('%s becomes read-only', async (mount, expected) => expect(await repaired(mount)).toBe(expected))
