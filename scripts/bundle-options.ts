/** How the sources become one file, for what is installed and for tests that start the program many times. */
import type { BuildOptions } from 'esbuild'
import { root } from './rule-folders.ts'

export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  // Neutral, so that packages give their ES modules: those lose what is not used. Node's own modules stay outside.
  platform: 'neutral',
  external: ['node:*'],
  mainFields: ['module', 'main'],
  target: 'node22.18',
  // Packages that are made for more than Node name its modules in the old way.
  alias: {
    fs: 'node:fs',
    'fs/promises': 'node:fs/promises',
    module: 'node:module',
    path: 'node:path',
    url: 'node:url',
  },
  // ASCII only, which V8 keeps in half the memory and Node reads without decoding.
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions
