/** Instructions of a Dockerfile in which a variable is put in. */
import type { Instruction } from '../formats/dockerfile/document.ts'
import type { Dockerfile } from './build-model.ts'

/** Every instruction that writes `$NAME` or `${NAME…}`, the text of its shell included. */
export function readersOf({ document }: Dockerfile, name: string): readonly Instruction[] {
  const form = new RegExp(`\\$(?:\\{${name}\\W|${name}(?!\\w))`)
  return document.instructions.filter(({ origin }) => form.test(document.source.text.slice(origin.start, origin.end)))
}
