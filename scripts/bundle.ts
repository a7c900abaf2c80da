/** Builds `dist/`: the command line as one file with its compiled code beside it, the library's entries, and their types. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import type { Metafile } from 'esbuild'
import { build } from 'esbuild'
import { bundleOptions as shared } from './bundle-options.ts'
import { root } from './rule-folders.ts'

const dist = join(root, 'dist')

/** Packages that come in packed, where the bundler does not see them. */
const packed = ['@tree-sitter-grammars/tree-sitter-hcl']

/** The licences of every package that is inside the bundles. */
function notices(metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs))
  const packages = inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])
  const sections = [...new Set([...packages, ...packed])].sort().map((name) => {
    const folder = join(root, 'node_modules', name)
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const licence = ['LICENSE', 'LICENSE.md', 'license'].map((file) => join(folder, file)).find(existsSync)
    if (licence === undefined) throw new Error(`${name} ${version} has no licence file to pass on`)
    return `${name} ${version}\n\n${readFileSync(licence, 'utf8').trim()}\n`
  })
  return ['Drydock contains the following packages.\n', ...sections].join('\n')
}

/**
 * Runs the bundle on an example and keeps what V8 compiled for it. Node's own compile cache holds only what is compiled when
 * a module is loaded; most of a cold audit's time is compiling the functions that it calls then.
 */
async function keepCompiledCode(): Promise<void> {
  const example = join(root, 'examples/finansecure')
  const output = mkdtempSync(join(tmpdir(), 'drydock-'))
  const file = join(dist, 'drydock.cjs')
  // The wrapper must be the one in src/cli/entry.ts: V8 takes compiled code only for the very same source.
  const script = new Script(`(function (exports, require, module) {${readFileSync(file, 'latin1')}\n})`, {
    filename: file,
  })
  const module: { exports: { readonly run?: (words: readonly string[]) => Promise<number> } } = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module)
  const formats = existsSync(example) ? ['json', 'terminal'] : []
  for (const format of formats) {
    await module.exports.run?.(['audit', example, '--format', format, '--out', join(output, format)])
  }
  rmSync(output, { recursive: true })
  writeFileSync(join(dist, `drydock.${process.versions.v8}-${process.arch}.cache`), script.createCachedData())
}

rmSync(dist, { recursive: true, force: true })
const [entry, cli, undici, library] = await Promise.all([
  build({
    ...shared,
    entryPoints: { main: 'src/cli/entry.ts' },
    format: 'cjs',
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...shared,
    entryPoints: { drydock: 'src/cli/run.ts' },
    format: 'cjs',
    // A script that is run from cached code has no way to import; what comes with Node is required instead.
    supported: { 'dynamic-import': false },
    // Nor does it know its place; the one package that asks for it then reads nothing from there.
    alias: {
      ...shared.alias,
      'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
      undici: './undici.cjs',
    },
    external: [...shared.external, './undici.cjs'],
    define: { __dirname: '""' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
  }),
  // Only proofs need it; what every start reads stays small.
  build({
    ...shared,
    entryPoints: { undici: 'undici' },
    format: 'cjs',
    outdir: dist,
    outExtension: { '.js': '.cjs' },
  }),
  build({
    ...shared,
    entryPoints: ['src/index.ts', 'src/testing.ts'],
    format: 'esm',
    outdir: dist,
    splitting: true,
    // Packages in the old format ask for Node's modules in the old way.
    banner: { js: `import{createRequire as $require}from'node:module';const require=$require(import.meta.url);` },
  }),
])
// npm sets this when it links the program, and only then: a second build must leave it runnable.
chmodSync(join(dist, 'main.cjs'), 0o755)
writeFileSync(
  join(dist, 'THIRD-PARTY-NOTICES.txt'),
  notices([entry.metafile, cli.metafile, undici.metafile, library.metafile]),
)
// Declarations only: whether the types hold is `npm run types`' question.
const types = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (types.status !== 0) process.exitCode = 1
await keepCompiledCode()
