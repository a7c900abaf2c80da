/** Repairs of the ignore files of builds, of docker and of git. */
import type { Repair } from '../core/fix.ts'
import type { Origin } from '../core/origin.ts'
import { nameOf } from '../core/tree.ts'
import type { BuildContext, SecretPath } from './build-model.ts'
import { copiedSecrets } from './context-secrets.ts'
import { contextsOf, needlessLines, secretLines, takesAway } from './ignore-patterns.ts'

const asksForIt: Repair = {
  refused: 'an instruction asks for a file that looks like a secret',
  supply: 'how the program gets it when the container starts, such as a mounted secret',
}

const nameOfContext = ({ path }: BuildContext): string => (path === '' ? 'the build context' : path)

/** Secrets that lie there in any case, on a developer's machine. */
const usual: readonly SecretPath[] = [
  { path: '.env', what: 'environment file', exists: false },
  { path: 'server.pem', what: 'private key', exists: false },
  { path: 'server.key', what: 'private key', exists: false },
]

const unique = (secrets: readonly SecretPath[]): readonly SecretPath[] => [
  ...new Map(secrets.map((secret) => [secret.path, secret])).values(),
]

/** The secrets that reach the builder: those a description of the context says, or all. */
const reaching = (context: BuildContext): readonly SecretPath[] =>
  unique(contextsOf(context).flatMap((each) => each.secretsThatReach())).filter(isLikely)

/** What is there, and the env file that every machine has sooner or later. */
const isLikely = ({ exists, what }: SecretPath): boolean => exists || what === 'environment file'

/** Writes the ignore file of a context that has none, or adds what keeps its secrets out to the one it has. */
export function keepOut(context: BuildContext, secrets: readonly SecretPath[]): Repair {
  const { ignoreFile, unusedIgnoreFiles } = context
  if (ignoreFile === undefined) return unusedIgnoreFiles.length > 0 ? unread(unusedIgnoreFiles) : writtenFor(context)
  const lines = secretLines(context, unique(secrets.filter(isLikely)))
  if (lines === undefined || lines.length === 0) return asksForIt
  return {
    title: `Keep ${lines.filter((line) => !line.startsWith('!')).join(', ')} out of the build context`,
    safety: 'guarded',
    effect: 'a build that reads one of these files fails, or goes on without it',
    edits: [{ file: ignoreFile.file, tree: [{ do: 'append', path: [], values: lines }] }],
  }
}

const unread = ([file = '']: readonly string[]): Repair => ({
  refused: `${file} is not read`,
  supply: 'whether it is to be moved to where the builder looks, with its paths made relative to the context',
})

/** A new `.dockerignore` for what really lies there, and for what machines that build have. */
export function writtenFor(context: BuildContext): Repair {
  const secrets = secretLines(context, unique([...usual, ...reaching(context)]))
  if (secrets === undefined) return asksForIt
  const lines = [...needlessLines(context), ...secrets]
  const file = context.path === '' ? '.dockerignore' : `${context.path}/.dockerignore`
  return {
    title: `Write a .dockerignore for ${nameOfContext(context)}`,
    safety: 'guarded',
    effect: 'a build that reads one of the files it leaves out fails, or goes on without it',
    edits: [{ file, create: lines.map((line) => `${line}\n`).join('') }],
  }
}

/** Lets a pattern that matches at the top only match at every depth. */
export function atEveryDepth(context: BuildContext, origin: Origin): Repair | undefined {
  const pattern = patternAt(context, origin)
  if (pattern === undefined) return undefined
  const text = `**/${pattern.written.replace(/^\.?\//, '')}`
  if (takesAway(context, [text])) return asksForIt
  const { file, start, end } = pattern.origin
  return {
    title: `Let ${pattern.written} match in every directory`,
    safety: 'guarded',
    effect: `files called ${text.slice(3)} below the top no longer reach the build`,
    edits: [{ file, spans: [{ do: 'replace', start, end, text }] }],
  }
}

const patternAt = ({ ignoreFile }: BuildContext, origin: Origin) =>
  ignoreFile?.ignore.patterns.find(
    (one) => origin.kind === 'span' && one.origin.file === origin.file && one.origin.start === origin.start,
  )

/** Takes out a line that lets nothing back in but a secret; else adds lines that keep the secrets out again. */
export function withoutReturn(context: BuildContext, origin: Origin): Repair | undefined {
  const pattern = patternAt(context, origin)
  if (pattern === undefined) return undefined
  const back = copiedSecrets(context).flatMap(({ gap, secret }) =>
    gap.kind === 'reincluded' && gap.pattern === pattern ? [secret] : [],
  )
  const { file, start, end } = pattern.origin
  const names = pattern.written.replace(/^!\s*\/?/, '')
  if (back.length > 0 && back.every(({ path }) => path === names)) {
    return {
      title: `Take ${pattern.written} out of ${file}`,
      safety: 'guarded',
      effect: `${names} no longer reaches the build`,
      edits: [{ file, spans: [{ do: 'delete', start, end }] }],
    }
  }
  return keepOut(context, back)
}

/** Lets git have the ignore file: without the line that names it, or with an exception to a wider one. */
export function committed({ ignoreFileOmitted }: BuildContext): Repair {
  const origin = ignoreFileOmitted?.origin
  if (ignoreFileOmitted === undefined || origin?.kind !== 'span' || nameOf(origin.file) !== '.gitignore') {
    return { refused: 'no line of a .gitignore names the file', supply: 'what makes git ignore it' }
  }
  const { file, start, end } = origin
  return {
    title: `Let git have ${ignoreFileOmitted.file}`,
    safety: 'safe',
    edits: [{ file, spans: [{ do: 'delete', start, end }] }],
  }
}
