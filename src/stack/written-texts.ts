/** What a command itself writes into a file: the words of an echo, the body of a heredoc, the script of a sed. */
import type { ShellCommand } from '../formats/shell/command.ts'

const writers = /^(?:echo|printf|sed|tee|cat)$/

/** How much of it is looked at. */
const longest = 4000

/** `undefined` where the command writes no file of its own words. */
export function writtenText({ name = '', words, redirects, pipeLength }: ShellCommand): string | undefined {
  const program = name.replace(/^.*\//, '')
  if (!writers.test(program)) return undefined
  const intoFile = redirects.some(({ operator }) => operator.startsWith('>'))
  if (!intoFile && pipeLength === 1 && program !== 'sed' && program !== 'tee') return undefined
  const own = words.map(({ text }) => text).join(' ')
  return [own, ...redirects.map(({ body }) => body ?? '')].map((text) => text.slice(0, longest)).join('\n')
}
