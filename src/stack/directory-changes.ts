/** Every `cd` of a stage's RUN instructions, and how far it reaches. */
import type { SpanOrigin } from '../core/origin.ts'
import type { Stage } from './build-model.ts'

/** Who reports a `cd` in a RUN. */
export const directoryPeers: readonly string[] = [
  ...['hadolint:DL3003', 'trivy:DS-0013', 'kics:f4a6bcd3-e231-4acf-993c-aa027be50d2e', 'semgrep:use-workdir'],
  'nord:dfs023',
]

export interface DirectoryChange {
  readonly origin: SpanOrigin
  readonly directory: string
  /** Whether anything runs behind it in its RUN. */
  readonly lasts: boolean
  /** Whether brackets or a function keep it from the rest of the RUN. */
  readonly contained: boolean
}

export const directoryChanges = (stage: Stage): readonly DirectoryChange[] =>
  stage.runs.flatMap(({ commands }) =>
    commands.flatMap(({ command }, at): readonly DirectoryChange[] => {
      if (command.name !== 'cd') return []
      const contained = command.nesting.some((inside) =>
        /^(?:subshell|function|substitution|command-string)$/.test(inside),
      )
      return [
        {
          origin: command.origin,
          directory: command.words[1]?.text ?? 'the home directory',
          lasts: contained || at < commands.length - 1,
          contained,
        },
      ]
    }),
  )
