/** YAML text to located nodes: one parse, every value with its span, broken input as problems and what could be read. */
import type { ParsedDocument } from '../../core/node.ts'
import type { SourceText } from '../../core/text.ts'
import { readThoroughly } from './library-reader.ts'
import { readQuickly } from './quick-reader.ts'
import { limits, newReading, report, type YamlOptions, type YamlStream } from './reading.ts'

/** Reads the first document of a file. Problems are located; the tree holds what could be read. */
export function parseYaml(source: SourceText, options: YamlOptions = {}): ParsedDocument {
  const { roots, problems } = parseYamlStream(source, options)
  return { root: roots[0], problems }
}

/** Characters that no YAML file may hold. */
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/

/** Reads every document of a file. Never throws: whatever is wrong is a problem. */
export function parseYamlStream(source: SourceText, options: YamlOptions = {}): YamlStream {
  if (source.text.length > limits.length) {
    const reading = newReading(source, options)
    report(reading, 'the file is too large to be read as YAML', 0, 0)
    return { roots: [], problems: reading.problems }
  }
  const quick = newReading(source, options)
  const strange = source.text.search(forbidden)
  const roots = strange === -1 ? readQuickly(quick) : undefined
  if (roots) return { roots, problems: quick.problems }
  const thorough = newReading(source, options)
  if (strange !== -1) report(thorough, 'control characters are not allowed in YAML', strange, strange + 1)
  return { roots: readThoroughly(thorough), problems: thorough.problems }
}
