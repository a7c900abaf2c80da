/** Whose containers are, from their labels alone. */
import { describe, expect, it } from 'vitest'
import { type Beginnings, type Owner, ownerOf, pathsBelow, type Runnable } from './belonging.ts'

const runnable = (variant: string, files: readonly string[], more: Partial<Runnable> = {}): Runnable => ({
  project: '.',
  variant,
  platform: 'compose',
  files,
  directory: '',
  stack: 'shop',
  ...more,
})
const all: readonly Runnable[] = [
  runnable('default', ['compose.yaml']),
  runnable('production', ['compose.yaml', 'compose.prod.yaml']),
  runnable('default', ['tools/compose.yaml'], { project: 'tools', directory: 'tools', stack: 'tools' }),
  runnable('stack', ['stack.yaml'], { platform: 'swarm', stack: 'web' }),
  runnable('task', ['task.json'], { platform: 'ecs-fargate', stack: 'orders' }),
]
const around = {
  inTree: pathsBelow(['/srv/shop', 'C:\\work\\shop']),
  existsElsewhere: (path: string): boolean => path.startsWith('/home/other/'),
}
const compose = (directory: string, files: readonly string[], stack = 'shop'): Beginnings => ({
  startedBy: 'compose',
  stack,
  directory,
  files,
})
const ours = (variant: string | null, project = '.'): Owner => ({ kind: 'ours', project, variant })

describe('a container belongs to', () => {
  it.each<[string, Beginnings, Owner]>([
    ['the variant of its files', compose('/srv/shop', ['/srv/shop/compose.yaml']), ours('default')],
    [
      'the variant of all its files, in their order',
      compose('/srv/shop', ['/srv/shop/compose.yaml', '/srv/shop/compose.prod.yaml']),
      ours('production'),
    ],
    [
      'the variant, under whatever name it was started',
      compose('/srv/shop', ['/srv/shop/compose.yaml'], 'staging'),
      ours('default'),
    ],
    [
      'the project, where a file is none of ours',
      compose('/srv/shop', ['/srv/shop/compose.yaml', '/tmp/more.yaml']),
      ours(null),
    ],
    ['the project of its directory, where it names no files', compose('/srv/shop/tools', []), ours(null, 'tools')],
    [
      'the project that has its files',
      compose('/srv/shop/tools', ['/srv/shop/tools/compose.yaml']),
      ours('default', 'tools'),
    ],
    ['the variant of files that are named from its directory', compose('/srv/shop', ['compose.yaml']), ours('default')],
    ['a project on Windows', compose('C:\\work\\shop', ['C:\\work\\shop\\compose.yaml']), ours('default')],
    [
      'the project of its name, started on another machine',
      compose('/deploy', ['/deploy/compose.yaml']),
      ours('default'),
    ],
    ['the project of its name, of which nothing else is known', compose('', []), ours(null)],
    [
      'another directory of this machine that is called the same',
      compose('/home/other/shop', ['/home/other/shop/compose.yaml']),
      { kind: 'elsewhere' },
    ],
    ['nobody here', compose('/deploy', ['/deploy/compose.yaml'], 'blog'), { kind: 'stranger' }],
    [
      'nobody here, in a directory whose name begins alike',
      compose('/srv/shop2', ['/srv/shop2/compose.yaml'], 'shop2'),
      { kind: 'stranger' },
    ],
    ['a stack', { startedBy: 'swarm', stack: 'web', directory: '', files: [] }, ours('stack')],
    ['a task', { startedBy: 'ecs', stack: 'orders', directory: '', files: [] }, ours('task')],
    ['no task of another family', { startedBy: 'ecs', stack: 'shop', directory: '', files: [] }, { kind: 'stranger' }],
  ])('%s', (_, begun, owner) => {
    expect(ownerOf(begun, all, around)).toEqual(owner)
  })
})

it('paths that leave the tree are none of it', () => {
  const below = pathsBelow(['/srv/shop/'])
  expect([below('/srv/shop'), below('/srv/shop/a/../b'), below('/srv/shop/../x'), below('/srv/shopping')]).toEqual([
    '',
    'b',
    undefined,
    undefined,
  ])
})
