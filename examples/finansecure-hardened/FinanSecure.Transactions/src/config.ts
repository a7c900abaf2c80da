/** The service's settings: defaults from appsettings.json, everything secret from the environment. */
import { readFileSync } from 'node:fs'

interface AppSettings {
  readonly Logging: { readonly LogLevel: { readonly Default: string } }
  readonly Database: {
    readonly Host: string
    readonly Port: number
    readonly Name: string
    readonly User: string
    readonly Password: string
  }
  readonly Jwt: { readonly SecretKey: string; readonly Issuer: string; readonly Audience: string }
  readonly AuthService: { readonly TimeoutInSeconds: number }
}

const settings: AppSettings = JSON.parse(readFileSync(new URL('../appsettings.json', import.meta.url), 'utf8'))

/** The first value that is there and not empty; stops the service where there is none. */
function required(name: string, ...values: readonly (string | undefined)[]): string {
  const value = values.find((candidate) => candidate !== undefined && candidate !== '')
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

export const config = {
  port: Number(process.env.PORT ?? 8080),
  environment: process.env.NODE_ENV ?? 'development',
  logLevel: process.env.LOG_LEVEL ?? settings.Logging.LogLevel.Default,
  logDirectory: process.env.LOG_DIRECTORY,
  database: {
    host: process.env.DB_HOST ?? settings.Database.Host,
    port: Number(process.env.DB_PORT ?? settings.Database.Port),
    database: process.env.DB_DATABASE ?? settings.Database.Name,
    user: process.env.DB_USER ?? settings.Database.User,
    password: required('DB_PASSWORD', process.env.DB_PASSWORD, settings.Database.Password),
  },
  jwt: {
    secretKey: required('JWT_SECRET_KEY', process.env.JWT_SECRET_KEY, settings.Jwt.SecretKey),
    issuer: process.env.JWT_ISSUER ?? settings.Jwt.Issuer,
    audience: process.env.JWT_AUDIENCE ?? settings.Jwt.Audience,
  },
  authService: {
    url: required('AUTH_SERVICE_URL', process.env.AUTH_SERVICE_URL),
    timeoutInSeconds: settings.AuthService.TimeoutInSeconds,
  },
} as const
