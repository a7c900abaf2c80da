/** ADD where COPY does the same without surprises. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { isHistoryOf, withoutQuotes } from '../../../stack/instructions.ts'
import { copiedPlainly } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** What ADD unpacks, by the usual endings. */
const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|taz|tlz|tar\.(?:gz|bz2|xz|zst|lz|lzma|z)|gz|bz2|xz|zst|lzma|z)$/i

export default defineRule({
  id: 'add-instead-of-copy',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'ADD where COPY would do',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'ADD unpacks what it takes for an archive and fetches what it takes for an address: what ends up in the image depends on what the file is that day.',
  remedy: 'Write COPY. Keep ADD for archives that are to be unpacked and for downloads with `--checksum`.',
  strength: 'Files are copied with COPY',
  effort: 2,
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy', 'CIS Docker Benchmark 4.9'],
  peers: [
    ...['hadolint:DL3020', 'trivy:DS-0005', 'checkov:CKV_DOCKER_4', 'kics:9513a694-aa0d-41d8-be61-3271e056f36b'],
    ...['semgrep:prefer-copy-over-add', 'dockle:CIS-DI-0009', 'cis:4.9', 'nord:dfs007'],
  ],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap((copy): readonly Judgement[] => {
      const { instruction, keyword, sources } = copy
      if (keyword === 'copy') return [pass(instruction.keywordOrigin)]
      if (isHistoryOf(copy)) return []
      // A variable may hold an address or an archive; nobody unpacks one to `app.jar`.
      const toFile =
        /\.\w{1,5}$/.test(instruction.args.at(-1)?.text ?? '') && !archive.test(instruction.args.at(-1)?.text ?? '')
      const plain = sources.filter(
        ({ kind, path, word }) =>
          kind === 'context' &&
          (path.known ? !archive.test(withoutQuotes(word.text)) : toFile && !word.text.includes('://')),
      )
      const [first] = plain
      if (!first || plain.length < sources.length) return [pass(instruction.keywordOrigin)]
      return [
        fail(instruction.keywordOrigin, { message: `${withoutQuotes(first.word.text)} is only copied: COPY says so` }),
      ]
    }),
  fix: copiedPlainly,
})
