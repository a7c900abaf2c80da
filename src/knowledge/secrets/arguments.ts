/** Credentials that a command line hands to a program it names: `mysql -psecret`, `redis-server --requirepass x`. */
import { type Candidate, isSecretArgument } from './candidate.ts'

export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

interface ProgramArguments {
  /** Flags whose next word is the secret. */
  readonly next?: readonly string[]
  /** Flags with the secret attached, as in `-psecret`. */
  readonly attached?: readonly string[]
  /** Flags whose next word is `user:secret`. */
  readonly pair?: readonly string[]
  /** Subcommand that must occur for the flags to mean this. */
  readonly only?: string
  /** Words whose n-th following word is the secret. */
  readonly after?: Readonly<Record<string, number>>
}

const names = (text: string, facts: ProgramArguments): [string, ProgramArguments][] =>
  text.split(' ').map((name) => [name, facts])

/** From each program's own manual; read 2026-11. */
const PROGRAMS: ReadonlyMap<string, ProgramArguments> = new Map([
  ...names(
    'mysql mysqladmin mysqldump mysqlimport mysqlcheck mysqlshow mysqlsh mariadb mariadb-admin mariadb-dump mariadb-check',
    {
      attached: ['-p'],
    },
  ),
  ...names('redis-cli valkey-cli keydb-cli', { next: ['-a'] }),
  ...names('mongo mongosh mongodump mongorestore mongoimport mongoexport cypher-shell cqlsh sshpass', { next: ['-p'] }),
  ...names('sqlcmd bcp', { next: ['-P'], attached: ['-P'] }),
  ...names('mosquitto_pub mosquitto_sub unzip', { next: ['-P'] }),
  ...names('ldapsearch ldapadd ldapmodify ldapwhoami ldapdelete', { next: ['-w'] }),
  ...names('curl', { pair: ['-u', '--user', '-U', '--proxy-user'] }),
  ...names('docker podman nerdctl helm oras crane buildah', { next: ['-p'], only: 'login' }),
  ...names('skopeo', { pair: ['--creds', '--src-creds', '--dest-creds'] }),
  ...names('rabbitmqctl', { after: { add_user: 2, change_password: 2, authenticate_user: 2 } }),
  ...names('neo4j-admin', { after: { 'set-initial-password': 1 } }),
  ...names('mc', { after: { set: 4 }, only: 'alias' }),
  ...names('aws', { after: { aws_secret_access_key: 1, aws_session_token: 1 }, only: 'configure' }),
])

const DEPTH_LIMIT = 3
const WORD = /"(?:[^"\\]|\\.){0,8192}"|'[^']{0,8192}'|\$\([^()]{0,2048}\)|\$\{[^{}]{0,512}\}|\\.|[^\s"'\\;|&()$]+|\$/gsy

/** Splits a command line into commands of words. Nothing is expanded; a word keeps its quotes. */
function commandsIn(text: string, from: number, to: number): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]]
  let at = from
  while (at < to) {
    const start = at
    for (;;) {
      WORD.lastIndex = at
      const piece = WORD.exec(text)
      if (!piece || at + piece[0].length > to) break
      at += piece[0].length
    }
    if (at > start) commands.at(-1)?.push({ text: text.slice(start, at), start, end: at })
    else {
      if (/[;|&()\n]/.test(text.charAt(at))) commands.push([])
      at++
    }
  }
  return commands
}

/** Candidates in a command line, quoted inner command lines (`sh -c '…'`) included. */
export function argumentCredentials(text: string, from = 0, to = text.length, depth = 0): readonly Candidate[] {
  return commandsIn(text, from, to).flatMap((words) => [
    ...credentialsOfCommand(words),
    ...words.flatMap((word) =>
      depth < DEPTH_LIMIT && /^["'].*\s.*["']$/s.test(word.text)
        ? argumentCredentials(text, word.start + 1, word.end - 1, depth + 1)
        : [],
    ),
  ])
}

/** The words of a command, placed in the text that joins them with one character between each two. */
export function commandOf(words: readonly string[]): readonly Word[] {
  let start = 0
  return words.map((text) => {
    const word = { text, start, end: start + text.length }
    start = word.end + 1
    return word
  })
}

/** Candidates among the words of one command. */
export function credentialsOfCommand(words: readonly Word[]): readonly Candidate[] {
  let program: ProgramArguments = {}
  const texts = new Set(words.map(({ text }) => text))
  return words.flatMap((word, at) => {
    program = PROGRAMS.get(word.text.replace(/^.*\//, '')) ?? program
    if (program.only !== undefined && !texts.has(program.only)) return byName(word, words[at + 1])
    return [...byName(word, words[at + 1]), ...byProgram(program, word, words, at)]
  })
}

/** `--password x`, `--requirepass x`: flags whose own name tells. Docker's `--secret` names a file, not a secret. */
function byName(word: Word, next: Word | undefined): readonly Candidate[] {
  const name = /^--?([A-Za-z][\w.-]{1,80})$/.exec(word.text)?.[1]
  if (name === undefined || name === 'secret' || !isSecretArgument(name)) return []
  return secretIn(next, name)
}

function byProgram(program: ProgramArguments, word: Word, words: readonly Word[], at: number): readonly Candidate[] {
  const next = words[at + 1]
  if (program.next?.includes(word.text)) return secretIn(next, word.text)
  if (program.pair?.includes(word.text)) return secondOfPair(next, word.text)
  const distance = program.after?.[word.text]
  if (distance !== undefined) return secretIn(words[at + distance], word.text)
  const flag = program.attached?.find(
    (attached) => word.text.startsWith(attached) && word.text.length > attached.length,
  )
  return flag === undefined ? [] : [{ start: word.start + flag.length, end: word.end, kind: 'argument', name: flag }]
}

const secretIn = (word: Word | undefined, name: string): readonly Candidate[] =>
  word === undefined || word.text.startsWith('-') ? [] : [{ start: word.start, end: word.end, kind: 'argument', name }]

function secondOfPair(word: Word | undefined, name: string): readonly Candidate[] {
  const colon = word?.text.indexOf(':') ?? -1
  if (word === undefined || colon === -1) return []
  return [{ start: word.start + colon + 1, end: word.end, kind: 'argument', name }]
}
