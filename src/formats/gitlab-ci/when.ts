/** When a job of GitLab CI runs, as far as it says so: by hand, for git tags only, before which others. */
import { entryOf, type Node, nodeAt, textOf } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'

export interface When {
  /** Where it says that somebody has to start it. */
  readonly manual: Origin | undefined
  /** Whether later stages wait until somebody has. */
  readonly blocks: boolean
  readonly onlyTags: boolean
}

const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.kind === 'list' ? node.items : node === undefined ? [] : [node]

/** Reads `when`, `rules`, `only` and `allow_failure`. */
export function whenOf(job: Node): When {
  const own = entryOf(job, 'when')?.value
  const may = textOf(nodeAt(job, 'allow_failure'))
  const rules = entryOf(job, 'rules')?.value
  if (rules === undefined) {
    const manual = textOf(own) === 'manual' ? own?.origin : undefined
    return {
      manual,
      blocks: manual !== undefined && may === 'false',
      onlyTags: onlyForTags(entryOf(job, 'only')?.value),
    }
  }
  const running = itemsOf(rules).filter((rule) => textOf(nodeAt(rule, 'when')) !== 'never')
  const whens = running.map((rule) => entryOf(rule, 'when')?.value ?? own)
  const byHand = whens.length > 0 && whens.every((when) => textOf(when) === 'manual')
  return {
    manual: byHand ? whens[0]?.origin : undefined,
    blocks: byHand && may !== 'true' && running.every((rule) => textOf(nodeAt(rule, 'allow_failure')) !== 'true'),
    onlyTags: running.length > 0 && running.every((rule) => asksForTag(textOf(nodeAt(rule, 'if')) ?? '')),
  }
}

function onlyForTags(only: Node | undefined): boolean {
  const refs = itemsOf(only?.kind === 'map' ? nodeAt(only, 'refs') : only)
  return refs.length > 0 && refs.every((ref) => textOf(ref) === 'tags')
}

/** `$CI_COMMIT_TAG` by itself, or compared with a pattern. */
const asksForTag = (condition: string): boolean =>
  /\$\{?CI_COMMIT_TAG\b/.test(condition) && !/\$\{?CI_COMMIT_TAG\}?\s*==\s*null|\|\|/.test(condition)
