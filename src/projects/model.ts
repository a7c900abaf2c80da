/** A compose model in the making: a combination of files with everything that speaks for it. */
import { directoryOf, nameOf } from '../core/tree.ts'
import type { ComposeSketch } from './compose-sketch.ts'
import { environmentOfContext, environmentOfFile } from './environment-words.ts'
import { flavourOf } from './file-names.ts'
import type { Survey } from './survey.ts'
import type { Environment, Evidence, Platform } from './workspace.ts'

export interface Model {
  readonly name: string
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly projectDirectory: string
  readonly profiles: readonly string[]
  readonly platform: Platform
  /** What names of files say; `undefined` leaves it to the rest of the project. */
  readonly environment: Environment
  /** What the scripts that run it say; weaker than the names of the files. */
  readonly context: Environment
  /** Whether it is what plain `docker compose up` takes. */
  readonly isDefault: boolean
  readonly evidence: readonly Evidence[]
  /** The scripts and workflows that run it. */
  readonly runBy: readonly string[]
}

/** Files that `include` and `extends` lead to are followed this deep. */
const DEEPEST_INCLUDE = 10

/** The sketches of files and of all that they take in. */
export function sketchesOf(survey: Survey, files: readonly string[]): readonly ComposeSketch[] {
  const seen = new Set<string>()
  let next = [...files]
  for (let depth = 0; depth < DEEPEST_INCLUDE && next.length > 0; depth++) {
    const fresh = next.filter((file) => !seen.has(file))
    for (const file of fresh) seen.add(file)
    next = fresh.flatMap((file) => {
      const sketch = survey.sketch(file)
      return sketch === undefined ? [] : [...sketch.includes, ...sketch.extendsFrom]
    })
  }
  return [...seen].flatMap((file) => survey.sketch(file) ?? [])
}

/** Whether Compose could load the files by themselves: every service has an image, and nothing refers to what is missing. */
export function standsAlone(survey: Survey, files: readonly string[]): boolean {
  const sketches = files.map((file) => survey.sketch(file))
  // A file that does not parse is reported as broken, not taken for an overlay.
  if (sketches.some((sketch) => sketch === undefined)) return true
  const all = sketchesOf(survey, files)
  const services = all.flatMap((sketch) => sketch.services)
  const complete = new Set(
    services.filter((one) => one.image !== undefined || one.build?.complete || one.extended).map((one) => one.name),
  )
  const includes = all.some((sketch) => sketch.includes.length > 0)
  const whole = includes || danglingIn(survey, files).length === 0
  return services.length > 0 && services.every((one) => complete.has(one.name)) && whole
}

/** Networks, volumes, services and the like that the files refer to and do not define, as `networks.front`. */
export function danglingIn(survey: Survey, files: readonly string[]): readonly string[] {
  const defined = new Set(definedIn(survey, files))
  return sketchesOf(survey, files)
    .flatMap((sketch) => sketch.uses)
    .filter((use) => !defined.has(use))
}

/** What the files define, in the same words. */
export const definedIn = (survey: Survey, files: readonly string[]): readonly string[] =>
  sketchesOf(survey, files).flatMap((sketch) => [
    ...sketch.defines,
    ...sketch.services.map((one) => `services.${one.name}`),
  ])

/** `dev` and `.devcontainer` say what a folder is for; `test-service` and `deploy` do not. */
const isOneWord = (folder: string): boolean => /^\.?[a-z]+$/i.test(folder) && !/^deploy(?:ment)?$/i.test(folder)

/** The environment that the names of files and folders stand for: production where any says so. */
export function environmentOfFiles(files: readonly string[]): {
  environment: Environment
  because: string | undefined
} {
  let development: string | undefined
  for (const file of files) {
    const folders = directoryOf(file).split('/').slice(-2)
    // Compose's own override is for development only where something else is for production.
    const flavour = flavourOf(nameOf(file)).replace(/^override$/, '')
    for (const part of [flavour, ...folders.filter(isOneWord).reverse()]) {
      const environment = environmentOfFile(part)
      if (environment === 'production') return { environment, because: file }
      if (environment === 'development') development ??= file
    }
  }
  return development === undefined
    ? { environment: 'unknown', because: undefined }
    : { environment: 'development', because: development }
}

/** The strongest thing that several names say; the first that says anything wins within one place. */
export function environmentOfContexts(contexts: readonly (readonly string[])[]): Environment {
  const said = contexts.map((names) => names.map(environmentOfContext).find((one) => one !== 'unknown') ?? 'unknown')
  if (said.includes('production')) return 'production'
  return said.length > 0 && said.every((one) => one === 'development') ? 'development' : 'unknown'
}

/** What to call a combination: the flavours of its files, or else the folders of those elsewhere; `default` where there are none. */
export function nameOfFiles(files: readonly string[], isDefault: boolean): string {
  if (isDefault) return 'default'
  const home = directoryOf(files[0] ?? '')
  const flavours = files
    .map((file) => flavourOf(nameOf(file)) || (directoryOf(file) === home ? '' : nameOf(directoryOf(file))))
    .filter((flavour) => flavour !== '')
  return flavours.length === 0 ? 'default' : flavours.join('+')
}
