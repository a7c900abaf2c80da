/** An ADD of a URL or a git repository that takes whatever is served on the day. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Copy, CopySource } from '../../../stack/build-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'remote-add-without-checksum',
  scope: 'stage',
  kind: 'exposure',
  category: 'build-security',
  title: 'A download goes into the image unchecked',
  threat: { from: 'supply', gains: 'code', needs: ['control over the server, or over the way to it'] },
  since: '0.1.0',
  why: 'Whoever controls the server, its name or the way to it decides what ships: the next build takes a changed file as readily as the one that was reviewed.',
  remedy:
    'Give `ADD --checksum=sha256:…` for a file, and a full commit (`#<sha>` or `?checksum=`) for a git repository.',
  strength: 'What is downloaded into images is checked',
  effort: 15,
  references: [
    'CIS Docker Benchmark 4.9',
    'CIS Docker Benchmark 4.11',
    'NIST SP 800-190 4.1.5',
    'https://docs.docker.com/reference/dockerfile/#add---checksum',
    'https://slsa.dev/spec/v1.0/verifying-artifacts',
  ],
  peers: ['cis:4.9', 'kics:4b410d24-1cbe-4430-a632-62c9a931cf1c', 'checkov:CKV_DOCKER_4'],
  check: (stage): readonly Judgement[] =>
    stage.copies
      .filter(({ keyword }) => keyword === 'add')
      .flatMap((copy) => copy.sources.flatMap((s) => judge(copy, s))),
  fix: () => ({ refused: 'no checksum of the download is known', supply: 'the checksum, from who publishes the file' }),
})

const commit = /(?:#|[?&](?:ref|checksum|commit)=)[0-9a-f]{40}(?:[0-9a-f]{24})?(?:$|[:&#])/i

function judge(copy: Copy, { kind, path, word }: CopySource): readonly Judgement[] {
  if (kind !== 'url' && kind !== 'git') return []
  const checked = copy.instruction.flags.some(({ name }) => name === 'checksum')
  const text = path.known ? path.value : word.text
  if (checked || (kind === 'git' && commit.test(text))) return [pass(word.origin)]
  const what = kind === 'git' ? 'takes whatever the branch or tag points to' : 'has no --checksum'
  const plain = text.startsWith('http://') || text.startsWith('git://')
  return [
    fail(word.origin, {
      severity: plain ? 'high' : 'medium',
      message: `ADD from ${hostOf(text)} ${what}${plain ? ', and the way to it is not encrypted' : ''}`,
    }),
  ]
}

/** The host alone: the rest of a URL may hold a credential. */
const hostOf = (url: string): string => /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?([\w.-]+)/i.exec(url)?.[1] ?? 'a URL'
