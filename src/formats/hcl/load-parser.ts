/** Loads the HCL grammar when somebody first needs it: a tree without such files pays nothing for it. */
import { Buffer } from 'node:buffer'
import { brotliDecompressSync } from 'node:zlib'
import { lazy } from '../../core/lazy.ts'
import { type RawNode, rawTree } from './raw-node.ts'

/** Turns a text into the grammar's tree; `undefined` where it takes too long. */
export type HclParser = (text: string) => RawNode | undefined

/** How often the engine may report progress before it is told to stop; it does so every few hundred steps. */
const mostReports = 40_000

const unpacked = (text: string): Uint8Array => new Uint8Array(brotliDecompressSync(Buffer.from(text, 'base64')))

/** The parser, loaded once in a process. Loading takes some ten milliseconds; from then on it answers at once. */
export const loadHclParser: () => Promise<HclParser> = lazy(async (): Promise<HclParser> => {
  const [{ Language, Parser }, { engine, grammar }] = await Promise.all([
    import('web-tree-sitter'),
    import('./grammar.gen.ts'),
  ])
  await Parser.init({ wasmBinary: unpacked(engine) })
  const parser = new Parser().setLanguage(await Language.load(unpacked(grammar)))
  return (text) => {
    let reports = 0
    // The mark that ends a heredoc wants a line end, be it the last thing in the file.
    const tree = parser.parse(`${text}\n`, null, { progressCallback: () => ++reports > mostReports })
    if (tree === null) {
      parser.reset()
      return undefined
    }
    const root = rawTree(tree.walk(), text.length)
    tree.delete()
    return root
  }
})
