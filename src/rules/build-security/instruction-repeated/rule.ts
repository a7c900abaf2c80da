/** CMD, ENTRYPOINT or HEALTHCHECK twice in one stage: only the last one counts. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { needlessTakenOut } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Who reports a second one, by keyword; some look at the final stage alone. */
const once: Readonly<Record<string, { readonly anywhere: readonly string[]; readonly inFinal: readonly string[] }>> = {
  cmd: {
    anywhere: ['hadolint:DL4003', 'trivy:DS-0016', 'semgrep:multiple-cmd-instructions', 'nord:dfs004'],
    inFinal: ['kics:41c195f4-fc31-4a5c-8a1b-90605538d49f'],
  },
  entrypoint: {
    anywhere: ['hadolint:DL4004', 'trivy:DS-0007', 'semgrep:multiple-entrypoint-instructions', 'nord:dfs004'],
    inFinal: ['kics:6938958b-3f1a-451c-909b-baeee14bdc97'],
  },
  healthcheck: { anywhere: ['hadolint:DL3012', 'trivy:DS-0023', 'nord:dfs012'], inFinal: [] },
}
const always = ['buildkit:MultipleInstructionsDisallowed']

export default defineRule({
  id: 'instruction-repeated',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'An instruction is overwritten by a later one of its stage',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Docker keeps the last CMD, ENTRYPOINT and HEALTHCHECK of a stage: the earlier one never runs, although it reads as if it did.',
  remedy: 'Delete the one that is not meant. To run two programs, make two services, or start both from one script.',
  strength: 'Every stage says once what it runs and how it is checked',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/',
    'https://docs.docker.com/reference/dockerfile/#cmd',
  ],
  peers: [...always, ...new Set(Object.values(once).flatMap(({ anywhere, inFinal }) => [...anywhere, ...inFinal]))],
  check: (stage): readonly Judgement[] => Object.keys(once).flatMap((keyword) => judgeKeyword(stage, keyword)),
  fix: (judgement, stage) => needlessTakenOut(judgement, stage, 'Take out what a later instruction replaces'),
})

function judgeKeyword(stage: Stage, keyword: string): readonly Judgement[] {
  const all = stage.instructions.filter((instruction) => instruction.keyword === keyword)
  const last = all.at(-1)
  if (!last) return []
  const name = keyword.toUpperCase()
  const { anywhere = [], inFinal = [] } = once[keyword] ?? {}
  const peers = [...always, ...anywhere, ...(stage.isFinal ? inFinal : [])]
  if (all.length === 1) return [pass(last.origin)]
  return all.slice(0, -1).map((instruction) =>
    fail(instruction.origin, {
      message: `this ${name} has no effect: the ${name} in line ${last.startLine} takes its place`,
      related: [{ origin: last.origin, message: `only this ${name} counts` }],
      peers,
    }),
  )
}
