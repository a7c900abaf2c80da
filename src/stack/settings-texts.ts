/** Texts of commands and Dockerfiles as far as they settle how a service runs: without values of variables, without secrets. */
import { MASK, maskStretches } from '../core/mask.ts'
import { maskLine } from '../core/mask-line.ts'
import type { Node, ScalarNode } from '../core/node.ts'
import { substitute } from '../formats/compose/template.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { assignmentsOf } from '../formats/dockerfile/readers.ts'
import { credentialsInArguments } from '../knowledge/secrets.ts'
import type { Build } from './build-model.ts'

/** The text with its variables by name, so that no value of theirs is in it. */
const byName = ({ value, template }: ScalarNode): string =>
  template === undefined ? String(value) : substitute(template, (name) => `\${${name}}`).text

/** The words of a command with what is secret hidden by where it stands: the value of a secret does not change them. */
function withoutSecrets(words: readonly string[]): readonly string[] {
  const spoken = Map.groupBy(credentialsInArguments(words), ({ word }) => word)
  const hidden = words.map((text, word) => maskStretches(text, spoken.get(word) ?? []))
  const lines = hidden.map((text) => text.split('\n').map((line) => maskLine(line).trimEnd()))
  // A flag's value is told by the word before it.
  return lines.map(([first = '', ...more], word) => {
    const flag = hidden[word - 1] ?? ''
    const together = /^-/.test(flag) && !first.includes(MASK) ? maskLine(`${flag} ${first}`) : first
    const own = together.endsWith(MASK) && together.startsWith(flag) ? MASK : first
    return [own, ...more].join('\n')
  })
}

/** A command, an entrypoint or a test of a health check, in either form. */
export function commandWords(node: Node | undefined): readonly string[] | null {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return null
  const items = node.kind === 'list' ? node.items : [node]
  return withoutSecrets(items.flatMap((item) => (item.kind === 'scalar' ? [byName(item)] : [])))
}

/** Instructions whose values say nothing of how a container behaves. */
const silent = new Set(['label', 'maintainer'])
/** Instructions that set variables: their names count. */
const naming = new Set(['env', 'arg'])

function instructionWords(instruction: Instruction): readonly (string | readonly string[])[] {
  const { keyword, flags, args, heredocs, onbuild } = instruction
  if (naming.has(keyword)) return [keyword, ...assignmentsOf(instruction).map(({ name }) => name.text)]
  return [
    keyword,
    ...flags.map(({ name, value }) => `--${name}=${value?.text ?? ''}`),
    // How a line is broken and indented is formatting.
    ...withoutSecrets(args.map(({ text }) => text.replace(/\s+/g, ' ').trim())),
    ...heredocs.map(({ content }) => withoutSecrets(content.split('\n'))),
    ...(onbuild ? [instructionWords(onbuild).flat()] : []),
  ]
}

/** What a Dockerfile says, comments and labels aside, and the images that its stages start from as far as they can be known. */
export const dockerfileWords = ({ dockerfile, stages }: Build): unknown => ({
  instructions: dockerfile.document.instructions.filter(({ keyword }) => !silent.has(keyword)).map(instructionWords),
  images: stages.map(({ image }) => (image?.reference.known ? image.reference.value.written : null)),
})
