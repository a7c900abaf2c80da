/** Rounds of repairs: what is made together, what waits, what is undone and named. */
import { describe, expect, it } from 'vitest'
import type { Fix } from '../core/fix.ts'
import type { Tree } from '../core/tree.ts'
import { memoryTree } from '../trees/memory.ts'
import { converge, type Examined, type OpenPlace } from './converge.ts'

const set = (title: string, key: string, value: string): Fix => ({
  title,
  safety: 'safe',
  edits: [{ file: 'compose.yaml', tree: [{ do: 'set', path: ['web', key], value }] }],
})

const place = (id: string, fix: Fix | undefined, more: Partial<OpenPlace> = {}): OpenPlace => ({
  id,
  rule: id,
  severity: 'medium',
  kind: 'exposure',
  message: `${id} is wrong`,
  fix,
  ...more,
})

const textOf = (tree: Tree): string => {
  const read = tree.read('compose.yaml')
  return read.ok ? read.text : ''
}

/** Audits by asking each place whether the text still shows it. */
const examining =
  (
    places: readonly { readonly place: OpenPlace; readonly shows: (text: string) => boolean }[],
    hidden: readonly string[] = [],
  ) =>
  async (tree: Tree): Promise<Examined> => {
    const text = textOf(tree)
    const open = places.filter(({ shows }) => shows(text)).map((one) => one.place)
    return {
      places: open,
      failing: new Set([...open.map(({ id }) => id), ...hidden]),
      broken: text.includes('broken') ? ['compose.yaml: it is not YAML'] : [],
    }
  }

const base = memoryTree({ 'compose.yaml': 'web:\n  image: nginx\n' })
const lacks = (word: string) => (text: string) => !text.includes(word)

