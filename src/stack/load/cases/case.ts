/** What a case of compose loading is: files, and how they are loaded. */

export interface LoadCase {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** The files that are loaded, in order; `compose.yaml` unless told. */
  readonly load?: readonly string[]
}

/** A case of one file. */
export const one = (name: string, text: string): LoadCase => ({ name, files: { 'compose.yaml': text } })

/** A case of one file in which the variables of an env file are known. */
export const withVariables = (name: string, variables: string, text: string): LoadCase => ({
  name,
  files: {
    'compose.yaml': 'include:\n  - path: stack.yaml\n    env_file: variables.env\n',
    'stack.yaml': text,
    'variables.env': variables,
  },
})

/** A case of a file and its override. */
export const two = (name: string, base: string, over: string): LoadCase => ({
  name,
  files: { 'compose.yaml': base, 'override.yaml': over },
  load: ['compose.yaml', 'override.yaml'],
})

/** A case of one service `web` and the same service in an override, given by their fields. */
export const overService = (name: string, base: string, over: string): LoadCase =>
  two(name, `services:\n  web:\n    image: web\n${indented(base)}`, `services:\n  web:\n${indented(over)}`)

/** A case of one service `web`, given by its fields. */
export const service = (name: string, fields: string): LoadCase =>
  one(name, `services:\n  web:\n    image: web\n${indented(fields)}`)

/** A case of one service `web`, given by its fields, with variables. */
export const serviceWith = (name: string, variables: string, fields: string): LoadCase =>
  withVariables(name, variables, `services:\n  web:\n    image: web\n${indented(fields)}`)

const indented = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n')
