/** Shell commands that log in to a registry or a cloud. */
import { type CommandPlace, located, programOf, textsOf } from './command-place.ts'
import type { LoginStep } from './container-step.ts'
import { referencesIn } from './expression.ts'
import { grammar, readOptions, valuesOf } from './options.ts'
import { doneBy } from './step-place.ts'

const logins = grammar(
  '--username --password --tenant --identity --service-principal-key',
  '-u=--username -p=--password',
)

/** The login that a command makes. */
export function loginCommand(place: CommandPlace): LoginStep | undefined {
  const { words, command } = place
  const program = programOf(words)
  const line = [program, ...textsOf(words, 1, 4)].join(' ')
  const login = (
    to: LoginStep['to'],
    credentials: LoginStep['credentials'],
    inputs: LoginStep['inputs'] = [],
  ): LoginStep => ({
    ...doneBy({ ...place, by: textsOf(words, 0, 2).join(' '), origin: command.origin }),
    kind: 'login',
    to,
    registry: undefined,
    credentials,
    inputs,
  })
  if (/^(?:docker|podman|buildah|nerdctl|crane auth|oras|helm registry) login\b/.test(line)) {
    const skip = /^(?:crane|helm)/.test(line) ? 3 : 2
    const { options, operands } = readOptions(words.slice(skip), logins)
    const password = valuesOf({ options, operands }, '--password').at(-1)
    const inputs = [...valuesOf({ options, operands }, '--username'), ...(password === undefined ? [] : [password])]
    const [registry] = operands
    return {
      ...login('registry', credentialsOf(place, password?.value), inputs),
      registry: registry && located(registry),
    }
  }
  if (
    /^az acr login\b|^gcloud auth configure-docker\b|^(?:flyctl|fly) auth docker\b|^doctl registry login\b|^heroku container:login\b/.test(
      line,
    )
  ) {
    return login('registry', 'ambient')
  }
  if (/^gcloud auth activate-service-account\b/.test(line))
    return login('google', 'static', words.slice(3).map(located))
  if (/^az login\b/.test(line)) {
    const isFederated = words.some(({ text }) => text.startsWith('--federated-token') || text === '--identity')
    const inputs = valuesOf(readOptions(words.slice(2), logins), '--password')
    return login('azure', isFederated ? 'oidc' : inputs.length > 0 ? 'static' : 'unknown', inputs)
  }
  if (/^aws configure set (?:aws_access_key_id|aws_secret_access_key)$/.test(line)) {
    return login('aws', 'static', words.slice(4, 5).map(located))
  }
  return undefined
}

/** What is piped into the login, or given as its password. */
function credentialsOf(
  { pipedFrom, step, job, command }: CommandPlace,
  password: string | undefined,
): LoginStep['credentials'] {
  const piped = pipedFrom.map(({ words }) => textsOf(words).join(' ')).join(' ')
  const here = command.redirects.map(({ target, body }) => `${target?.text ?? ''} ${body ?? ''}`).join(' ')
  const source = [password ?? '', piped, here].join(' ')
  if (/\bget-login-password\b|\bprint-access-token\b|\baccess-token\b/.test(source)) return 'ambient'
  // GitLab makes these for the job, and they end with it.
  if (/\$\{?CI_(?:REGISTRY_PASSWORD|JOB_TOKEN|DEPENDENCY_PROXY_PASSWORD)\b/.test(source)) return 'job-token'
  // `echo "$TOKEN" | docker login`: the variable is what the step's environment says.
  const named = [...step.env, ...job.env].filter(
    ({ name }) => source.includes(`$${name}`) || source.includes(`\${${name}`),
  )
  const references = [source, ...named.map(({ value }) => value)].flatMap(referencesIn)
  if (references.some((name) => name === 'github.token' || name.toUpperCase() === 'SECRETS.GITHUB_TOKEN'))
    return 'job-token'
  if (references.some((name) => name.startsWith('secrets.'))) return 'static'
  return 'unknown'
}
