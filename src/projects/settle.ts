/** Settles the environment of a project's variants, which depends on what else the project has. */
import { nameOf } from '../core/tree.ts'
import type { Draft } from './draft.ts'
import { DEFAULT_OVERRIDE, isInSamples } from './file-names.ts'
import type { Model } from './model.ts'
import type { VariantSource } from './workspace.ts'

/** The variants of one project: the default one first, names unique. */
export function settleVariants(directory: string, models: readonly Model[]): readonly VariantSource[] {
  const settled = models.map((model) => settle(directory, model, models))
  const order = settled.toSorted((a, b) => rank(directory, a.model) - rank(directory, b.model))
  const names = new Map<string, number>()
  return order.map(({ model, environment, evidence }) => {
    const apart =
      model.projectDirectory !== directory && models.some((other) => other !== model && other.name === model.name)
    const below = directory === '' ? model.projectDirectory : model.projectDirectory.slice(directory.length + 1)
    const name = !apart || below === '' ? model.name : model.isDefault ? below : `${below}/${model.name}`
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

/** The variants of a project's task definitions and manifests, which nothing said of its compose files changes. */
export function deployedVariants(
  { directory, deployments }: Draft,
  composed: readonly VariantSource[],
): readonly VariantSource[] {
  const names = new Set(composed.map(({ name }) => name))
  return deployments.map(({ model }) => {
    const { files, envFiles, projectDirectory, profiles, platform, evidence } = model
    const sample = isInSamples(directory, projectDirectory)
    const told = model.environment === 'unknown' ? model.context : model.environment
    const environment = told === 'unknown' && sample ? 'development' : told
    let name = names.has(model.name) ? `${model.name} (${nameOf(files[0] ?? '')})` : model.name
    for (let count = 2; names.has(name); count++) name = `${model.name} ${count}`
    names.add(name)
    const because =
      sample && told === 'unknown' ? [{ text: `${projectDirectory} is a folder of samples or tests` }] : []
    return {
      name,
      files,
      envFiles,
      projectDirectory,
      profiles,
      platform,
      environment,
      evidence: [...evidence, ...because],
    }
  })
}

const rank = (directory: string, model: Model): number =>
  model.isDefault ? (model.projectDirectory === directory ? 0 : 1) : 2

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
function settle(directory: string, model: Model, all: readonly Model[]): Settled {
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
  if (
    isInSamples(directory, model.projectDirectory) &&
    others.some((one) => !isInSamples(directory, one.projectDirectory))
  ) {
    const text = `${model.projectDirectory} is a folder of samples or tests`
    return { model, environment: 'development', evidence: [...evidence, { text }] }
  }
  // Who writes a second, whole file for production runs the first one at a desk.
  const whole = others.find(
    (other) =>
      other.environment === 'production' &&
      other.projectDirectory === model.projectDirectory &&
      !other.files.some((file) => model.files.includes(file)),
  )
  if (model.isDefault && whole !== undefined) {
    const text = `${whole.files.join(' and ')} stands by itself for production`
    return { model, environment: 'development', evidence: [...evidence, { text }] }
  }
  const override = model.files.find((file) => (DEFAULT_OVERRIDE as readonly string[]).includes(nameOf(file)))
  if (override !== undefined && production !== undefined) {
    const text = `${override} is for development where ${production.files.at(-1)} is for production`
    return { model, environment: 'development', evidence: [...evidence, { text }] }
  }
  return { model, environment: 'unknown', evidence }
}
