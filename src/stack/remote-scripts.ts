/** Downloads that a build runs as it gets them: `curl … | sh`, `bash <(curl …)`, a script that is fetched and started. */
import type { ShellCommand } from '../formats/shell/command.ts'
import type { Command } from './build-model.ts'

export interface RemoteScript {
  /** The URL's host alone; `undefined` where it is computed. */
  readonly host: string | undefined
  readonly encrypted: boolean
  /** Whether a checksum or a signature is compared before anything runs. */
  readonly checked: boolean
}

const DOWNLOADER = /^(?:curl|wget|fetch|aria2c)$/
const INTERPRETER = /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|node|perl|ruby|php)$/
const VERIFIER = /^(?:sha(?:1|224|256|384|512)sum|shasum|md5sum|b2sum|gpg|gpgv|cosign|minisign|signify|openssl)$/

/** `undefined` where the command downloads nothing, or nothing that runs in the same RUN. */
export function remoteScript(command: Command): RemoteScript | undefined {
  const own = command.command
  if (own.name === undefined || !DOWNLOADER.test(programOf(own))) return undefined
  const others = command.run.commands.map((one) => one.command)
  // In `sh -c "$(curl …)"` one text is read twice: as the shell's argument, and as what that shell runs.
  const first = others.find(({ name, origin }) => name === own.name && origin.start === own.origin.start)
  if (first !== own || !isRunBy(own, others)) return undefined
  const url = own.words.map(({ text }) => text).find((text) => /^['"]?[a-z]+:\/\//i.test(text))
  return {
    host: url === undefined ? undefined : /^['"]?[a-z]+:\/\/(?:[^/@]*@)?([\w.-]+)/i.exec(url)?.[1],
    encrypted: url === undefined || !/^['"]?(?:http|ftp):/i.test(url),
    checked: others.some((other) => VERIFIER.test(programOf(other))),
  }
}

const programOf = ({ name }: ShellCommand): string => (name ?? '').replace(/^.*\//, '')

function isRunBy(own: ShellCommand, others: readonly ShellCommand[]): boolean {
  const interpreters = others.filter((other) => INTERPRETER.test(programOf(other)))
  const piped = interpreters.some(
    (other) => other.pipeline === own.pipeline && other.pipeIndex > own.pipeIndex && readsInput(other),
  )
  if (piped) return true
  if (own.nesting.includes('substitution')) {
    return interpreters.some(({ words }) => words.some(({ text }) => /^(?:<|\$)\(\s*(?:curl|wget)\b/.test(text)))
  }
  const file = savedAs(own)
  if (file === undefined) return false
  return others.some(({ words, name }) => {
    const runs = INTERPRETER.test((name ?? '').replace(/^.*\//, '')) ? words[1]?.text : words[0]?.text
    return runs !== undefined && words.length > 0 && runs.replace(/^.*\//, '') === file && runs !== own.words[0]?.text
  })
}

/** An interpreter that is given no script of its own: nothing, `-`, or options only before `-s`. */
const readsInput = ({ words }: ShellCommand): boolean => {
  const [, ...rest] = words.map(({ text }) => text)
  const first = rest.find((word) => !/^-[a-z]+$/i.test(word) || word === '-')
  return first === undefined || first === '-' || first === '--' || rest.some((word) => /^-[a-z]*s[a-z]*$/.test(word))
}

/** The name of the file that the download is saved as. */
function savedAs({ words, redirects }: ShellCommand): string | undefined {
  const texts = words.map(({ text }) => text)
  const at = texts.findIndex((text) => /^(?:-[a-zA-Z]*[oO]|--output|--output-document)$/.test(text))
  const url = texts.find((text) => /^[a-z]+:\/\//i.test(text))
  const remoteName = texts.some((text) => /^(?:-[a-zA-Z]*O[a-zA-Z]*|--remote-name)$/.test(text)) || texts[0] === 'wget'
  const named = at >= 0 && !/^[a-z]+:\/\//i.test(texts[at + 1] ?? '') ? texts[at + 1] : undefined
  const target =
    named ?? redirects.find(({ operator }) => operator === '>')?.target?.text ?? (remoteName ? url : undefined)
  const base = target?.replace(/[?#].*$/, '').replace(/^.*\//, '')
  return base === undefined || base === '' || base === '-' ? undefined : base
}
