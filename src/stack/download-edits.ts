/** Repairs of downloads: simple calls of curl as calls of wget, and the other way round. */
import type { Repair } from '../core/fix.ts'
import type { Command } from './build-model.ts'
import { packageCall } from './installs.ts'

/** What a simple call does: fetch one address into a file, to its output, or under the address's own name. */
interface Download {
  readonly url: string
  readonly into: string | 'output' | 'own name'
}

/** A word as it is written, quotes and variables included. */
type Written = readonly { readonly text: string; readonly raw: string }[]

/** Options of a single letter that say nothing else than what the other program does by itself, or is told anyway. */
const silent: Readonly<Record<string, RegExp>> = { wget: /^-(?:q|nv)*$/, curl: /^-[sSfL]*$/ }
const silentWords = new Set(['--quiet', '--no-verbose', '--silent', '--show-error', '--fail', '--location'])

/** Reads a call; undefined where it says more than which address goes where. */
function downloadOf(name: string, words: Written): Download | undefined {
  let url: string | undefined
  let into: string | undefined
  for (let at = 0; at < words.length; at++) {
    const { text = '', raw = '' } = words[at] ?? {}
    const [, flags = '', letter, rest = ''] = /^-([A-Za-z]*?)([oO])(.*)$/.exec(text) ?? []
    const isOutput = text === '--output' || text === '--output-document'
    const takesFile = (name === 'wget' && letter === 'O') || (name === 'curl' && letter === 'o')
    if (isOutput || (letter !== undefined && !text.startsWith('--') && silent[name]?.test(`-${flags}`) && takesFile)) {
      const value = rest === '' ? words[++at]?.raw : rest
      if (value === undefined || into !== undefined) return undefined
      into = value === '-' ? 'output' : value
    } else if (name === 'curl' && letter === 'O' && rest === '' && silent[name]?.test(`-${flags}`)) into = 'own name'
    else if (silentWords.has(text) || (text !== '-' && silent[name]?.test(text))) continue
    else if (/^https?:\/\//.test(text) && url === undefined) url = raw
    else return undefined
  }
  return url === undefined ? undefined : { url, into: into ?? (name === 'curl' ? 'output' : 'own name') }
}

function callOf(name: string, { url, into }: Download): string {
  if (name === 'curl')
    return into === 'output'
      ? `curl -fsSL ${url}`
      : into === 'own name'
        ? `curl -fsSLO ${url}`
        : `curl -fsSL -o ${into} ${url}`
  return into === 'output' ? `wget -qO- ${url}` : into === 'own name' ? `wget -q ${url}` : `wget -qO ${into} ${url}`
}

/** Downloads with the program that the stage used before. */
export function downloadedAlike(one: Command): Repair {
  const { command, run, stage } = one
  const { commands, dockerfile } = stage
  const first = commands.find(({ command: { name } }) => name === 'wget' || name === 'curl')?.command.name
  const refused = `${command.name} is told more than where to put what`
  const supply = 'the same call of the other program'
  const [program, ...words] = command.words
  const last = words.at(-1)
  const plain = !run.instruction.exec && !command.nesting.includes('command-string')
  const removed = commands.some(({ command: other }) => {
    const call = packageCall(other)
    return call?.does === 'remove' && call.packages.some(({ text }) => text === first)
  })
  if (!first || !program || !last || !plain || removed) return { refused, supply }
  const { text } = dockerfile.document.source
  const { file, start } = program.origin
  const { end } = last.origin
  if (command.redirects.some(({ origin }) => origin.start < end)) return { refused, supply }
  const written = words.map((word) => ({ text: word.text, raw: text.slice(word.origin.start, word.origin.end) }))
  const download = downloadOf(command.name ?? '', written)
  // A name of its own ends before the question mark for the one, and behind it for the other.
  if (!download || (download.into === 'own name' && download.url.includes('?'))) return { refused, supply }
  return {
    title: `Download with ${first}, as above`,
    safety: 'guarded',
    effect: 'redirects are followed, and an answer that is an error fails the step',
    edits: [{ file, spans: [{ do: 'replace', start, end, text: callOf(first, download) }] }],
  }
}
