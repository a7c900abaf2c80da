/** A comment that tells a linter to look away. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

/** How each tool is told, and what reports that it was. */
const pragmas: readonly (readonly [written: RegExp, tool: string, ...peers: string[]])[] = [
  [/^hadolint\s+(?:global\s+)?ignore\s*=/i, 'hadolint', 'hadolint:DL1001'],
  [/^checkov:skip\s*=/i, 'Checkov'],
  [/^trivy:ignore:/i, 'Trivy'],
  [/^kics-scan\s+(?:ignore|disable)/i, 'KICS'],
  [/^nosemgrep\b/i, 'semgrep'],
  [/^(?:shellcheck\s+disable\s*=)/i, 'ShellCheck'],
]

export default defineRule({
  id: 'inline-ignore-used',
  scope: 'dockerfile',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A comment tells a linter to look away',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Whoever adds the line accepts the risk for everybody, without an owner and without an end; most stay long after their reason has gone.',
  remedy: 'Repair what is reported, or accept it in `drydock.yaml` with a reason, an owner and a date.',
  strength: 'No comment tells a linter to look away',
  effort: 10,
  references: ['https://github.com/hadolint/hadolint#inline-ignores'],
  peers: ['hadolint:DL1001'],
  check: ({ document, origin }): readonly Judgement[] => {
    const found = [
      ...document.comments.flatMap((comment): readonly Judgement[] => {
        const [, tool, ...peers] = pragmas.find(([written]) => written.test(comment.text)) ?? []
        return tool === undefined
          ? []
          : [fail(comment.origin, { message: `${tool} is told to ignore what follows`, peers })]
      }),
      ...document.directives
        .filter(({ name, value }) => name === 'check' && /\bskip=/.test(value))
        .map((directive) => fail(directive.origin, { message: 'BuildKit’s own checks are switched off', peers: [] })),
    ]
    return found.length > 0 ? found : [pass(origin)]
  },
  fix: () => ({
    refused: 'somebody has looked at it and decided',
    supply: 'the repair that it hides, or a risk accepted in drydock.yaml with an owner and an end',
  }),
})
