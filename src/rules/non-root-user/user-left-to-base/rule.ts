/** A result without USER on a base image of which nothing is known. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { rootUser } from '../../../knowledge/peers.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'user-left-to-base',
  scope: 'stage',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'Who the container runs as is left to an unknown base image',
  threat: {
    from: 'container',
    gains: 'host',
    needs: ['a base image that is root', 'a fault in the kernel or the runtime'],
  },
  confidence: 'low',
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Without USER the base image decides, today as tomorrow: most images are root.',
  remedy: 'Name the account with `USER`, even where the base image has set the same one.',
  strength: 'Every result says who it runs as',
  effort: 10,
  references: [
    'CIS Docker Benchmark 4.1',
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/build/building/best-practices/#user',
  ],
  peers: [...rootUser.missing, 'trivy:DS-0002', 'nord:dfs002'],
  check: (stage): readonly Judgement[] => {
    if (!stage.isFinal) return []
    if (namesUser(stage)) return [pass(stage.fromWord)]
    // What a known image runs as is judged as what it is.
    if (stage.user.known || !stage.rootImage) return []
    const base = stage.rootImage.subject.name
    return [
      fail(absent('USER', stage.fromWord), {
        message: `${stage.dockerfile.file} sets no USER, and who ${base} runs as is not known`,
      }),
    ]
  },
  fix: () => ({ refused: 'nothing here says which accounts the base image has', supply: 'the account' }),
})

const namesUser = (stage: Stage | undefined): boolean =>
  stage !== undefined && (stage.instructions.some(({ keyword }) => keyword === 'user') || namesUser(stage.parent))
