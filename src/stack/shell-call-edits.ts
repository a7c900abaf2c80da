/** Repairs of single commands of a RUN: other programs, other options, and switches that are taken away. */
import type { FileEdits, Repair } from '../core/fix.ts'
import { signatureSwitches } from '../knowledge/signature-switches.ts'
import type { Command } from './build-model.ts'
import { type PackageCall, packageCall } from './installs.ts'
import { nearLayersOf } from './package-calls.ts'
import { commandTakenOut, wordAdded, wordReplaced, wordsTakenOut } from './run-edits.ts'

const stuck: Repair = {
  refused: 'the command is not a plain one of its RUN (quoted, nested, or in a list of strings)',
  supply: 'the edit by hand',
}

const oneEdit = (edits: FileEdits | undefined, fix: (edits: readonly FileEdits[]) => Repair): Repair =>
  edits ? fix([edits]) : stuck

/** `apt-get` with what it takes to do the same as `apt`, which installs new packages in an upgrade. */
const aptGet: Readonly<Record<string, string | undefined>> = {
  upgrade: 'upgrade --with-new-pkgs',
  'full-upgrade': 'dist-upgrade',
}

/** Calls `apt-get` for `apt`. */
export function aptGetCalled(one: Command): Repair | undefined {
  const call = packageCall(one.command)
  const [program, ...words] = one.command.words
  if (!call || !program) return undefined
  const verb = words.find(({ text }) => text === call.verb)
  const other = aptGet[call.verb]
  const named = wordReplaced(one, program, program.text.replace(/apt$/, 'apt-get'))
  const said = other === undefined || verb === undefined ? named : wordReplaced(one, verb, other)
  if (!named || !said) return stuck
  const edits = said === named ? [named] : [named, said]
  return { title: `Call apt-get ${call.verb}`, safety: 'safe', edits }
}

const gnuBases = new Set(['debian', 'debian-slim', 'ubuntu', 'buildpack', 'rhel', 'rhel-minimal'])

/** Keeps wget's progress out of the log: GNU's with dots, BusyBox's, which has no such option, altogether. */
export function wgetQuietened(one: Command): Repair {
  const installed = nearLayersOf(one.stage).some(({ commands }) =>
    commands.some(({ command }) => installs(packageCall(command), 'wget')),
  )
  const gnu = installed || gnuBases.has(one.stage.rootImage?.profile?.base ?? '')
  const option = gnu ? '--progress=dot:giga' : '-q'
  return oneEdit(wordAdded(one, one.command.words[0], option), (edits) => ({
    title: gnu ? 'Let wget print one line where it printed a thousand' : 'Let wget print no progress',
    safety: 'safe',
    edits,
  }))
}

const installs = (call: PackageCall | undefined, name: string): boolean =>
  call?.does === 'install' && call.packages.some(({ text }) => text === name)

/** Makes no log of logins. */
export const loginLogLeftOut = (one: Command): Repair =>
  oneEdit(wordAdded(one, one.command.words[0], '--no-log-init'), (edits) => ({
    title: 'Make the account without a log of logins',
    safety: 'safe',
    edits,
  }))

