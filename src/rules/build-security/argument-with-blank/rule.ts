/** An instruction that takes one word and is given several. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { argumentAlone } from '../../../stack/comment-edits.ts'
import { instructionsOf } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

/** What the words are one name of, and who reports them. */
const oneWord: Readonly<Record<string, { readonly what: string; readonly peers: readonly string[] }>> = {
  user: { what: 'one account', peers: ['dockerfilelint:extra_args'] },
  workdir: { what: 'one directory', peers: ['dockerfilelint:invalid_workdir'] },
  stopsignal: { what: 'one signal', peers: [] },
}

export default defineRule({
  id: 'argument-with-blank',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'An instruction that takes one word has several',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'The words are taken for one name with blanks in it: an account that does not exist, a directory that nobody meant.',
  remedy: 'Leave one word; a user and its group are joined by a colon, a path with blanks goes in quotes.',
  strength: 'Instructions that take one word have one',
  effort: 1,
  references: [
    'https://docs.docker.com/reference/dockerfile/#user',
    'https://docs.docker.com/reference/dockerfile/#workdir',
  ],
  peers: Object.values(oneWord).flatMap(({ peers }) => peers),
  check: (stage): readonly Judgement[] =>
    instructionsOf(stage, ...Object.keys(oneWord)).flatMap((instruction): readonly Judgement[] => {
      const [word] = instruction.args
      const { what, peers } = oneWord[instruction.keyword] ?? {}
      if (!word || !peers) return []
      // Quotes, escapes and `${NAME:-a b}` keep words together on purpose.
      if (!/\s/.test(word.text) || /["'\\`$]/.test(word.text)) return [pass(word.origin)]
      return [fail(word.origin, { message: `${word.text} is taken for ${what} with a blank in its name`, peers })]
    }),
  fix: argumentAlone,
})
