/** Block scalars at the end of a text that has no final line break: what they hold stays what it was. */
import { expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../../core/edit.ts'
import { editYaml } from './edit-yaml.ts'

const add: TreeEdit = { do: 'set', path: ['b'], value: 1 }
const drop: TreeEdit = { do: 'remove', path: ['b'] }

it.each<readonly [string, TreeEdit, string, string]>([
  ['says that it ends without a line break', add, 'a: |\n  x', 'a: |-\n  x\nb: 1'],
  ['says so beside its indentation', add, 'a: >2\n    x', 'a: >-2\n    x\nb: 1'],
  ['says nothing twice', add, 'a: |-\n  x', 'a: |-\n  x\nb: 1'],
  ['has its line break already', add, 'a: |\n  x\n', 'a: |\n  x\nb: 1\n'],
  ['is not the last thing in the text', add, 'a: |\n  x\nc: 1', 'a: |\n  x\nc: 1\nb: 1'],
  ['keeps its line break where what follows goes', drop, 'a: |\n  x\nb: 1', 'a: |\n  x\n'],
  ['keeps that of Windows', drop, 'a: |\r\n  x\r\nb: 1', 'a: |\r\n  x\r\n'],
  ['is no block, and ends as the text did', drop, 'a: x\nb: 1', 'a: x'],
])('%s', (_, edit, before, after) => {
  const compiled = editYaml(before, [edit])
  expect(compiled.ok && applyTextEdits(before, compiled.edits)).toBe(after)
})
