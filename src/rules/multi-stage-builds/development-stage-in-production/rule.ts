/** A service of production that is built from a stage for a developer's desk. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { targetOrigin } from '../../../stack/build-targets.ts'
import { isDeskName, runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'development-stage-in-production',
  scope: 'service',
  kind: 'exposure',
  category: 'multi-stage-builds',
  title: 'Production runs the stage that is for development',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'The stage for a desk brings debuggers, test tools and a server that reloads and prints its errors to whoever asks, and it lacks what the later stages do: another user, a health check, the optimised build.',
  remedy:
    'Name the stage that is for production in `build.target`, or leave the target out where that stage is the last one.',
  strength: 'Production is built from the stages that are for it',
  effort: 5,
  references: [
    'https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage',
    'https://docs.docker.com/compose/how-tos/production/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const { build, finalStage, name } = service
    const alias = finalStage?.alias
    if (!build || !finalStage || alias === undefined || !runsInProduction(service)) return []
    const others = build.stages.filter(
      (stage) => stage.alias !== undefined && !isDeskName(stage.alias) && !isPart(stage.alias),
    )
    const place = targetOrigin(service) ?? finalStage.fromWord
    if (!isDeskName(alias)) return build.target === undefined ? [] : [pass(place)]
    const [meant] = others.reverse()
    if (meant === undefined || !isMeantToLast(service)) return []
    return [
      fail(place, {
        message: `${name} runs the stage ${alias} of ${build.dockerfile.file}, although ${meant.alias} is there for production`,
        related: [
          { origin: finalStage.fromWord, message: `the stage ${alias}` },
          { origin: meant.fromWord, message: `the stage ${meant.alias}` },
        ],
      }),
    ]
  },
})

/** Stages that others are made of, and that nobody runs. */
const isPart = (alias: string): boolean =>
  /^(?:base|deps|dependencies|build|builder|common|install|vendor|packages|source|src)/i.test(alias)

/** A file that says nothing of where it is run may be a desk's; a service that is started again after a reboot is not. */
const isMeantToLast = ({ variant, restart, platform }: Service): boolean =>
  variant.environment === 'production' ||
  platform !== 'compose' ||
  (restart.known && (restart.value === 'always' || restart.value === 'unless-stopped'))
