/** The service's settings: defaults from appsettings.json, everything secret from the environment. */
import { readFileSync } from 'node:fs'

interface AppSettings {
  readonly Logging: { readonly LogLevel: { readonly Default: string } }
  readonly ConnectionStrings: { readonly DefaultConnection: string }
  readonly Jwt: {
    readonly SecretKey: string
    readonly Issuer: string
    readonly Audience: string
    readonly ExpiresInMinutes: number
  }
}

const settings: AppSettings = JSON.parse(readFileSync(new URL('../appsettings.json', import.meta.url), 'utf8'))

/** The first value that is there and not empty; stops the service where there is none. */
function required(name: string, ...values: readonly (string | undefined)[]): string {
  const value = values.find((candidate) => candidate !== undefined && candidate !== '')
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

/** Reads `Host=db;Port=5432;Database=app;Username=me;Password=…` into what the driver wants. */
function parseConnectionString(text: string) {
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => {
        const at = part.indexOf('=')
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const
      }),
  )
  return {
    host: required('Host', parts.get('host')),
    port: Number(parts.get('port') ?? 5432),
    database: required('Database', parts.get('database')),
    user: required('Username', parts.get('username')),
    password: required('Password', parts.get('password')),
  }
}

export const config = {
  port: Number(process.env.PORT ?? 8080),
  environment: process.env.NODE_ENV ?? 'development',
  logLevel: process.env.LOG_LEVEL ?? settings.Logging.LogLevel.Default,
  logDirectory: process.env.LOG_DIRECTORY,
  database: parseConnectionString(
    required(
      'ConnectionStrings__DefaultConnection',
      process.env.ConnectionStrings__DefaultConnection,
      settings.ConnectionStrings.DefaultConnection,
    ),
  ),
  jwt: {
    secretKey: required('JWT_SECRET_KEY', process.env.JWT_SECRET_KEY, settings.Jwt.SecretKey),
    issuer: process.env.JWT_ISSUER ?? settings.Jwt.Issuer,
    audience: process.env.JWT_AUDIENCE ?? settings.Jwt.Audience,
    expiresInMinutes: settings.Jwt.ExpiresInMinutes,
  },
} as const
