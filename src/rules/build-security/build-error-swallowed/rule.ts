/** A build, install or test step in a RUN whose failure does not stop the build. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { isBuildCommand } from '../../../knowledge/toolchains.ts'
import type { Command } from '../../../stack/build-model.ts'
import { packageStep } from '../../../stack/installs.ts'
import { failureHeard } from '../../../stack/shell-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Steps that check or prepare the result rather than make it. */
const checks =
  /^(?:(?:npm|yarn|pnpm|bun) (?:run )?(?:test|lint|check|audit)\b|npx (?:tsc|jest|vitest|eslint|prisma|ng)\b|pytest\b|tox\b|phpunit\b|jest\b|vitest\b|eslint\b|(?:python3? )?(?:\.\/)?manage\.py (?:collectstatic|compilemessages|migrate|check|test)\b|python3? -m (?:pytest|unittest|build|compileall)\b|python3? setup\.py\b|bundle exec rake\b|trivy\b|grype\b|npx snyk\b|snyk\b|sha(?:1|256|512)sum (?:.* )?-?-c|gpg .*--verify|cosign verify)/

export default defineRule({
  id: 'build-error-swallowed',
  scope: 'command',
  kind: 'exposure',
  category: 'build-security',
  title: 'A build step may fail without anybody noticing',
  threat: { from: 'supply', gains: 'control' },
  since: '0.1.0',
  why: 'The image is made and shipped all the same: with a package missing, an old bundle, tests that failed, a checksum that did not match.',
  remedy:
    'Let the step fail the build: take `|| true` away, join steps with `&&` (or begin with `set -e`), and handle the one error that is expected by name.',
  strength: 'A build step that fails stops the build',
  effort: 10,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/dockerfile/#run'],
  peers: [],
  check(command): readonly Judgement[] {
    const step = stepOf(command)
    if (step === undefined) return []
    const { origin, swallowedBy, swallowedHow } = command.command
    if (swallowedHow === undefined) return [pass(origin)]
    return [
      fail(origin, {
        severity: swallowedHow === 'fallback' ? 'medium' : 'low',
        message: `if ${step} fails, the build goes on: ${how[swallowedHow]}`,
        related:
          swallowedBy === undefined || swallowedBy === origin
            ? []
            : [{ origin: swallowedBy, message: 'this hides the failure' }],
      }),
    ]
  },
  fix: (_, command) => failureHeard(command),
})

const how = {
  fallback: 'what follows || always succeeds',
  sequence: 'the shell goes on to the next command, and only the last one counts',
  background: 'it runs in the background, where nobody asks how it ended',
} as const

/** What to call the command where it is a step that a build stands on: at most three words, none of them a value. */
function stepOf({ command }: Command): string | undefined {
  const words = command.words.map(({ text }) => text)
  const installs = packageStep(command)?.does === 'install'
  if (!installs && !isBuildCommand(words) && !checks.test(words.join(' ').slice(0, 300))) return undefined
  return words
    .filter((word) => /^[\w./-]+$/.test(word))
    .slice(0, 3)
    .join(' ')
}
