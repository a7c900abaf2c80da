/** The scripts of a GitLab pipeline's jobs as text that a shell will run. */
import type { SpanOrigin } from '../core/origin.ts'
import { spansOf } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { directoryOf } from '../core/tree.ts'
import { parseGitlab } from '../formats/gitlab-ci/parse-gitlab.ts'
import { fixedPassage, type Passage } from './passages.ts'

/** One passage for each stretch that one shell runs; `read` gives the files that the pipeline includes. */
export function gitlabPassages(source: SourceText, read: (file: string) => SourceText | undefined): readonly Passage[] {
  const workflow = parseGitlab(source, read)
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap(({ run }): readonly Passage[] => {
      const [place] = run === undefined ? [] : spansOf(run.origin)
      if (run === undefined || place === undefined) return []
      const context = [job.id, job.environment?.value ?? '', job.gitlab?.stage ?? '']
      const passage = fixedPassage(
        source.file,
        run.value,
        [directoryOf(source.file)],
        context,
        `${source.file}, job ${job.id}`,
        place,
      )
      const origin = (start: number, end: number): SpanOrigin => spansOf(run.at(start, end))[0] ?? place
      return [
        {
          ...passage,
          origin,
          variables: new Map([...workflow.env, ...job.env].map(({ name, value }) => [name, value])),
        },
      ]
    }),
  )
}
