/** Secrets that a RUN uses: those of build arguments and variables, and the logins of cloud and registry clients. */
import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { Command, Run, Stage } from './build-model.ts'
import { holdsCredential, literalCredentials } from './credentials.ts'

export interface SecretUse {
  /** The variable, or the command that logs in. */
  readonly name: string
  readonly kind: 'variable' | 'login'
  readonly origin: Origin
}

/** Clients that take or need a credential, by the words they begin with. */
const logins: readonly RegExp[] = [
  /^aws (?:.* )?(?:configure set|s3 (?:cp|sync|ls)|s3api|ecr get-login|codeartifact (?:login|get-authorization-token)|secretsmanager|ssm)\b/,
  /^az (?:login|acr login|keyvault secret|account get-access-token)\b/,
  /^gcloud (?:auth (?:login|activate-service-account|configure-docker)|secrets versions)\b/,
  /^(?:docker|podman|helm registry|oras|crane auth) login\b/,
  /^(?:npm|yarn|pnpm) (?:login|config set \S*(?:_auth|_password|authToken))/i,
  /^gh auth login\b/,
  /^dotnet nuget (?:add|update) source\b.* (?:-p|--password)\b/,
  /^vault (?:login|kv get|read)\b/,
]

/** Secrets used without a mount that hands them over; empty where the RUN uses none, or has them mounted. */
export function secretUses(run: Run): readonly SecretUse[] {
  const mounted = run.mounts.some(({ type }) => type === 'secret' || type === 'ssh')
  const variables = secretVariables(run.stage).filter((name) => !isSetHere(name, run))
  return run.commands.flatMap((command) => {
    const used = variables.flatMap((name) => usesOf(name, command))
    if (used.length > 0 || mounted) return used
    return logsIn(command.command)
      ? [{ name: clientOf(command.command), kind: 'login', origin: command.command.origin }]
      : []
  })
}

/** Arguments and variables of the stage that hold a secret, stand-ins for it aside: `ARG SECRET_KEY=unused`. */
const secretVariables = (stage: Stage): readonly string[] => [
  ...new Set([
    ...stage.args
      .filter(({ name, defaultValue }) => holdsCredential(name) && !isStandIn(name, defaultValue?.value))
      .map(({ name }) => name),
    ...stage.effectiveEnv
      .filter(({ name, value }) => holdsCredential(name) && !isStandIn(name, value.known ? value.value : undefined))
      .map(({ name }) => name),
  ]),
]

const isStandIn = (name: string, value: string | undefined): boolean =>
  value !== undefined && value !== '' && !literalCredentials(name, value).some(({ grade }) => grade === 'literal')

/** Whether the RUN gives the variable a value of its own, e.g. from a mounted secret. */
const isSetHere = (name: string, run: Run): boolean =>
  run.mounts.some(({ env }) => env === name) ||
  run.commands.some(({ command }) => command.assignments.some((assignment) => assignment.name === name)) ||
  new RegExp(`(?:^|\\s)(?:export|local|read)\\s+(?:-\\w+\\s+)*${name}\\b`).test(run.script)

function usesOf(name: string, { command }: Command): readonly SecretUse[] {
  const form = new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}[}:#%/^,-])`)
  const words = [...command.words, ...command.assignments.flatMap(({ value }) => value ?? [])]
  const word = words.find(({ text }) => form.test(text))
  const body = command.redirects.find((redirect) => redirect.body !== undefined && form.test(redirect.body))
  const origin = word?.origin ?? body?.origin
  return origin === undefined ? [] : [{ name, kind: 'variable', origin }]
}

const logsIn = ({ words }: ShellCommand): boolean => {
  const text = words
    .map((word) => word.text)
    .join(' ')
    .slice(0, 400)
  return !text.includes('--no-sign-request') && logins.some((form) => form.test(text))
}

const clientOf = ({ words }: ShellCommand): string =>
  words
    .slice(0, 3)
    .map(({ text }) => text)
    .filter((text) => /^[a-z][\w-]*$/.test(text))
    .join(' ')
