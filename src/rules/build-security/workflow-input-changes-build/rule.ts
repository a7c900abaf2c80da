/** Finds workflows that build from what somebody types in when starting them. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { handlesContainers } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-input-changes-build',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  persona: 'pedantic',
  title: 'Whoever starts the workflow decides what it builds',
  threat: { from: 'supply', gains: 'trace' },
  since: '0.1.0',
  why: 'The image depends on a text that is in no commit: building the same commit again gives another one, and provenance cannot say why.',
  remedy: 'Take what the build needs from files of the commit, and keep inputs for what is done with the result.',
  strength: 'Images depend on their commit alone',
  effort: 20,
  references: ['NIST SP 800-190 4.2.3', 'https://slsa.dev/spec/v1.0/requirements'],
  peers: ['checkov:CKV_GHA_7'],
  check(workflow): readonly Judgement[] {
    const asked = workflow.workflow.triggers.find(({ value }) => value === 'workflow_dispatch')
    const inputs = nodeAt(asked?.options, 'inputs')
    if (asked === undefined || !handlesContainers(workflow)) return []
    if (inputs?.kind !== 'map' || inputs.entries.length === 0) return [pass(asked)]
    return [
      fail(asked, {
        message: `${workflow.file} builds with ${inputs.entries.map(({ key }) => key).join(', ')}, which whoever starts it chooses`,
      }),
    ]
  },
  fix: () => ({ refused: 'somebody builds with these inputs', supply: 'the values, in a file of the commit' }),
})
