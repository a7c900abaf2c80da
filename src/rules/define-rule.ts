/** The shape of a rule: metadata, one scope, one pure check. */

import type { Repair } from '../core/fix.ts'
import type { Lock } from '../core/lock.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { severityOf } from '../core/threat.ts'
import type { Fail, Judgement } from '../core/verdict.ts'
import type { Build, BuildContext, Command, Dockerfile, ImageUse, Stage } from '../stack/build-model.ts'
import type { CloudResource } from '../stack/infrastructure/model.ts'
import type {
  ComposeFile,
  ConfigFile,
  EnvFile,
  Network,
  Platform,
  Project,
  Variant,
  WorkflowJob,
  WorkflowModel,
} from '../stack/model.ts'
import type { BuiltImage, Container } from '../stack/running/model.ts'
import type { EnvironmentVariable, Service } from '../stack/service-model.ts'

/** What a rule of each scope is handed, one at a time. */
export interface Subjects {
  readonly project: Project
  readonly variant: Variant
  readonly service: Service
  readonly build: Build
  readonly dockerfile: Dockerfile
  readonly stage: Stage
  readonly command: Command
  readonly 'image-reference': ImageUse
  readonly 'environment-variable': EnvironmentVariable
  readonly 'build-context': BuildContext
  readonly network: Network
  readonly workflow: WorkflowModel
  readonly 'workflow-job': WorkflowJob
  readonly 'config-file': ConfigFile
  readonly 'env-file': EnvFile
  readonly 'compose-file': ComposeFile
  readonly 'cloud-resource': CloudResource
  /** As an engine was seen to run it; there are none where nobody looked. */
  readonly container: Container
  /** As an engine has it. */
  readonly 'built-image': BuiltImage
}
export type Scope = keyof Subjects

/** What a team has decided, from `drydock.yaml`. */
export interface Policy {
  /** Registries images may come from; empty = any. */
  readonly allowedRegistries: readonly string[]
}

/** All a rule may ask beyond its subject. */
export interface Ask {
  /** ISO date; the only clock a rule sees. */
  readonly today: string
  readonly policy: Policy
}

/** What a repair may ask besides. */
export interface FixAsk extends Ask {
  /** Versions that are known to exist. */
  readonly lock: Lock
}

/** What runs compose files. */
const composePlatforms: readonly Platform[] = ['compose', 'swarm']

/** The remedy in the words of what runs the container. */
export interface Remedies {
  readonly ecs?: string
  readonly kubernetes?: string
}

/** What to do about a failure on a platform; nothing to add where the rule's own remedy is in its words. */
const remedyOn = (platform: Platform, { ecs, kubernetes }: Remedies): string | undefined =>
  platform === 'kubernetes' ? kubernetes : platform.startsWith('ecs') ? ecs : undefined

export interface Rule<S extends Scope = Scope> extends RuleMetadata {
  readonly scope: S
  /** Platforms whose services and variants the rule can speak of. */
  readonly platforms: readonly Platform[]
  /** What to do where the remedy's words are not the platform's. */
  readonly remedies?: Remedies
  /** An empty list means that the rule does not apply to this subject. */
  check(subject: Subjects[S], ask: Ask): readonly Judgement[]
  /**
   * How a place that failed is repaired, or why a person has to. Asked only when somebody wants it; undefined where nothing is to be
   * said.
   */
  fix?(judgement: Fail, subject: Subjects[S], ask: FixAsk): Repair | undefined
}

type Written<S extends Scope> = Omit<Rule<S>, 'confidence' | 'persona' | 'platforms' | 'severity'> &
  Partial<Pick<Rule<S>, 'confidence' | 'persona' | 'platforms'>>

/**
 * Types a rule by its scope and works out its severity; confidence is `high`, persona `default` and the platforms those of
 * Compose unless said.
 */
export const defineRule = <const S extends Scope>(rule: Written<S>): Rule<S> => ({
  confidence: 'high',
  persona: 'default',
  platforms: composePlatforms,
  ...rule,
  severity: severityOf(rule.threat),
  check: (subject, ask) => inItsWords(rule.check(subject, ask), subject, rule.remedies ?? {}),
})

/** Gives failures without a remedy of their own the platform's. */
function inItsWords(judgements: readonly Judgement[], subject: object, remedies: Remedies): readonly Judgement[] {
  const platform = 'platform' in subject ? (subject.platform as Platform) : undefined
  const remedy = platform && remedyOn(platform, remedies)
  if (remedy === undefined) return judgements
  return judgements.map((one) => (one.verdict === 'fail' && one.remedy === undefined ? { ...one, remedy } : one))
}
