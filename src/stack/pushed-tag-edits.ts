/** Repairs of pipelines that push a moving tag only: a tag with the commit in it is pushed beside it. */
import type { SpanEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { lineEnd, lineStart } from '../core/lines.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import type { Project } from './model.ts'

/** The commit in the words of the pipeline that a file is. */
const commitIn = (file: string): string | undefined =>
  /(?:^|\/)\.github\/workflows\//.test(file)
    ? '${{ github.sha }}'
    : /gitlab-ci[^/]*\.ya?ml$/.test(file)
      ? '$CI_COMMIT_SHA'
      : undefined

/** The name of an image without its tag; the colons of expressions are none. */
const nameOf = (image: string): string => image.replace(/:(?:[\w.-]|\$\{\{[^}]*\}\}|\$\{?\w+\}?)*$/, '')

/** Pushes the image under the commit's hash as well, in the way in which the moving tag at `origin` is written. */
export function pushedWithCommit(project: Project, origin: Origin): Repair {
  const place = firstSpanOf(origin)
  const text = place && project.file(place.file)?.source.text
  const commit = place && commitIn(place.file)
  if (place === undefined || text === undefined || commit === undefined) return unusual
  const { file } = place
  // The place of one of several tags lies inside the quotes of the only one, too.
  const quoted = /^(["'])[^\n]*\1$/.test(text.slice(place.start - 1, place.end + 1))
  const [start, end] = quoted ? [place.start - 1, place.end + 1] : [place.start, place.end]
  const tag = text.slice(start, end)
  const before = text.slice(lineStart(text, start), start)
  const after = text.slice(end, lineEnd(text, end))
  const words = tag.replace(/^(["'])(.*)\1$/, '$2')
  const added = /^type=/.test(words) ? 'type=sha' : `${nameOf(words)}:${commit}`
  const line = { before, after, tag, words, added }
  const spans = withBuild(text.slice(0, lineStart(text, start)), line, start, end) ?? editsFor(line, start, end)
  if (spans === undefined || /\s/.test(words.replace(/\$\{\{[^}]*\}\}/g, ''))) return unusual
  return {
    title: `Push ${words.startsWith('type=') ? 'the image' : nameOf(words)} under the hash of its commit as well`,
    safety: 'safe',
    edits: [{ file, spans }],
  }
}

interface Line {
  readonly before: string
  readonly after: string
  readonly tag: string
  readonly words: string
  readonly added: string
}

function editsFor(
  { before, after, tag, words, added }: Line,
  start: number,
  end: number,
): readonly SpanEdit[] | undefined {
  const below = (...lines: readonly string[]): readonly SpanEdit[] => [
    { do: 'insert', where: 'after', start, end, lines },
  ]
  const put = (text: string): readonly SpanEdit[] => [{ do: 'replace', start, end, text }]
  const alone = after.trim() === ''
  // A line of its own in a block of text, or an entry of a list.
  const item = /^\s*(- )?$/.exec(before)
  if (item && alone) return below(`${item[1] ?? ''}${tag.replace(words, added)}`)
  if (/^\s*tags:\s*$/.test(before) && alone) return put(tag.replace(words, `${words},${added}`))
  const push = /^\s*(- )?docker push $/.exec(before)
  if (push && alone) return below(`${push[1] ?? ''}docker tag ${tag} ${added}`, `${push[1] ?? ''}docker push ${added}`)
  const option = /(?:\s(-t|--tag)[ =])$/.exec(before)?.[1]
  return option ? put(`${tag} ${option} ${tag.replace(words, added)}`) : undefined
}

/** A push of what a line shortly above builds: the build gives it both names. */
function withBuild(above: string, line: Line, start: number, end: number): readonly SpanEdit[] | undefined {
  const { before, after, tag, words, added } = line
  const [, dash] = /^\s*(- )?docker push $/.exec(before) ?? []
  const from = above.split('\n').slice(0, -5).join('\n').length
  const build = [...above.slice(from).matchAll(/\bdocker (?:buildx )?build\b.*?\s(-t|--tag)[ =](\S+)/g)].find(
    (match) => match[2] === tag,
  )
  if (!/docker push $/.test(before) || after.trim() !== '' || build === undefined) return undefined
  const built = from + build.index + build[0].length
  const name = tag.replace(words, added)
  return [
    { do: 'replace', start: built, end: built, text: ` ${build[1] ?? '-t'} ${name}` },
    { do: 'insert', where: 'after', start, end, lines: [`${dash ?? ''}docker push ${name}`] },
  ]
}

const unusual: Refusal = {
  refused: 'the tags are put together in a way of their own',
  supply: 'a tag with the commit or the release in it',
}
