/** Reads of a Makefile what its targets run: recipes as shell text that still knows where it is written. */
import { keptWith } from '../../core/lazy.ts'
import type { SourceText } from '../../core/text.ts'
import { joinMapped, type MappedText, plainText, sliceMapped } from '../shell/mapped-text.ts'

export interface MakeTarget {
  readonly name: string
  readonly needs: readonly string[]
  readonly recipe: MappedText
}

export interface Makefile {
  readonly targets: readonly MakeTarget[]
  /** Variables that it sets, with the text of their values. */
  readonly variables: ReadonlyMap<string, MappedText>
}

/** A Makefile of more lines than this is generated. */
const mostLines = 20_000

/** Reads rules and variables; what make computes (functions, conditions, patterns) stays as it is written. */
export const parseMakefile = keptWith(({ text }: SourceText): Makefile => {
  const variables = new Map<string, MappedText>()
  const open: { readonly names: readonly string[]; readonly needs: readonly string[]; readonly lines: MappedText[] }[] =
    []
  let offset = 0
  let continued = false
  for (const line of text.split('\n', mostLines)) {
    const start = offset
    offset += line.length + 1
    const wasContinued: boolean = continued
    const inRecipe: boolean = line.startsWith('\t') || wasContinued
    continued = inRecipe && line.endsWith('\\')
    if (inRecipe) {
      const marks = wasContinued ? /^\t?/ : /^\t?[ \t]*[@+-]*/
      open.at(-1)?.lines.push(shellText(plainText(line, start), marks), plainText('\n', start + line.length))
      continue
    }
    const variable = /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*[:?+]{0,2}=[ \t]*/.exec(line)
    if (variable !== null) {
      const [whole, name = ''] = variable
      const value = line.slice(whole.length).replace(/\s+#.*$|\s+$/, '')
      if (!variables.has(name)) variables.set(name, shellText(plainText(value, start + whole.length)))
      continue
    }
    const rule = /^([\w./ -]{1,200}?)[ \t]*::?(?!=)([^=;#]*)(?:#.*)?$/.exec(line)
    if (rule !== null) open.push({ names: words(rule[1]), needs: words(rule[2]), lines: [] })
    else if (line.trim() !== '' && !line.startsWith('#')) open.push({ names: [], needs: [], lines: [] })
  }
  const targets = open.flatMap(({ names, needs, lines }) =>
    names.map((name) => ({ name, needs, recipe: joinMapped(lines) })),
  )
  return { targets, variables }
})

const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((word) => word !== '')

/** A line as the shell gets it: without make's `marks` in front, `$$` as `$`, `$(NAME)` as `${NAME}`. */
function shellText(line: MappedText, marks = /^/): MappedText {
  const parts: MappedText[] = []
  let at = marks.exec(line.text)?.[0].length ?? 0
  const expansion = /\$\$|\$\(([A-Za-z_]\w*)\)/g
  expansion.lastIndex = at
  for (let match = expansion.exec(line.text); match !== null; match = expansion.exec(line.text)) {
    parts.push(sliceMapped(line, at, match.index))
    const from = line.pieces[0]?.source ?? 0
    parts.push(plainText(match[1] === undefined ? '$' : `\${${match[1]}}`, from + match.index))
    at = match.index + match[0].length
  }
  return joinMapped([...parts, sliceMapped(line, at)])
}
