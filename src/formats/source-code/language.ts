/** Which language a file is in, by its name. */
import { nameOf } from '../../core/tree.ts'

/** `other` is a programming language whose reads nobody here can tell. */
export type Language = 'csharp' | 'javascript' | 'python' | 'shell' | 'other'

const byExtension: ReadonlyMap<string, Language> = new Map(
  (
    [
      ['csharp', 'cs csx'],
      ['javascript', 'js mjs cjs jsx ts mts cts tsx vue svelte astro'],
      ['python', 'py pyw'],
      ['shell', 'sh bash ash dash ksh'],
      [
        'other',
        'java kt kts groovy scala clj go rb erb php phtml rs fs vb razor cshtml ex exs erl hs ml lua pl pm r jl dart swift c h cc cpp hpp zig nim cr d pas ps1 ipynb coffee elm',
      ],
    ] as const
  ).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language] as const)),
)

/** The language of a source file; `undefined` where the name is not a source's. */
export function languageOf(path: string): Language | undefined {
  const name = nameOf(path).toLowerCase()
  if (name.endsWith('.d.ts') || name.endsWith('.min.js')) return undefined
  const extension = /\.([a-z0-9]+)$/.exec(name)?.[1]
  if (extension !== undefined) return byExtension.get(extension)
  return /(^|[-_])entrypoint$/.test(name) ? 'shell' : undefined
}
