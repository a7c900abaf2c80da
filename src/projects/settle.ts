/** Settles the environment of a project's variants, which depends on what else the project has. */
import { nameOf } from '../core/tree.ts'
import { DEFAULT_OVERRIDE } from './file-names.ts'
import type { Model } from './model.ts'
import type { VariantSource } from './workspace.ts'

/** The variants of one project: the default one first, names unique. */
export function settleVariants(models: readonly Model[]): readonly VariantSource[] {
  const settled = models.map((model) => settle(model, models))
  const order = settled.toSorted((a, b) => rank(a.model) - rank(b.model))
  const names = new Map<string, number>()
  return order.map(({ model, environment, evidence }) => {
    const clashes = models.filter((other) => other.name === model.name).length > 1
    const name =
      clashes && model.projectDirectory !== '' && !model.isDefault
        ? `${model.projectDirectory}/${model.name}`
        : model.name
    const count = (names.get(name) ?? 0) + 1
    names.set(name, count)
    return {
      name: count === 1 ? name : `${name} ${count}`,
      files: model.files,
      envFiles: model.envFiles,
      projectDirectory: model.projectDirectory,
      profiles: model.profiles,
      platform: model.platform,
      environment,
      evidence,
    }
  })
}

const rank = (model: Model): number => (model.isDefault ? 0 : 1)

interface Settled {
  readonly model: Model
  readonly environment: VariantSource['environment']
  readonly evidence: VariantSource['evidence']
}

/**
 * Names of files decide. A script that says production is believed. What a script or an override file says about
 * development only counts beside another variant that is not for development: the only way to run a stack is
 * also the way it is delivered.
 */
function settle(model: Model, all: readonly Model[]): Settled {
  const { evidence } = model
  if (model.environment !== 'unknown') return { model, environment: model.environment, evidence }
  if (model.context === 'production') {
    return {
      model,
      environment: 'production',
      evidence: [...evidence, { text: 'what runs it is called a production deployment' }],
    }
  }
  const others = all.filter((other) => other !== model)
  const production = others.find((other) => other.environment === 'production' || other.context === 'production')
  const delivered = production ?? others.find((other) => other.environment === 'unknown' && other.context === 'unknown')
  if (model.context === 'development' && delivered !== undefined) {
    return {
      model,
      environment: 'development',
      evidence: [...evidence, { text: 'what runs it is called development' }],
    }
  }
  const override = model.files.find((file) => (DEFAULT_OVERRIDE as readonly string[]).includes(nameOf(file)))
  if (override !== undefined && production !== undefined) {
    const text = `${override} is for development where ${production.files.at(-1)} is for production`
    return { model, environment: 'development', evidence: [...evidence, { text }] }
  }
  return { model, environment: 'unknown', evidence }
}