describe('converge', () => {
  it('makes fixes of one file together, and stops when nothing is left', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', '1')), shows: lacks('a: "1"') },
      { place: place('b', set('Set b', 'b', '2')), shows: lacks('b: "2"') },
    ])
    const { files, applied, rounds } = await converge(base, examine)
    expect([...files]).toEqual([['compose.yaml', 'web:\n  image: nginx\n  a: "1"\n  b: "2"\n']])
    expect(applied.map(({ place: { id } }) => id)).toEqual(['a', 'b'])
    expect(rounds).toBe(1)
  })

  it('repairs in a second round what the first one brought about', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      {
        place: place('b', set('Set b', 'b', 'yy'), { severity: 'low' }),
        shows: (text) => text.includes('a: x') && !text.includes('b: yy'),
      },
    ])
    const { applied, followUps, rounds } = await converge(base, examine)
    expect(applied.map(({ place: { id } }) => id)).toEqual(['a', 'b'])
    expect([followUps, rounds]).toEqual([[], 2])
  })

  it('undoes the one fix after which its own finding stays, and keeps the others', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('idle', set('Set nothing that helps', 'c', 'z')), shows: () => true },
      { place: place('b', set('Set b', 'b', 'yy')), shows: lacks('b: yy') },
    ])
    const { files, reverted } = await converge(base, examine)
    expect(files.get('compose.yaml')).toBe('web:\n  image: nginx\n  a: x\n  b: yy\n')
    expect(reverted.map(({ place: { id }, because }) => [id, because])).toEqual([
      ['idle', 'the finding stays: idle is wrong'],
    ])
  })

  it('keeps a fix after which its own finding is milder', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x'), { severity: 'high' }), shows: lacks('a: x') },
      { place: place('a', undefined, { severity: 'low' }), shows: (text) => text.includes('a: x') },
    ])
    const { applied, reverted } = await converge(base, examine)
    expect([applied.length, reverted]).toEqual([1, []])
  })

  it('undoes what breaks a file', async () => {
    const examine = examining([{ place: place('a', set('Set a', 'a', 'broken')), shows: lacks('a:') }])
    const { files, reverted } = await converge(base, examine)
    expect(files.size).toBe(0)
    expect(reverted[0]?.because).toBe('compose.yaml: it is not YAML')
  })

  const brings = (severity: OpenPlace['severity']) =>
    examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('new', undefined, { severity }), shows: (text) => text.includes('a: x') },
    ])

  it('undoes what brings about a finding as bad as the one it closes', async () => {
    const { files, reverted } = await converge(base, brings('medium'))
    expect(files.size).toBe(0)
    expect(reverted[0]?.because).toBe('it brings about another finding: new is wrong')
  })

  it('makes a repair together with that of what it brings about, or neither', async () => {
    const needy = (mended: string) =>
      examining([
        { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
        {
          place: place('new', set('Set b', 'b', mended)),
          shows: (text) => text.includes('a: x') && !text.includes('b: yy'),
        },
      ])
    const { files, reverted } = await converge(base, needy('yy'))
    expect([...files]).toEqual([['compose.yaml', 'web:\n  image: nginx\n  a: x\n  b: yy\n']])
    expect(reverted).toEqual([])
    expect((await converge(base, needy('no help'))).files.size).toBe(0)
  })

  it('lets an exposure be closed at the price of hygiene', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('untidy', undefined, { kind: 'hygiene' }), shows: (text) => text.includes('a: x') },
    ])
    const { followUps, reverted } = await converge(base, examine)
    expect([followUps.map(({ id }) => id), reverted]).toEqual([['untidy'], []])
  })

  it('lets a finding come to light that a stronger one hid, and says so', async () => {
    const shown = [
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('b', undefined), shows: (text: string) => text.includes('a: x') },
    ]
    const { files, followUps } = await converge(base, examining(shown, ['b']))
    expect([files.size, followUps.map(({ id }) => id)]).toEqual([1, ['b']])
  })

  it('tries again what was undone once the rest is repaired', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('idle', set('Set nothing that helps', 'c', 'z')), shows: () => true },
      { place: place('b', set('Set b', 'b', 'yy'), { severity: 'low' }), shows: lacks('b: yy') },
      { place: place('new', undefined), shows: (text) => text.includes('a: x') && !text.includes('b: yy') },
    ])
    const { files, reverted } = await converge(base, examine)
    expect([...files]).toEqual([['compose.yaml', 'web:\n  image: nginx\n  b: yy\n  a: x\n']])
    expect(reverted.map(({ place: { id } }) => id)).toEqual(['idle'])
  })

  it('names a milder finding that it brings about, for a person to look at', async () => {
    const { files, followUps } = await converge(base, brings('low'))
    expect(files.size).toBe(1)
    expect(followUps.map(({ id }) => id)).toEqual(['new'])
  })

  it('does not take a place that has moved for one that it brings about', async () => {
    const examine = examining([
      { place: place('a', set('Set a', 'a', 'x')), shows: lacks('a: x') },
      { place: place('b at 1', undefined, { rule: 'b', severity: 'low' }), shows: lacks('a: x') },
      { place: place('b at 2', undefined, { rule: 'b', severity: 'low' }), shows: (text) => text.includes('a: x') },
    ])
    const { files, followUps } = await converge(base, examine)
    expect([files.size, followUps]).toEqual([1, []])
  })

  it('lets a fix wait that writes the same new file in another way', async () => {
    const write = (text: string): Fix => ({
      title: text,
      safety: 'safe',
      edits: [{ file: '.dockerignore', create: text }],
    })
    const examine = async (tree: Tree): Promise<Examined> => ({
      places: tree.entry('.dockerignore') ? [] : [place('a', write('.env\n')), place('b', write('.git\n'))],
      failing: new Set(['a', 'b']),
      broken: [],
    })
    const { files, applied } = await converge(base, examine)
    expect([...files]).toEqual([['.dockerignore', '.env\n']])
    expect(applied).toHaveLength(1)
  })

  it('lets a fix wait that counts on a place of a list which another one moves', async () => {
    const without = (word: string): OpenPlace['fix'] => ({
      title: word,
      safety: 'safe',
      edits: [{ file: 'compose.yaml', tree: [{ do: 'remove', path: ['list', words.indexOf(word)] }] }],
    })
    let words = ['a', 'b', 'c']
    const examine = async (tree: Tree): Promise<Examined> => {
      words = [...textOf(tree).matchAll(/- (\w)/g)].map((match) => match[1] ?? '')
      const open = ['a', 'b'].filter((word) => words.includes(word))
      return { places: open.map((word) => place(word, without(word))), failing: new Set(open), broken: [] }
    }
    const { files, rounds } = await converge(memoryTree({ 'compose.yaml': 'list:\n  - a\n  - b\n  - c\n' }), examine)
    expect([...files]).toEqual([['compose.yaml', 'list:\n  - c\n']])
    expect(rounds).toBe(2)
  })

  it('ends where fixes undo each other', async () => {
    const turn = (value: string, shown: string) => ({
      place: place(value, set(`Set ${value}`, 'a', value), { severity: value === 'x' ? 'low' : 'medium' }),
      shows: (text: string) => text.includes(shown),
    })
    const swinging = memoryTree({ 'compose.yaml': 'web:\n  a: x\n' })
    const { rounds } = await converge(swinging, examining([turn('yy', 'a: x'), turn('x', 'a: yy')]))
    expect(rounds).toBeLessThanOrEqual(10)
  })
})
