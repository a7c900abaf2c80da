/** Reads `[section]` and `key = value` lines, as in `.ini` files and the simple part of TOML. */
import { span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { ConfigValue } from './parse-properties.ts'

const section = /^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:[#;].*)?$/
const setting = /^(\s*)("[^"]*"|'[^']*'|[^=:\s#;[][^=:\n]{0,200}?)\s*[=:]\s*/
const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/

/** Every setting, its key being `section.key`. Several-line values, arrays and tables of TOML are left out. */
export function parseIni(source: SourceText): readonly ConfigValue[] {
  const values: ConfigValue[] = []
  let prefix = ''
  let at = 0
  let textBlock: string | undefined
  for (const full of source.text.split('\n')) {
    const line = full.replace(/\r$/, '')
    const start = at
    at += full.length + 1
    if (textBlock !== undefined) {
      if (line.includes(textBlock)) textBlock = undefined
      continue
    }
    const name = section.exec(line)?.[1]
    const match = setting.exec(line)
    if (name !== undefined) prefix = `${name}.`
    else if (match !== null) {
      const rest = line.slice(match[0].length)
      const block = /^("""|''')/.exec(rest)?.[1]
      if (block !== undefined) {
        if (!rest.slice(3).includes(block)) textBlock = block
        continue
      }
      if (/^[[{]/.test(rest)) continue
      const string = quoted.exec(rest)
      const value = string === null ? rest.replace(/\s+[#;].*$/, '').trimEnd() : (string[1] ?? string[2] ?? '')
      const from = start + match[0].length + (string === null ? 0 : 1)
      const key = prefix + (match[2] ?? '').replace(/^["']|["']$/g, '')
      values.push({ key, value, origin: span(source.file, key.split('.'), from, from + value.length) })
    }
  }
  return values
}
