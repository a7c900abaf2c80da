/** What discovery knows while it looks at a tree: what the walk found, texts and documents read at most once. */
import { remembered } from '../core/lazy.ts'
import type { ParsedDocument } from '../core/node.ts'
import type { SourceText } from '../core/text.ts'
import type { Tree } from '../core/tree.ts'
import { parseEnvFile } from '../formats/env/parse-env-file.ts'
import type { HclDocument } from '../formats/hcl/syntax.ts'
import { parseYaml } from '../formats/yaml/parse-yaml.ts'
import { type ComposeSketch, readSketch } from './compose-sketch.ts'
import type { Found } from './walk.ts'

/** Files larger than this are not looked into for evidence or for compose models under unusual names. */
const LARGEST_LOOK = 512 * 1024

export interface Survey {
  readonly tree: Tree
  readonly found: Found
  isFile(path: string): boolean
  text(file: string): SourceText | undefined
  document(file: string): ParsedDocument | undefined
  /** A bake file or a file of Terraform, where whoever asks has lent a reader for it. */
  hcl(file: string): HclDocument | undefined
  /** What a compose file says of builds and images; `undefined` where it is none. */
  sketch(file: string): ComposeSketch | undefined
  /** The variables of a directory's `.env`. */
  dotEnv(directory: string): ReadonlyMap<string, string>
}

/** How a caller that parses documents anyway lends them. */
export type LendDocument = (file: string) => ParsedDocument | undefined
export type LendHcl = (file: string) => HclDocument | undefined

export function surveyOf(tree: Tree, found: Found, lend?: LendDocument, hcl: LendHcl = () => undefined): Survey {
  const isFile = (path: string): boolean => tree.entry(path)?.kind === 'file'
  const text = remembered((file: string): SourceText | undefined => {
    const entry = tree.entry(file)
    if (entry?.kind !== 'file' || entry.size > LARGEST_LOOK) return undefined
    const result = tree.read(file)
    return result.ok ? { file, text: result.text, utf8: result.utf8 } : undefined
  })
  const document = remembered((file: string) => {
    if (lend) return lend(file)
    const source = text(file)
    return source && parseYaml(source)
  })
  const dotEnv = remembered((directory: string): ReadonlyMap<string, string> => {
    const source = text(directory === '' ? '.env' : `${directory}/.env`)
    const variables = source ? parseEnvFile(source).variables : []
    return new Map(variables.filter((one) => !one.inherited).map((one) => [one.name, one.value]))
  })
  const sketch = remembered((file: string) => {
    const root = document(file)?.root
    return root && readSketch(file, root, dotEnv)
  })
  return { tree, found, isFile, text, document, hcl, sketch, dotEnv }
}
