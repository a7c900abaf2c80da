/** Finds the compose models of a workspace: what scripts run first, then what the names of files suggest. */
import { directoryOf, nameOf, within } from '../core/tree.ts'
import type { FoundCall } from './calls.ts'
import { DEFAULT_COMPOSE, DEFAULT_OVERRIDE, flavourOf, isDeploymentFolder } from './file-names.ts'
import {
  danglingIn,
  definedIn,
  environmentOfContexts,
  environmentOfFiles,
  type Model,
  nameOfFiles,
  sketchesOf,
  standsAlone,
} from './model.ts'
import { defaultFiles, plainFiles, type Run, runsOf } from './resolve-call.ts'
import type { Survey } from './survey.ts'
import type { Environment, Evidence, Platform, Skipped } from './workspace.ts'

export interface Models {
  readonly models: readonly Model[]
  readonly skipped: readonly Skipped[]
}

/** Every model of the workspace, in the order of their first files. */
export function findModels(survey: Survey, calls: readonly FoundCall[]): Models {
  const runs = calls.flatMap((found) => runsOf(survey, found))
  const skipped: Skipped[] = []
  const candidates = composeFiles(survey, runs, skipped)
  const taken = takenIn(survey, candidates)
  const byRun = groupRuns(survey, runs)
  // A lone overlay in a script (`-f dev.yml pull`) is still one that changes another file.
  const told = byRun.filter((model) => model.files.length > 1 || standsAlone(survey, model.files))
  const used = new Set(told.flatMap((model) => model.files))
  const directories = new Set(candidates.map(directoryOf))
  const defaults = [...directories].flatMap((directory) => {
    const model = defaultModel(survey, directory)
    const [first] = model?.files ?? []
    return model === undefined || first === undefined || taken.included.has(first) ? [] : [model]
  })
  const usual = new Set(defaults.flatMap((model) => model.files))
  const others = candidates.flatMap((file) => {
    if (used.has(file) || taken.included.has(file) || usual.has(file)) return []
    if (taken.extended.has(file) && environmentOfFiles([file]).environment === 'unknown') return []
    return namedModel(survey, file, skipped)
  })
  const all = mergeEqual([...defaults, ...byRun, ...others])
  // A base that cannot run alone is no variant once something completes it.
  const models = all.filter(
    (model) =>
      standsAlone(survey, model.files) ||
      !all.some(
        (other) => other.files.length > model.files.length && model.files.every((file) => other.files.includes(file)),
      ),
  )
  return { models: models.sort((a, b) => compare(a.files[0] ?? '', b.files[0] ?? '')), skipped }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Compose files by name, those that a run names, and YAML files whose content is a compose model. */
function composeFiles(survey: Survey, runs: readonly Run[], skipped: Skipped[]): readonly string[] {
  const named = survey.found.compose.filter((file) => {
    const isDefault = (DEFAULT_COMPOSE as readonly string[]).includes(nameOf(file))
    if (isDefault || survey.sketch(file) || !survey.document(file)?.root) return true
    skipped.push({ what: file, reason: 'has the name of a compose file and no services' })
    return false
  })
  const detected = survey.found.yaml.filter((file) => {
    const text = survey.text(file)?.text
    if (text === undefined || !/^services:[ \t]*(?:#.*)?\r?$/m.test(text)) return false
    return survey.sketch(file)?.services.some((one) => one.image !== undefined || one.build !== undefined) === true
  })
  return [...new Set([...named, ...detected, ...runs.flatMap((run) => run.files)])].sort(compare)
}

/** Files that are part of others; they are no models of their own. */
function takenIn(
  survey: Survey,
  files: readonly string[],
): { included: ReadonlySet<string>; extended: ReadonlySet<string> } {
  const sketches = files.flatMap((file) => survey.sketch(file) ?? [])
  const isDefault = (file: string): boolean => (DEFAULT_COMPOSE as readonly string[]).includes(nameOf(file))
  return {
    included: new Set(sketches.flatMap((sketch) => sketch.includes)),
    extended: new Set(sketches.flatMap((sketch) => sketch.extendsFrom.filter((file) => !isDefault(file)))),
  }
}

function groupRuns(survey: Survey, runs: readonly Run[]): readonly Model[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const { files, projectDirectory, profiles, platform } = run
    const key = JSON.stringify([files, envFilesOf(survey, run), projectDirectory, profiles, platform])
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].flatMap((same) => {
    const [run] = same
    if (run === undefined) return []
    const isDefault = run.files.join('\n') === plainFiles(survey, run.projectDirectory).join('\n')
    const plain = isDefault && run.envFiles.length === 0 && run.profiles.length === 0 && run.platform === 'compose'
    return [
      buildModel({
        files: run.files,
        envFiles: envFilesOf(survey, run),
        projectDirectory: run.projectDirectory,
        profiles: run.profiles,
        platform: run.platform,
        isDefault: plain,
        context: environmentOfContexts(same.map(({ found }) => found.context)),
        evidence: same.map(({ found }) => ({ text: `${found.label} runs it`, origin: found.origin })),
        runBy: [...new Set(same.map(({ found }) => found.file))],
      }),
    ]
  })
}

/** The env files of a run; a pipeline that writes its own `.env` does not run with the one in the tree. */
function envFilesOf(survey: Survey, { envFiles, platform, projectDirectory, found }: Run): readonly string[] {
  if (found.replacesDotEnv) return envFiles.filter((file) => nameOf(file) !== '.env')
  return envFiles.length > 0 || platform === 'swarm' ? envFiles : dotEnvOf(survey, projectDirectory)
}

function dotEnvOf(survey: Survey, directory: string): readonly string[] {
  const file = within(directory, '.env')
  return file !== undefined && survey.isFile(file) ? [file] : []
}

interface Draft {
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly projectDirectory: string
  readonly profiles: readonly string[]
  readonly platform: Platform
  readonly isDefault: boolean
  readonly context: Environment
  readonly evidence: readonly Evidence[]
  readonly runBy: readonly string[]
}

function buildModel(draft: Draft): Model {
  const named = environmentOfFiles([...draft.files, ...draft.envFiles])
  const swarm = draft.platform === 'compose' && draft.files.some((file) => isSwarmName(nameOf(file)))
  const suffix = draft.isDefault || draft.profiles.length === 0 ? '' : ` (${draft.profiles.join(', ')})`
  const evidence = [...draft.evidence]
  if (named.because !== undefined) evidence.push({ text: `the name of ${named.because} says ${named.environment}` })
  if (swarm) evidence.push({ text: 'the name of the file says that Swarm runs it' })
  return {
    ...draft,
    name: nameOfFiles(draft.files, draft.isDefault) + suffix,
    platform: swarm ? 'swarm' : draft.platform,
    environment: named.environment,
    evidence,
  }
}

const isSwarmName = (name: string): boolean => /(?:^|[._-])(?:swarm|docker-stack)(?:[._-]|$)/i.test(name)

/** What plain `docker compose up` takes in a directory, `COMPOSE_FILE` of its `.env` included. */
function defaultModel(survey: Survey, directory: string): Model | undefined {
  const env = survey.dotEnv(directory)
  const dotEnv = dotEnvOf(survey, directory)
  const files = plainFiles(survey, directory)
  if (files.length === 0) return undefined
  const byEnv = files.join('\n') !== defaultFiles(survey, directory).join('\n')
  const why = byEnv ? `${dotEnv[0]} sets COMPOSE_FILE` : 'docker compose up takes it by its name'
  return buildModel({
    files,
    envFiles: dotEnv,
    projectDirectory: directory,
    profiles: (env.get('COMPOSE_PROFILES') ?? '').split(',').filter((name) => name !== ''),
    platform: 'compose',
    isDefault: true,
    context: 'unknown',
    evidence: [{ text: why }],
    runBy: [],
  })
}

/** A model from a file's name alone: by itself, or over the default file that it changes. */
function namedModel(survey: Survey, file: string, skipped: Skipped[]): readonly Model[] {
  const directory = directoryOf(file)
  const name = nameOf(file)
  const isDefaultName = [...DEFAULT_COMPOSE, ...DEFAULT_OVERRIDE].some((one) => one === name)
  const [chosen] = defaultFiles(survey, directory)
  if (isDefaultName && chosen !== undefined) {
    skipped.push({ what: file, reason: `Compose takes ${chosen} in the same directory` })
    return []
  }
  const alone = standsAlone(survey, [file])
  const base = alone ? undefined : baseOf(survey, file)
  if (!alone && base === undefined && isMostlyChanges(survey, file)) {
    skipped.push({ what: file, reason: 'changes services of a compose file that was not found' })
    return []
  }
  const files = base === undefined ? [file] : [base, file]
  const projectDirectory = directoryOf(files[0] ?? '')
  const why = base === undefined ? 'the file stands by itself' : `${name} only changes services of ${nameOf(base)}`
  return [
    buildModel({
      files,
      envFiles: dotEnvOf(survey, projectDirectory),
      projectDirectory,
      profiles: [],
      platform: 'compose',
      isDefault: false,
      context: 'unknown',
      evidence: [{ text: why }],
      runBy: [],
    }),
  ]
}

/** Whether most services of a file lack what every service needs: then it is meant to change others. */
function isMostlyChanges(survey: Survey, file: string): boolean {
  const services = survey.sketch(file)?.services ?? []
  const bare = services.filter((one) => one.image === undefined && one.build === undefined && !one.extended)
  return bare.length * 2 > services.length || services.length === 0
}

/** The file that an overlay changes: the default file here or above a deployment folder, or one that calls itself the base. */
function baseOf(survey: Survey, file: string): string | undefined {
  const wanted = new Set(survey.sketch(file)?.services.map((one) => one.name))
  const directory = directoryOf(file)
  const siblings = survey.found.compose.filter(
    (other) => directoryOf(other) === directory && /^(?:base|common|core|shared|main)$/i.test(flavourOf(nameOf(other))),
  )
  const candidates = [...defaultFiles(survey, directory).slice(0, 1), ...siblings]
  for (let at = directory; isDeploymentFolder(nameOf(at)); at = directoryOf(at)) {
    candidates.push(...defaultFiles(survey, directoryOf(at)).slice(0, 1))
  }
  // What the file refers to and does not define may be in a file further up, which it is an extension of.
  const missing = danglingIn(survey, [file])
  for (let at = directory; at !== '' && missing.length > 0; at = directoryOf(at)) {
    const above = defaultFiles(survey, directoryOf(at)).slice(0, 1)
    const defined = new Set(definedIn(survey, above))
    if (missing.every((use) => defined.has(use))) return above[0]
  }
  const shares = (base: string): boolean =>
    sketchesOf(survey, [base]).some((sketch) => sketch.services.some((one) => wanted.has(one.name)))
  const others = candidates.filter((candidate) => candidate !== file)
  const [first] = others
  // A pair that Compose would refuse is a bad guess where another file further up makes a whole one.
  const isAbove = (other: string): boolean => other !== directory && (other === '' || directory.startsWith(`${other}/`))
  const further = survey.found.compose.filter((other) => isAbove(directoryOf(other)))
  const completes = (base: string): boolean => shares(base) && standsAlone(survey, [base, file])
  const whole = others.find(completes) ?? further.find(completes)
  return whole ?? others.find(shares) ?? (first !== undefined && directoryOf(first) === directory ? first : undefined)
}

/** One model for each combination, with all that speaks for it. */
function mergeEqual(models: readonly Model[]): readonly Model[] {
  const merged = new Map<string, Model>()
  for (const model of models) {
    const key = JSON.stringify([model.files, model.envFiles, model.projectDirectory, model.profiles, model.platform])
    const known = merged.get(key)
    merged.set(
      key,
      known === undefined
        ? model
        : {
            ...known,
            context: model.context === 'unknown' ? known.context : model.context,
            evidence: [...known.evidence, ...model.evidence],
            runBy: [...new Set([...known.runBy, ...model.runBy])],
          },
    )
  }
  return [...merged.values()]
}
