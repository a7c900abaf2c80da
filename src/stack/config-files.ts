/** Application configuration and env files of a project, flattened and told apart from templates. */
import { span } from '../core/origin.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { configKind, configValues } from '../formats/appsettings/config-values.ts'
import { parseEnvFile } from '../formats/env/parse-env-file.ts'
import type { ConfigFile, EnvFile, Project, Variant } from './model.ts'
import { runsCompose } from './platforms.ts'
import { isTemplateName } from './secret-paths.ts'
import type { Service } from './service-model.ts'
import type { Sources } from './sources.ts'

/** Folders whose files are for tests or for show. */
const fixtureFolder = /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|mocks?|examples?|samples?|testdata)\//i

/**
 * Application configuration in the build contexts of a project, whether or not it reaches the builder. Where nothing is
 * built from a Dockerfile, .NET's SDK may make the images: its settings are then looked for in the whole project.
 */
export function configFilesOf(project: Project, sources: Sources): readonly ConfigFile[] {
  const contexts = project.contexts.map(({ path }) => path)
  const directories = new Set(contexts.length > 0 ? contexts : [project.directory])
  const files = [...directories].flatMap((directory) =>
    sources.filesBelow(directory).map((file) => (directory === '' ? file : `${directory}/${file}`)),
  )
  return [...new Set(files)].flatMap((file): readonly ConfigFile[] => {
    const kind = configKind(file)
    const source = kind === undefined ? undefined : sources.text(file)
    // A manifest of Kubernetes configures no program: what is in it is judged as a manifest.
    if (source && /^apiVersion:/m.test(source.text) && /^kind:/m.test(source.text)) return []
    if (kind === undefined || !source || (contexts.length === 0 && kind !== 'dotnet')) return []
    const name = nameOf(file)
    const below = file.slice(project.directory === '' ? 0 : project.directory.length + 1)
    return [
      {
        subject: { kind: 'config-file', name: file },
        origin: span(file, [], 0, source.text.length),
        inVariants: [],
        file,
        values: configValues(source, kind),
        tracked: sources.tree.entry(file)?.tracked ?? 'unknown',
        template: isTemplateName(name) || fixtureFolder.test(below),
        development: /(?:^|[._-])(?:dev|develop|development|local|tests?|testing|ci)\./i.test(name),
        get services() {
          return servicesHolding(file, project)
        },
      },
    ]
  })
}

/** Services whose build context the file is in. */
function servicesHolding(file: string, project: Project): readonly Service[] {
  const holds = (path: string): boolean => path === '' || file.startsWith(`${path}/`)
  return project.variants.flatMap((variant) =>
    variant.services.filter(({ build }) => build?.context !== undefined && holds(build.context.path)),
  )
}

/** Env files: those that exist (`files`), those that services name, and the `.env` that Compose looks for. */
export function envFilesOf(files: readonly string[], project: Project, sources: Sources): readonly EnvFile[] {
  const expected = project.variants.flatMap((variant) => (variant.unsetVariables.length > 0 ? envFileOf(variant) : []))
  const named = project.variants.flatMap((variant) =>
    variant.services.flatMap((service) => service.envFiles.map(({ value }) => clean(value))),
  )
  return [...new Set([...files, ...named, ...expected])].map((file) => {
    const source = sources.text(file)
    const entry = sources.tree.entry(file)
    return {
      subject: { kind: 'env-file', name: file },
      origin: span(file, [], 0, source?.text.length ?? 0),
      inVariants: [],
      file,
      exists: entry?.kind === 'file',
      tracked: entry?.tracked ?? 'unknown',
      ignored: entry?.ignored ?? sources.tree.ignores(file),
      template: isTemplateName(nameOf(file)),
      variables: source ? parseEnvFile(source).variables : [],
      get services() {
        return project.variants.flatMap((variant) =>
          variant.services.filter((service) => service.envFiles.some(({ value }) => clean(value) === file)),
        )
      },
      interpolates: project.variants.some((variant) => runsCompose(variant) && envFileOf(variant) === file),
    }
  })
}

/** The file whose variables Compose interpolates where nobody names another. */
function envFileOf({ files }: Variant): string {
  const directory = directoryOf(files[0] ?? '')
  return directory === '' ? '.env' : `${directory}/.env`
}

const clean = (path: string): string => path.replace(/^\.\//, '')
