/** Variables that a bundler writes into what browsers load: which of them hold a secret, and which come too late. */
import { type Origin, spansOf } from '../core/origin.ts'
import { classifySecretValue, knownTokenFormat, secretName } from '../knowledge/secrets.ts'
import type { Build, Stage } from './build-model.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** The prefixes that Next.js, Vite, Create React App, Gatsby, Vue CLI and Expo put into the bundle when it is built. */
const inlined = /^(?:NEXT_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP|EXPO_PUBLIC)_\w+$/
/** Those and the ones that a server hands to browsers while it runs (Nuxt, SvelteKit and Astro). */
const published = /^(?:NEXT_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP|EXPO_PUBLIC|NUXT_PUBLIC|PUBLIC)_(\w+)$/

/** Names of what nobody should see. A plain `API_KEY` may be one that browsers are meant to send. */
const guarded =
  /SECRET|PASSW|PRIVATE|SERVICE_ROLE|(?:JWT|SESSION|SIGNING|ENCRYPTION|ADMIN|ROOT|MASTER)_?(?:KEY|TOKEN)|(?:OPENAI|ANTHROPIC|GEMINI|GROQ|MISTRAL|COHERE|DEEPSEEK|HUGGINGFACE|REPLICATE|SENDGRID|RESEND|MAILGUN|TWILIO|GITHUB|GITLAB|NPM|AWS)\w*_(?:KEY|TOKEN)/
/** Keys that their issuers make for browsers. */
const meantToBeSeen = /PUBLISHABLE|PUBLIC|ANON|SITE_?KEY|CLIENT_ID|MAPBOX|MAPS|FIREBASE|TURNSTILE|CAPTCHA/

/** Whether a variable that browsers get to see is named like something that they must not. */
function isPublishedSecret(name: string): boolean {
  const rest = published.exec(name)?.[1]
  if (rest === undefined || meantToBeSeen.test(rest)) return false
  const kind = secretName(rest)
  if (kind === 'connection') return /^(?:DATABASE|DB|POSTGRES|MYSQL|MONGO|REDIS)/.test(rest)
  return (kind === 'credential' || /SERVICE_ROLE/.test(rest)) && guarded.test(rest)
}

/** A place where a variable that browsers get to see is named or gets its value. */
export interface PublishedVariable {
  readonly name: string
  readonly origin: Origin
  readonly inVariants: readonly string[]
  readonly secret: boolean
}

/** Forms of tokens that are made to be seen, or may be. */
const seen = new Set(['google-api-key', 'jwt'])

/** A value that shows what it is, whatever the name says; switches hold no secret, whatever theirs says. */
const isSecret = (name: string, value: string | undefined): boolean => {
  if (value === undefined) return isPublishedSecret(name)
  if (classifySecretValue(name, value) === 'flag') return false
  const format = published.test(name) ? knownTokenFormat(value) : undefined
  return (format !== undefined && !seen.has(format.id)) || isPublishedSecret(name)
}

/** Every place that names one: arguments, variables of images and services, build arguments, env files. */
export function publishedVariables(project: Project): readonly PublishedVariable[] {
  const stated = [...project.environment, ...project.builds.flatMap((build) => build.arguments)]
  const named = [
    ...project.stages.flatMap((stage) =>
      stage.args.map(({ name, origin, defaultValue }) => ({
        name,
        origin,
        value: defaultValue?.value,
        inVariants: [],
      })),
    ),
    ...stated.map(({ name, nameOrigin: origin, value, inVariants }) => {
      return { name, origin, value: value.known ? value.value : undefined, inVariants }
    }),
    ...project.envFiles.flatMap(({ variables }) =>
      variables.map(({ name, nameOrigin: origin, value }) => ({ name, origin, value, inVariants: [] })),
    ),
  ]
  const places = new Map<string, PublishedVariable>()
  for (const { name, origin, value, inVariants } of named) {
    if (!published.test(name)) continue
    const [place] = spansOf(origin)
    const key = place ? `${place.file}:${place.start}` : name
    const secret = isSecret(name, value) || places.get(key)?.secret === true
    places.set(key, {
      name,
      origin,
      secret,
      inVariants: [...new Set([...(places.get(key)?.inVariants ?? []), ...inVariants])],
    })
  }
  return [...places.values()]
}