/** Takes the switches away that let unsigned packages in. */
export function signaturesChecked(one: Command): Repair {
  const { command } = one
  const program = (command.name ?? '').replace(/^.*\//, '')
  const found = command.words
    .slice(1)
    .filter(({ text }) => signatureSwitches.some(({ programs, word }) => programs.test(program) && word.test(text)))
  if (found.length === 0)
    return { refused: 'the switch is in a configuration that the build writes', supply: 'the key of the repository' }
  // A setting that is the value of an option goes with it.
  const words = found.flatMap((word) => {
    const before = command.words[command.words.indexOf(word) - 1]
    return before && /^(?:-o|--option|-P)$/.test(before.text) ? [before, word] : [word]
  })
  return oneEdit(wordsTakenOut(one, words), (edits) => ({
    title: `Let ${program} check signatures`,
    safety: 'guarded',
    effect: 'the build stops where a package is not signed by a key that the image has',
    edits,
  }))
}

/** How each program's switch is taken out: words of its own, or a letter of a group. */
const tlsWords =
  /^(?:--insecure|--proxy-insecure|-k|--no-check-certificate|--no-strict-ssl|--strict-ssl=false|--no-verify-ssl|--insecure-skip-tls-verify(?:=true)?|--(?:src-|dest-)?tls-verify=false|--setopt=\S*sslverify=\w+|-Dmaven\.wagon\.http\.ssl\.(?:insecure|allowall)=true|--trusted-host=\S+)$/
const tlsPairs = /^(?:--trusted-host|--allow-insecure-host)$/
const tlsSettings = /^(?:-c|-o) (?:http\.(?:\S+\.)?sslVerify=\S+|Acquire::\S*Verify-(?:Peer|Host)=\S+)$/i
/** Settings that a command does nothing else than to write down. */
const tlsCommands =
  /^(?:git config (?:--(?:global|system) )?http\.(?:\S+\.)?sslVerify|(?:npm|yarn|pnpm) (?:config )?(?:set|-g set) (?:-g )?(?:strict-ssl|enableStrictSsl)|pip[\d.]* config (?:--\S+ )?set \S*trusted-host|conda config --set ssl_verify|composer config (?:-g |--global )?disable-tls)\b/i

/** Takes away what switches off the check of certificates in a command. */
export function certificatesChecked(one: Command): Repair {
  const { words, name } = one.command
  const text = words.map((word) => word.text).join(' ')
  const program = name ?? 'the command'
  return oneEdit(tlsCommands.test(text) ? commandTakenOut(one) : switchesOut(one), (edits) => ({
    title: `Let ${program} check certificates`,
    safety: 'guarded',
    effect: 'the build stops where a server has a certificate that the image does not trust',
    edits,
  }))
}

function switchesOut(one: Command): FileEdits | undefined {
  const { words, name } = one.command
  const group =
    name === 'curl' ? words.find(({ text }) => /^-[a-zA-Z#]*k[a-zA-Z#]*$/.test(text) && text.length > 2) : undefined
  if (group) return wordReplaced(one, group, group.text.replace('k', ''))
  const out = words.filter(({ text }, at) => {
    const before = words[at - 1]?.text ?? ''
    const next = words[at + 1]?.text ?? ''
    return (
      (at > 0 && tlsWords.test(text)) ||
      tlsPairs.test(text) ||
      tlsPairs.test(before) ||
      tlsSettings.test(`${text} ${next}`) ||
      tlsSettings.test(`${before} ${text}`)
    )
  })
  return wordsTakenOut(one, out)
}

/** Runs a step without `sudo`, where it is root already. */
export function sudoTakenOut(one: Command): Repair {
  const user = one.stage.instructions.findLast(
    ({ keyword, index }) => keyword === 'user' && index < one.run.instruction.index,
  )
  const base = one.stage.parent?.user ?? one.stage.rootImage?.profile?.user
  const inherited = base && ('known' in base ? base.known && base.value.root : base.uid === 0)
  const root = user ? /^(?:root|0)(?::|$)/.test(user.args[0]?.text ?? '') : inherited === true
  if (!root) return { refused: 'the step may run as another account than root', supply: 'USER root around it' }
  const sudo = one.command.wrappers.find(({ name }) => /(?:^|\/)sudo$/.test(name))
  const [first] = one.command.words
  const { text } = one.stage.dockerfile.document.source
  // Options of sudo, and variables behind it, mean something of their own.
  if (
    !sudo ||
    !first ||
    one.run.instruction.exec ||
    !/^sudo[ \t]+$/.test(text.slice(sudo.origin.start, first.origin.start))
  )
    return stuck
  const { file } = one.command.origin
  const spans = [{ do: 'replace', start: sudo.origin.start, end: first.origin.start, text: '' }] as const
  return { title: `Run ${first.text} as root without sudo`, safety: 'safe', edits: [{ file, spans }] }
}
