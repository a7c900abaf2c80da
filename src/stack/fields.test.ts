import { describe, expect, it } from 'vitest'
import { parseYaml } from '../formats/yaml/parse-yaml.ts'
import { textEntries } from './fields.ts'

const entriesOf = (text: string): readonly (readonly [string, string, boolean])[] =>
  textEntries(parseYaml({ file: 'compose.yaml', text, utf8: true }).root).map(({ name, value, given }) => [
    name,
    value.known ? value.value : 'unknown',
    given,
  ])

describe('entries as texts', () => {
  it.each([
    ['a map', 'A: x\nB: 1\n'],
    ['a list', '- A=x\n- B=1\n'],
  ])('%s', (_form, text) => {
    expect(entriesOf(text)).toEqual([
      ['A', 'x', true],
      ['B', '1', true],
    ])
  })

  it('tells a name without a value from an empty value', () => {
    expect(entriesOf('A:\nB: ""\n')).toEqual([
      ['A', '', false],
      ['B', '', true],
    ])
    expect(entriesOf('- A\n- B=\n- C=x=y\n')).toEqual([
      ['A', '', false],
      ['B', '', true],
      ['C', 'x=y', true],
    ])
  })

  it('has nothing for what is neither', () => expect(entriesOf('just text\n')).toEqual([]))
})
