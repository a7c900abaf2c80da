/** Places are known by their position among equals: what takes the id of a place that went is no new finding. */
import { describe, expect, it } from 'vitest'
import type { Tree } from '../core/tree.ts'
import { memoryTree } from '../trees/memory.ts'
import { converge, type Examined } from './converge.ts'

const textOf = (tree: Tree): string => {
  const read = tree.read('Dockerfile')
  return read.ok ? read.text : ''
}

/** Every line with `bad` fails, known by its number among the lines; the repair of the first line takes it out. */
const examine = async (tree: Tree): Promise<Examined> => {
  const lines = textOf(tree).split('\n')
  const places = lines.flatMap((line, at) =>
    line.startsWith('bad')
      ? [
          {
            id: String(at),
            rule: 'bad',
            severity: 'low' as const,
            kind: 'exposure' as const,
            message: line,
            fix:
              line === 'bad first'
                ? {
                    title: 'Take it out',
                    safety: 'safe' as const,
                    edits: [{ file: 'Dockerfile', spans: [{ do: 'delete' as const, start: 0, end: line.length }] }],
                  }
                : undefined,
          },
        ]
      : [],
  )
  return { places, failing: new Set(places.map(({ id }) => id)), broken: [] }
}

describe('places that move', () => {
  it.each([
    ['the next one takes its id', 'bad first\nbad second\n', 'bad second\n'],
    ['another one gets an id that was not there', 'bad first\ngood\nbad second\n', 'good\nbad second\n'],
  ])('%s', async (_, before, after) => {
    const { files, reverted } = await converge(memoryTree({ Dockerfile: before }), examine)
    expect(reverted).toEqual([])
    expect(files.get('Dockerfile')).toBe(after)
  })
})
