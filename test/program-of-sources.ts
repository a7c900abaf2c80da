/** The program as one file of the sources, for tests that start it many times: Node reads hundreds of files too slowly. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { bundleOptions } from '../scripts/bundle-options.ts'
import { root } from '../scripts/rule-folders.ts'

export async function writeProgram(file: string): Promise<void> {
  await build({
    ...bundleOptions,
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: file,
    format: 'esm',
    // What speaks with an engine asks for Node's modules in the old way, from within.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
}
