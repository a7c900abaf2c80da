/** Values for variables that a stack needs and that nobody handed in: made up, the same for every start of one run. */

/** Names of variables that `docker compose config` misses, as its complaints and warnings say. */
export const missingVariables = (errors: string): readonly string[] => [
  ...new Set(
    [
      ...errors.matchAll(/required variable ([A-Za-z_]\w*) is missing a value/g),
      ...errors.matchAll(/The \\?"([A-Za-z_]\w*)\\?" variable is not set/g),
    ].map(([, name = '']) => name),
  ),
]

const shapes: readonly (readonly [RegExp, (random: string) => string])[] = [
  [/(?:^|_)PORT$/i, () => '10080'],
  [/(?:^|_)(?:URL|URI|ORIGIN|ORIGINS)$/i, () => 'http://localhost'],
  [/(?:^|_)(?:HOST|HOSTNAME|DOMAIN)$/i, () => 'localhost'],
  [/(?:^|_)(?:E?MAIL)$/i, () => 'nobody@example.com'],
  [/(?:^|_)(?:UID|GID|PUID|PGID)$/i, () => '1000'],
  [/(?:^|_)(?:TAG|VERSION)$/i, () => 'latest'],
  [/(?:^|_)(?:TZ|TIMEZONE)$/i, () => 'UTC'],
  [/(?:^|_)LOG_?LEVEL$/i, () => 'info'],
  [/(?:^|_)(?:DEBUG|ENABLED?)$/i, () => 'false'],
]

/** A value that fits what the variable is called; a long random word where that says nothing. */
export function standInFor(name: string, random: () => string): string {
  const shape = shapes.find(([pattern]) => pattern.test(name))
  // Names of users and databases have to start with a letter.
  return shape ? shape[1](random()) : `d${random()}`
}

/** The text of an env file with these variables; every value is taken as it is. */
export const envText = (variables: ReadonlyMap<string, string>): string =>
  [...variables].map(([name, value]) => `${name}='${value.replaceAll("'", "\\'")}'\n`).join('')

const EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:$|[._-])/i

/** Whether a file is one that people keep real values in: `.env`, `.env.production`, `db.env`, but no example. */
export const isEnvFile = (name: string): boolean =>
  /^\.env(?:\.|$)|\.env$/.test(name) && !EXAMPLE.test(name.replace(/\.env$/, '.'))

/** Names of the example that stands for an env file: `.env.example`, `.env.sample` … */
export const examplesOf = (name: string): readonly string[] =>
  ['example', 'sample', 'template', 'dist'].flatMap((word) => [
    `${name}.${word}`,
    name.replace(/\.env$/, `.${word}.env`),
  ])