/** What becomes of a bundler's variable that a service sets when it starts. */
export type LateVariable =
  | { readonly is: 'in-time' }
  | { readonly is: 'late'; readonly builtBy: Origin; readonly readBy: Origin }
  | { readonly is: 'unknown'; readonly because: string }

const buildsBundle =
  /\b(?:npm|yarn|pnpm|bun|turbo|nx)\b.*\bbuild\b|\b(?:next|vite|react-scripts|gatsby|vue-cli-service|expo) (?:build|export)\b/
/** Servers that bundle while they run, and starts that bundle first. */
const bundlesAtStart =
  /\b(?:run )?dev\b|react-scripts start|\b(?:npm|yarn|pnpm|bun|next|vite|react-scripts|gatsby)(?: run)? build\b|\bvite(?:\s|$)(?!preview)/
/** Ways of replacing the values in a finished bundle. */
const replaces =
  /envsubst|import-meta-env|next-runtime-env|runtime-env|react-env|vite-envs|window\.(?:_env_|__ENV|env)|printenv|\bsed\b/

/** Judges a variable of a service whose image the project builds; `undefined` where no bundle is built in it. */
export function lateVariable(service: Service, variable: EnvironmentVariable): LateVariable | undefined {
  const { build, finalStage, project } = service
  if (!build || !finalStage || !inlined.test(variable.name)) return undefined
  const built = build.stages.flatMap((stage) =>
    stage.commands
      .filter(({ command }) => buildsBundle.test(command.words.map(({ text }) => text).join(' ')))
      .map(({ origin }) => ({ stage, origin })),
  )
  const [bundle] = built
  if (!bundle || bundlesAtStart.test(startOf(service))) return undefined
  const read = project.sourceOf(build).reads(variable.name)
  if (read.is !== 'yes' || read.origin === undefined || !isInlined(project, read.origin, variable.name))
    return undefined
  if (built.some(({ stage }) => isSetIn(stage, variable.name))) return { is: 'in-time' }
  const texts = textsOf(build, project)
  if (texts.some(({ text }) => replaces.test(text))) return { is: 'in-time' }
  const env = texts.filter(({ path, text }) => /(?:^|\/)\.env/.test(path) && text.includes(`${variable.name}=`))
  if (env.some(({ path }) => !/example|sample|template|dist$/.test(path))) return { is: 'in-time' }
  if (env.length > 0)
    return {
      is: 'unknown',
      because: `${env[0]?.path} shows that a file beside it may set ${variable.name} when the image is built`,
    }
  return { is: 'late', builtBy: bundle.origin, readBy: read.origin }
}

function startOf({ command, entrypoint, finalStage }: Service): string {
  const own = [...(entrypoint?.items ?? []), ...(command?.items ?? [])].map((item) => (item.known ? item.value : ''))
  const image = [finalStage?.entrypoint, finalStage?.cmd].flatMap((instruction) => instruction?.args ?? [])
  return (command || entrypoint ? own : image.map(({ text }) => text)).join(' ')
}

const isSetIn = (stage: Stage, name: string): boolean =>
  stage.args.some((argument) => argument.name === name) || stage.effectiveEnv.some((variable) => variable.name === name)

/** Bundlers replace `process.env.NAME` and `import.meta.env.NAME`, not a name that is looked up while the program runs. */
function isInlined(project: Project, origin: Origin, name: string): boolean {
  const [place] = spansOf(origin)
  const text = place && project.file(place.file)?.source.text
  return text !== undefined && new RegExp(`(?:process|import\\.meta)\\.env\\.${name}(?!\\w)`).test(text)
}

/** Files of the context that may set or replace values: env files, scripts, the manifest. */
function textsOf({ context }: Build, project: Project): readonly { readonly path: string; readonly text: string }[] {
  if (!context) return []
  const files = context
    .files()
    .filter((path) =>
      /(?:^|\/)\.env[^/]*$|^[^/]*\.sh$|(?:entrypoint|docker|scripts?)[^/]*\/[^/]*\.sh$|entrypoint\.\w+$|^package\.json$/.test(
        path,
      ),
    )
  return files.slice(0, 50).flatMap((path) => {
    const file = project.file(context.path === '' ? path : `${context.path}/${path}`)
    return file ? [{ path, text: file.source.text }] : []
  })
}
