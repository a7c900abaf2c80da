/** The URLs that a stage fetches, by ADD, curl, wget or git, with the values of its variables in them. */
import type { Origin } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'
import type { Stage } from './build-model.ts'
import { valuesIn } from './package-versions.ts'

export interface SourceDownload {
  /** What is asked for: for git all words of the command, as the branch is said beside the URL. */
  readonly text: string
  readonly origin: Origin
  readonly subject: SubjectRef
}

const fetchers = /^(?:curl|wget|aria2c|git)$/

export function sourceDownloads(stage: Stage): readonly SourceDownload[] {
  const added = stage.copies.flatMap(({ sources }) =>
    sources.flatMap(({ kind, path, word }) =>
      kind === 'url' || kind === 'git'
        ? [{ text: path.known ? path.value : word.text, origin: word.origin, subject: stage.subject }]
        : [],
    ),
  )
  const fetched = stage.commands.flatMap((one) => {
    const { command, subject } = one
    const program = (command.name ?? '').replace(/^.*\//, '')
    if (!fetchers.test(program)) return []
    const texts = command.words
      .slice(1)
      .map((word) => ({ text: valuesIn(word, one) ?? word.text, origin: word.origin }))
    if (program === 'git') {
      const text = texts.map((word) => word.text).join(' ')
      return text.startsWith('clone ') ? [{ text, origin: command.origin, subject }] : []
    }
    return texts.filter(({ text }) => /^["']?[a-z]+:\/\//i.test(text)).map((word) => ({ ...word, subject }))
  })
  return [...added, ...fetched]
}
