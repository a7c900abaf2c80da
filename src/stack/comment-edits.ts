/** Repairs of comments in Dockerfiles: where one is taken for something else. */
import type { Repair } from '../core/fix.ts'
import { firstSpanOf } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Fail } from '../core/verdict.ts'
import type { Dockerfile, Stage } from './build-model.ts'
import { isWrittenAs } from './dockerfile-edits.ts'
import { isSamePlace } from './run-edits.ts'

/** Sets a comment apart from what follows, so that it is not taken for its description. */
export function commentSetApart({ origin }: Fail, { file }: Dockerfile): Repair | undefined {
  const place = firstSpanOf(origin)
  if (!place) return undefined
  const { start, end } = place
  const spans = [{ do: 'insert', where: 'after', start, end, lines: [''] }] as const
  return { title: 'Set the comment apart from what follows it', safety: 'safe', edits: [{ file, spans }] }
}

/** Puts a comment behind an argument on a line of its own, and joins an account and its group. */
export function argumentAlone({ origin }: Fail, { dockerfile }: Stage): Repair | undefined {
  const { document, file } = dockerfile
  const found = document.instructions.find(({ args: [word] }) => word && isSamePlace(word.origin, origin))
  const [word] = found?.args ?? []
  if (!found || !word || !isWrittenAs(dockerfile, word)) return undefined
  const [, kept, comment] = /^([^\s#]+)\s+(#.*)$/.exec(word.text) ?? []
  if (kept !== undefined && comment !== undefined) {
    const { start } = found.origin
    return {
      title: 'Put the comment on a line of its own',
      safety: 'guarded',
      effect: `${found.keyword.toUpperCase()} means ${kept}, where it meant all of the line`,
      edits: [
        {
          file,
          spans: [
            { do: 'replace', start, end: start, text: comment + newlineOf(document.source.text) },
            { do: 'replace', start: word.origin.start + kept.length, end: word.origin.end, text: '' },
          ],
        },
      ],
    }
  }
  const [, account, group] = /^(\w[\w.-]*)\s+(\w[\w.-]*)$/.exec(word.text) ?? []
  // A number needs no entry anywhere, and most accounts have a group of their own name.
  if (found.keyword === 'user' && account !== undefined && (account === group || /^\d+$/.test(group ?? '')))
    return {
      title: `Join the account ${account} and its group`,
      safety: 'guarded',
      effect: `what runs is ${account}, where no account was called ${word.text}`,
      edits: [
        {
          file,
          spans: [{ do: 'replace', start: word.origin.start, end: word.origin.end, text: `${account}:${group}` }],
        },
      ],
    }
  return { refused: `which word of ${word.text} is meant is not in the file`, supply: 'the one word' }
}
