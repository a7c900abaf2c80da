/** Packages that a RUN adds and removes again by listing them twice. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Run } from '../../../stack/build-model.ts'
import { callsOf } from '../../../stack/package-calls.ts'
import { packagesGrouped } from '../../../stack/package-group-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'apk-build-packages-removed-by-name',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Build packages are removed by a second list',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The two lists drift apart: what is added to one and forgotten in the other stays in the image, or is taken from a package that needs it.',
  remedy: 'Give the group a name, `apk add --virtual .build-deps …`, and remove it by that: `apk del .build-deps`.',
  strength: 'Build packages are added and removed as one named group',
  effort: 3,
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Add_a_Package'],
  peers: ['dockerfilelint:apkadd-missing-virtual'],
  check: (stage): readonly Judgement[] => stage.runs.flatMap(judgeRun),
  fix: packagesGrouped,
})

function judgeRun(run: Run): readonly Judgement[] {
  const calls = callsOf(run).filter(({ call }) => call.manager === 'apk')
  const removed = new Set(
    calls.flatMap(({ call }) => (call.does === 'remove' ? call.packages.map(({ text }) => nameOf(text)) : [])),
  )
  if (removed.size === 0) return []
  return calls.flatMap(({ command, call }): readonly Judgement[] => {
    if (call.does !== 'install') return []
    const { subject } = command
    if (call.option('-t', '--virtual') !== undefined) return [pass(command, { subject })]
    const again = call.packages.map(({ text }) => nameOf(text)).filter((name) => removed.has(name))
    if (again.length === 0) return []
    const message = `${again.length === 1 ? again[0] : `${again.length} packages`} added here and removed by name: --virtual would keep that one list`
    return [fail(command, { subject, message })]
  })
}

const nameOf = (written: string): string => written.replace(/(?<=.)[=<>~@].*$/, '')
