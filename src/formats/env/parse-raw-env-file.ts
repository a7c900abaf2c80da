/** Env files of `format: raw`: each line is `NAME=value`, and the value is taken as it stands. */

import type { Problem } from '../../core/node.ts'
import { span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { EnvFile, EnvVariable } from './parse-env-file.ts'

/** Reads a raw env file: no quotes, no escapes, no expansion; blank lines and lines that start with `#` are left out. */
export function parseRawEnvFile(source: SourceText): EnvFile {
  const { text, file } = source
  const variables: EnvVariable[] = []
  const problems: Problem[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  for (const line of text.slice(at).split('\n')) {
    const written = line.endsWith('\r') ? line.slice(0, -1) : line
    const start = at + (written.length - written.trimStart().length)
    const content = written.trimStart()
    at += line.length + 1
    if (content === '' || content.startsWith('#')) continue
    const equals = content.indexOf('=')
    const name = equals === -1 ? content : content.slice(0, equals)
    const nameOrigin = span(file, [name], start, start + name.length)
    if (name === '' || /\s/.test(name)) {
      problems.push({ message: 'a variable name must be there and hold no white space', origin: nameOrigin })
    } else if (equals !== -1) {
      const value = content.slice(equals + 1)
      const valueOrigin = span(file, [name], start + equals + 1, start + content.length)
      variables.push({ name, nameOrigin, value, valueOrigin, raw: value, inherited: false, uses: [] })
    }
  }
  return { variables, problems }
}
