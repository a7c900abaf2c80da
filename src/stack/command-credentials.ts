/** Literal credentials on command lines: of services, of their health checks, and of a Dockerfile's instructions. */
import type { KnownList } from '../core/known.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { substitute } from '../formats/compose/template.ts'
import { credentialsInArguments } from '../knowledge/secrets.ts'
import type { Command, Stage } from './build-model.ts'
import { type Grade, gradeOf, literalCredentials } from './credentials.ts'
import type { Project } from './model.ts'
import { stretchOf, writtenAt } from './written-scalars.ts'

export interface SpokenCredential {
  readonly grade: Grade
  readonly origin: Origin
  /** The flag, key or header it belongs to, where there is one. */
  readonly name: string | undefined
}

/** A credential with its text, which stays in memory. */
export interface SpokenText extends SpokenCredential {
  readonly text: string
}

/** Credentials in a command of compose. What an interpolation brings in is written elsewhere. */
export function credentialsInCommand(words: KnownList<string> | undefined, project: Project): readonly SpokenText[] {
  const texts = (words?.items ?? []).map((item) => {
    const written = writtenAt(project, item.origin) ?? ''
    // A word of a line that was split has the line's place; `$$` must stay what it is, or it reads as an interpolation.
    const whole = !item.known || item.origin.kind !== 'span' || written.replaceAll('$$', '$') === item.value
    return whole ? written : item.value
  })
  return credentialsInArguments(texts).flatMap(({ word, start, end, name }): readonly SpokenText[] => {
    const text = texts[word] ?? ''
    const origin = words?.items[word]?.origin
    const [place] = origin ? spansOf(origin) : []
    const grade = gradeOf(name ?? 'password', text.slice(start, end))
    if (place === undefined || grade === undefined || isInterpolated(text, start)) return []
    return [{ grade, origin: stretchOf(place, text, start, end), name, text: text.slice(start, end) }]
  })
}

const isInterpolated = (text: string, at: number): boolean =>
  substitute(text, () => undefined).uses.some((use) => at >= use.start && at < use.end)

/** What says itself that it is only there for the build to go on. */
const standIn =
  /(?:^|[^a-z])(?:dummy|fake|placeholder|unused|not[-_ ]?used|build[-_ ]?(?:time|only)|collectstatic)(?:[^a-z]|$)/i

/** Credentials in the words of a RUN's command, in its redirected texts too. */
export function credentialsInRun({ command }: Command): readonly SpokenCredential[] {
  const texts = command.words.map(({ text }) => text)
  const spoken = credentialsInArguments(texts).flatMap(({ word, start, end, name }) => {
    const grade = gradeOf(name ?? 'password', (texts[word] ?? '').slice(start, end))
    const origin = command.words[word]?.origin ?? command.origin
    return grade === undefined ? [] : [{ grade, origin, name }]
  })
  const assigned = command.assignments.flatMap(({ name, value }) => {
    // `SECRET_KEY=dummy program`: a guessable stand-in lives as long as the command, which only has to start.
    const found =
      value?.literal && !standIn.test(value.text)
        ? literalCredentials(name, value.text).find(({ grade }) => grade === 'literal')
        : undefined
    return found && value ? [{ grade: found.grade, origin: value.origin, name }] : []
  })
  return [...spoken, ...assigned]
}

/** Instructions whose words stay readable in the image's configuration. */
const configuring = new Set(['cmd', 'entrypoint', 'healthcheck'])

/** Credentials in what a stage's instructions do, or leave in the image's configuration. */
export function credentialsInInstructions(stage: Stage): readonly (SpokenCredential & { readonly keyword: string })[] {
  const runs = stage.commands.flatMap(credentialsInRun).map((found) => ({ ...found, keyword: 'run' }))
  const configured = stage.instructions.flatMap(({ keyword, args }) => {
    if (!configuring.has(keyword)) return []
    const texts = args.map(({ text }) => text)
    return credentialsInArguments(texts).flatMap(({ word, start, end, name }) => {
      const grade = gradeOf(name ?? 'password', (texts[word] ?? '').slice(start, end))
      const place = args[word]?.origin
      if (grade === undefined || place === undefined) return []
      return [{ grade, origin: stretchOf(place, texts[word] ?? '', start, end), name, keyword }]
    })
  })
  const labels = stage.labels.flatMap(({ name, value, origin }) => {
    const [found] = value.known ? literalCredentials(name, value.value) : []
    return found ? [{ grade: found.grade, origin, name, keyword: 'label' }] : []
  })
  return [...runs, ...configured, ...labels]
}
