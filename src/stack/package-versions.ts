/** Which versions of a distribution's packages a command asks for, and where variables stand in them. */
import type { ShellWord } from '../formats/shell/command.ts'
import type { Command } from './build-model.ts'
import { type PackageCall, packageCall } from './installs.ts'

export interface AskedPackage {
  readonly word: ShellWord
  readonly name: string
  /** What follows the name, after `=`, `-` or a comparison; `undefined` where nothing does. */
  readonly version: string | undefined
  /** Whether one version alone will do: no wildcard, no comparison. */
  readonly exact: boolean
}

export interface SystemInstall {
  readonly call: PackageCall
  readonly packages: readonly AskedPackage[]
}

/** What a command installs from a distribution's repositories; files, URLs, groups and lists that are computed are left out. */
export function systemInstall(command: Command): SystemInstall | undefined {
  const call = packageCall(command.command)
  if (call?.does !== 'install' || call.verb.endsWith('group install') || call.verb === 'groupinstall') return undefined
  const read = Object.hasOwn(readers, call.manager) ? readers[call.manager as keyof typeof readers] : undefined
  if (read === undefined) return undefined
  const packages = call.packages.flatMap((word) => {
    if (isNoName(word.text)) return []
    const text = valuesIn(word, command)
    return text === undefined ? [] : (read(text, word, call) ?? [])
  })
  return { call, packages }
}

/** Files, URLs, groups, capabilities, packages to be taken away, and options of a shell that got among them. */
const isNoName = (text: string): boolean =>
  /^[./~@!*]|:\/\/|\.(?:deb|rpm|apk)$|^\$[@*]?$/.test(text) || /(?:^|[^+])[-]$/.test(text)

type Reader = (text: string, word: ShellWord, call: PackageCall) => readonly AskedPackage[] | undefined

const asked = (word: ShellWord, name: string, version: string | undefined, exact: boolean): readonly AskedPackage[] => [
  { word, name, version, exact },
]

/** `name=1.2`, `name>1`, `name~1` or `name/release`, per manager; `undefined` where no name can be made out. */
const readers = {
  apt: (text, word) => {
    const [, name, sign, version = ''] = /^([^=/]+)(?:([=/])(.*))?$/s.exec(text) ?? []
    if (name === undefined || name.includes('$')) return undefined
    return asked(word, name, sign === undefined ? undefined : version, sign === '=' && !/[*?]/.test(version))
  },
  apk: (text, word) => {
    const [, name, sign, version = ''] = /^([^=<>~@]+)(?:@\w+)?([=<>~]+)?(.*)$/s.exec(text) ?? []
    if (name === undefined || name.includes('$')) return undefined
    return asked(word, name, sign === undefined ? undefined : version, sign === '=' || sign === '==')
  },
  dnf: (text, word, call) => {
    if (call.verb === 'module install') return asked(word, text, /:(.+)/.exec(text)?.[1], false)
    const compared = /^([^<>=\s]+)\s*[<>=]+\s*(.+)$/s.exec(text)
    const [, name, version] = compared ??
      /^(.+?)-((?:\d+:)?\d[^-]*(?:-\d[^-]*)?|\$.*)$/s.exec(text) ?? [undefined, text]
    if (name === undefined || name.startsWith('$')) return undefined
    return asked(word, name, version, false)
  },
  zypper: (text, word) => {
    const [, name, version] = /^([^<>=\s]+)\s*[<>=]+\s*(.*)$/s.exec(text) ??
      /^(.+?)-(\d[^-]*(?:-\d[^-]*)?)$/s.exec(text) ?? [undefined, text]
    if (name === undefined || name.includes('$')) return undefined
    return asked(word, name, version, false)
  },
} satisfies Readonly<Record<string, Reader>>

/** Longer words are no names of packages. */
const longest = 300
/** How much of a RUN is searched for a variable that it may set itself. */
const searched = 20_000

/** `$NAME` and `${NAME}`; any other expansion is left as it is. */
const plain = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/**
 * The word with the values of the stage's own variables. One that nobody sets is empty where the base is a plain operating
 * system, which sets none; elsewhere it stays as it is, as the base image or the RUN may set it. `undefined` where nothing of
 * the word is known.
 */
export function valuesIn({ text, literal }: ShellWord, { stage, run }: Command): string | undefined {
  if (text.length > longest) return undefined
  if (literal || !text.includes('$')) return text
  if (/^\$\{?\w+\}?$/.test(text)) return undefined
  return text.replace(plain, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? ''
    const variable = stage.effectiveEnv.findLast((one) => one.name === name)
    const value = variable?.value ?? stage.args.findLast((one) => one.name === name)?.value
    if (value !== undefined) return (value.known ? value.value : undefined) ?? whole
    const setHere = new RegExp(`\\b${name}\\b(?:=|\\s+in\\b)|\\bread\\b.{0,99}\\b${name}\\b`).test(
      run.script.slice(0, searched),
    )
    return !setHere && stage.rootImage?.profile?.role === 'os' ? '' : whole
  })
}
