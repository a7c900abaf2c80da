/** A container that is put below a control group of somebody's choice. */
import { holds } from '../../../core/known.ts'
import { nodeAt } from '../../../core/node.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { textValue } from '../../../stack/fields.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'cgroup-parent-set',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Container is moved to another control group',
  threat: { from: 'nobody', gains: 'outage', needs: ['a group with other limits than the engine sets'] },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Limits for memory, CPU and processes are those of the control group: below a group of your own a container shares what that group has, or has no limit at all.',
  remedy: 'Remove `cgroup_parent` and set the limits of the service itself.',
  strength: 'Containers are in the control groups that the engine makes for them',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.25',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/services/#cgroup_parent',
  ],
  peers: ['kics:4d9f44c6-2f4a-4317-9bb5-267adbea0232', 'cis:5.25'],
  check({ name, node }): readonly Judgement[] {
    const written = nodeAt(node, 'cgroup_parent')
    if (written === undefined) return []
    const parent = textValue(written, written.origin)
    return [
      judge(
        holds(parent, (value) => value === undefined || value === ''),
        parent,
        {
          message: `${name} runs in the control group ${parent.known ? parent.value : ''}, whose limits count instead of its own`,
        },
      ),
    ]
  },
  fix: (_, { name }) => ({
    refused: `which limits ${name} is meant to have is not in the files`,
    supply: 'limits of its own, in place of the group’s',
  }),
})
