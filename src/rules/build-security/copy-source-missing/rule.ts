/** A COPY or ADD of something that the build context does not hold. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { BuildContext, Copy, CopySource } from '../../../stack/build-model.ts'
import { letSourceIn } from '../../../stack/let-in-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Directories that a step before the build usually makes. */
const produced =
  /^(?:\.\/)?(?:dist|build|target|out|bin|publish|public\/build|\.next|coverage|vendor|node_modules|artifacts?)(?:\/|$)|\.(?:jar|war|whl|tgz|tar\.gz|zip|deb|rpm|apk|exe|dll)$/

export default defineRule({
  id: 'copy-source-missing',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'COPY names what the build context does not hold',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The build stops at this line.',
  remedy:
    'Correct the path: it is relative to the build context, not to the Dockerfile; or let `.dockerignore` keep the file in.',
  strength: 'Everything that is copied is in the build context',
  effort: 10,
  references: [
    'https://docs.docker.com/build/concepts/context/',
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
  ],
  peers: ['buildkit:CopyIgnoredFile'],
  check(stage): readonly Judgement[] {
    // Where nobody says how it is built, the context is a guess, and a wrong guess misses every file.
    const assumed = stage.build.usedBy.every(({ kind }) => kind === 'assumed')
    return stage.copies.flatMap((copy) => copy.sources.flatMap((source) => judgeSource(copy, source, assumed)))
  },
  fix: ({ origin }, stage) => letSourceIn(stage, origin),
})

function judgeSource(copy: Copy, source: CopySource, assumed: boolean): readonly Judgement[] {
  const { context } = copy.stage.build
  if (source.kind !== 'context' || source.wholeContext || !context || !source.path.known) return []
  if (!source.exists.known || source.exists.value) return [pass(source.word.origin)]
  const where = context.path === '' ? 'the build context' : `the build context ${context.path}`
  if (source.excludedByIgnore) {
    const ignore = context.ignoreFile
    return [
      fail(source.word.origin, {
        message: `${source.path.value} is kept out of ${where} by ${ignore?.file ?? '.dockerignore'}`,
        related: ignore
          ? [{ origin: context.deciding(source.path.value) ?? context.origin, message: 'this pattern leaves it out' }]
          : [],
      }),
    ]
  }
  if (assumed || produced.test(source.path.value) || mayMatchNothing(source.path.value, context)) return []
  return [fail(source.word.origin, { message: `${source.path.value} is not in ${where}` })]
}

/** BuildKit copies nothing where a pattern matches nothing; only the directory that it looks into must be there. */
function mayMatchNothing(path: string, context: BuildContext): boolean {
  const at = path.search(/[*?[]/)
  if (at === -1) return false
  const directory = path.slice(0, path.lastIndexOf('/', at) + 1).replace(/^(?:\.?\/)+|\/$/g, '')
  return directory === '' || context.holds(directory) === 'directory'
}
