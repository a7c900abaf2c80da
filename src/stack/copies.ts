/** What a stage's COPY and ADD take from where, resolved against the build context. */

import { type Known, known, mapKnown } from '../core/known.ts'
import { lazy } from '../core/lazy.ts'
import type { Instruction, Word } from '../formats/dockerfile/document.ts'
import { copyOf } from '../formats/dockerfile/readers.ts'
import type { Build, BuildContext, Copy, CopySource, Stage } from './build-model.ts'
import { cleanSource, sourceTakes } from './context.ts'
import { imageUse } from './image-use.ts'
import { expandWord, type Scope } from './scope.ts'

export function copiesOf(
  stage: Stage,
  body: readonly Instruction[],
  scopeAt: (instruction: Instruction) => Scope,
  earlier: readonly Stage[],
): readonly Copy[] {
  return body.flatMap((instruction) =>
    instruction.keyword === 'copy' || instruction.keyword === 'add'
      ? [copyIn(stage, instruction, instruction.keyword, scopeAt(instruction), earlier)]
      : [],
  )
}

function copyIn(
  stage: Stage,
  instruction: Instruction,
  keyword: Copy['keyword'],
  scope: Scope,
  earlier: readonly Stage[],
): Copy {
  const reading = copyOf(instruction)
  const expanded = (word: Word): Known<string> => expandWord(word, scope, stage.dockerfile.document.escape)
  const from = fromOf(stage, reading.from, scope, earlier)
  const sources = lazy(() =>
    reading.sources.map((word) => sourceOf(word, expanded(word), from, stage.build.context, reading.parents)),
  )
  const destination = reading.destination
  return {
    instruction,
    keyword,
    stage,
    get sources() {
      return sources()
    },
    destination: destination ? expanded(destination) : known('', instruction.origin),
    from,
    chown: reading.chown && expanded(reading.chown),
    chmod: reading.chmod && expanded(reading.chmod),
  }
}

function fromOf(stage: Stage, word: Word | undefined, scope: Scope, earlier: readonly Stage[]): Copy['from'] {
  if (!word) return { kind: 'context' }
  const name = expandWord(word, scope, stage.dockerfile.document.escape)
  if (!name.known) return { kind: 'unknown', because: name.because }
  const wanted = name.value.toLowerCase()
  // The list grows while the file is read, and copies are read last: only what stands above this stage is there yet.
  const above = ({ index }: Stage): boolean => index < stage.index
  const found =
    earlier.findLast((other) => above(other) && other.alias?.toLowerCase() === wanted) ??
    (/^\d+$/.test(wanted) ? earlier.slice(Number(wanted), Number(wanted) + 1).find(above) : undefined)
  if (found) return { kind: 'stage', stage: found }
  if (isNamedContext(stage.build, wanted))
    return { kind: 'unknown', because: `${name.value} is a further build context` }
  const image = imageUse(name, word.text, word.origin, {
    kind: 'copy-from',
    inVariants: stage.inVariants,
    stage: () => stage,
  })
  return { kind: 'image', image }
}

/** Whether whoever starts the build gives a context of this name; names of contexts know no case. */
export const isNamedContext = (build: Build, name: string): boolean =>
  build.namedContexts.some((context) => context.toLowerCase() === name)

function sourceOf(
  word: Word,
  path: Known<string>,
  from: Copy['from'],
  context: BuildContext | undefined,
  parents: boolean,
): CopySource {
  const kind = kindOf(path, from)
  const clean = path.known ? cleanSource(path.value) : undefined
  const wholeContext = kind === 'context' && (clean === '' || clean === '*' || clean === '**')
  const match =
    kind === 'context' && clean !== undefined && context && !wholeContext && !parents
      ? lookUp(clean, context)
      : undefined
  return {
    word,
    path,
    kind,
    wholeContext,
    exists: match === undefined ? mapKnown(path, () => true) : known(match.exists, word.origin),
    excludedByIgnore: match?.excluded ?? false,
  }
}

function kindOf(path: Known<string>, from: Copy['from']): CopySource['kind'] {
  if (from.kind !== 'context') return 'stage'
  if (!path.known) return 'context'
  if (/^(?:git@|git:\/\/|ssh:\/\/)|^https?:\/\/.*\.git(?:#|$)/.test(path.value)) return 'git'
  return /^https?:\/\//.test(path.value) ? 'url' : 'context'
}

/** Whether the context holds the source, and whether only its ignore file keeps it away. */
function lookUp(source: string, context: BuildContext): { readonly exists: boolean; readonly excluded: boolean } {
  if (/[*?[\\]/.test(source))
    return { exists: context.files().some((file) => sourceTakes(source, file)), excluded: false }
  const there = context.holds(source)
  if (there === 'nothing') return { exists: false, excluded: false }
  const reached =
    there === 'file'
      ? context.reaches(source)
      : context.files().some((file) => sourceTakes(source, file)) || context.isEmptyDirectory(source)
  return { exists: reached, excluded: !reached }
}
