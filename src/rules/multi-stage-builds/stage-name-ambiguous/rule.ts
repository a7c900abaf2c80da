/** A stage whose name another stage has, or that Docker means something else by. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { fromOf } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const reserved = new Set(['scratch', 'context'])
const reservedPeers = ['hadolint:DL3063', 'buildkit:ReservedStageName']
const repeatedPeers = [
  ...['hadolint:DL3024', 'trivy:DS-0012', 'checkov:CKV_DOCKER_11', 'kics:f2daed12-c802-49cd-afed-fe41d0b82fed'],
  ...['semgrep:alias-must-be-unique', 'buildkit:DuplicateStageName', 'nord:dfs003'],
]

export default defineRule({
  id: 'stage-name-ambiguous',
  scope: 'build',
  kind: 'breakage',
  category: 'multi-stage-builds',
  title: 'The name of a stage means two things',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'FROM, `--from` and `--target` take whichever stage of the name comes last, and `scratch` or `context` mean Docker’s own: a file or a whole image comes from somewhere else than it reads.',
  remedy: 'Give every stage a name of its own.',
  strength: 'Every stage has a name of its own',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/build-checks/duplicate-stage-name/',
    'https://docs.docker.com/reference/build-checks/reserved-stage-name/',
  ],
  peers: [...repeatedPeers, ...reservedPeers],
  check: ({ stages }): readonly Judgement[] =>
    stages.flatMap((stage, index): readonly Judgement[] => {
      const { alias } = fromOf(stage.from)
      if (!alias) return []
      const name = alias.text.toLowerCase()
      const first = stages.slice(0, index).find((earlier) => earlier.alias?.toLowerCase() === name)
      if (first) {
        return [
          fail(alias.origin, {
            message: `the stage in line ${first.from.startLine} is called ${alias.text} too`,
            related: [{ origin: first.origin, message: 'the first stage of this name' }],
            peers: repeatedPeers,
          }),
        ]
      }
      if (!reserved.has(name)) return [pass(alias.origin)]
      return [
        fail(alias.origin, { message: `${alias.text} is a name that Docker keeps for itself`, peers: reservedPeers }),
      ]
    }),
  fix: () => ({
    refused: 'nothing here says which of the stages each use means',
    supply: 'a name of its own for each stage',
  }),
})
