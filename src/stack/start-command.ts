/** What a container runs when it starts: compose's entrypoint and command over the Dockerfile's. */
import type { KnownList } from '../core/known.ts'
import type { Origin } from '../core/origin.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import type { Service } from './service-model.ts'

export interface StartText {
  /** The words with a blank between them; what cannot be known is left out. */
  readonly text: string
  readonly origin: Origin
}

/** The entrypoint and the command that really run. An entrypoint in compose drops the image's command. */
export function startTexts({ command, entrypoint, finalStage }: Service): readonly StartText[] {
  const first = entrypoint ? ofList(entrypoint) : ofInstruction(finalStage?.entrypoint)
  const second = command ? ofList(command) : entrypoint ? [] : ofInstruction(finalStage?.cmd)
  return [...first, ...second]
}

const ofList = ({ items, origin }: KnownList<string>): readonly StartText[] => [
  { text: items.map((item) => (item.known ? item.value : '')).join(' '), origin },
]

const ofInstruction = (instruction: Instruction | undefined): readonly StartText[] =>
  instruction ? [{ text: instruction.args.map(({ text }) => text).join(' '), origin: instruction.origin }] : []
