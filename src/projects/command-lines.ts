/** Finds simple commands in the lines of scripts, Makefiles and workflow steps: enough to see which containers they run. */

export interface CommandLine {
  /** The words without quotes; variables that the text itself sets are filled in, others stay as written. */
  readonly words: readonly string[]
  /** `NAME=value` in front of the command. */
  readonly assignments: ReadonlyMap<string, string>
  /** Where the logical line starts and ends in the text. */
  readonly start: number
  readonly end: number
  /** Whether the command reads what the one before it writes. */
  readonly piped: boolean
}

interface LogicalLine {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Longer lines are no commands that anybody wrote; neither is a line that grows so long when variables are filled in. */
export const LONGEST_LINE = 8000

/** Splits text into lines, with `\` at the end joining one to the next. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = []
  let joined = ''
  let start = 0
  let at = 0
  while (at <= text.length) {
    const stop = text.indexOf('\n', at)
    const end = stop === -1 ? text.length : stop
    const line = text.slice(at, end).replace(/\r$/, '')
    if (joined === '') start = at
    if (line.endsWith('\\') && stop !== -1 && joined.length < LONGEST_LINE) joined += `${line.slice(0, -1)} `
    else {
      lines.push({ text: joined + line, start, end })
      joined = ''
    }
    if (stop === -1) break
    at = end + 1
  }
  return lines
}

const ASSIGNMENT = /^\s*(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)\s*(?:[:?]{0,2}=)(.*)$/

/** Takes the plain assignments of a script or Makefile; what is computed is left out. */
export function assignmentIn(line: string): readonly [string, string] | undefined {
  const match = ASSIGNMENT.exec(line)
  const name = match?.[1]
  let value = (match?.[2] ?? '').trim()
  const quote = value[0]
  if (quote === '"' || quote === "'") {
    const close = value.indexOf(quote, 1)
    if (close === -1) return undefined
    value = value.slice(1, close)
  } else value = value.replace(/\s+#.*$/, '').replace(/;.*$/, '')
  return name === undefined || /^\(|`|\$\((?:shell|wildcard)?\s*[a-z]+\s/.test(value) ? undefined : [name, value]
}

/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `$(NAME)` by what is known; a default counts where nothing is. */
export function fillIn(text: string, variables: ReadonlyMap<string, string>): string {
  let result = text
  for (let round = 0; round < 5 && result.includes('$'); round++) {
    const next = result.replace(
      /\$(?:\{([A-Za-z_]\w*)(?::?-([^{}$]*))?\}|\(([A-Za-z_]\w*)\)|([A-Za-z_]\w*))/g,
      (
        whole,
        braced: string | undefined,
        otherwise: string | undefined,
        made: string | undefined,
        plain: string | undefined,
      ) => variables.get(braced ?? made ?? plain ?? '') ?? otherwise ?? whole,
    )
    if (next === result || next.length > LONGEST_LINE) break
    result = next
  }
  return result
}

/** What may stand in front of a command without being one. */
const PREFIXES = new Set([
  'sudo',
  'exec',
  'env',
  'time',
  'nohup',
  'command',
  'then',
  'do',
  'else',
  'if',
  '!',
  '{',
  '(',
  'while',
  'until',
  '-',
])

/** The commands of one logical line. Comments and here-documents' bodies are for the caller to leave out. */
export function commandsOf(line: LogicalLine, variables: ReadonlyMap<string, string>): readonly CommandLine[] {
  const commands: CommandLine[] = []
  let piped = false
  for (const part of splitCommands(fillIn(line.text.replace(/^[\s@+-]*(?=\S)/, ''), variables))) {
    const words = [...part.words]
    const assignments = new Map<string, string>()
    while (words.length > 0) {
      const [first = ''] = words
      const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(first)
      if (assignment?.[1] !== undefined) assignments.set(assignment[1], assignment[2] ?? '')
      else if (!PREFIXES.has(first) && !(/^-[A-Za-z]+$/.test(first) && words.length < part.words.length)) break
      words.shift()
    }
    if (words.length > 0 || assignments.size > 0) {
      commands.push({ words, assignments, start: line.start, end: line.end, piped })
    }
    piped = part.pipes
  }
  return commands
}

interface Part {
  readonly words: string[]
  readonly pipes: boolean
}

/** Splits at `;`, `&`, `|`, and round brackets outside quotes; `#` at a word's start ends the line. */
function splitCommands(text: string): readonly Part[] {
  const parts: Part[] = []
  let words: string[] = []
  let word: string | undefined
  let quote = ''
  const endWord = (): void => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const endCommand = (pipes: boolean): void => {
    endWord()
    if (words.length > 0) parts.push({ words, pipes })
    words = []
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quote !== '') {
      if (c === quote) quote = ''
      else
        word =
          (word ?? '') + (c === '\\' && quote === '"' && '"\\$`'.includes(text.charAt(i + 1)) ? text.charAt(++i) : c)
    } else if (c === '"' || c === "'") {
      quote = c
      word ??= ''
    } else if (c === '\\') word = (word ?? '') + text.charAt(++i)
    else if (c === '$' && (text.charAt(i + 1) === '(' || text.charAt(i + 1) === '{')) {
      const end = closing(text, i + 1)
      word = (word ?? '') + text.slice(i, end)
      i = end - 1
    } else if (c === '#' && word === undefined) break
    else if (c === ' ' || c === '\t' || c === '\n') endWord()
    else if (c === ';' || c === '&' || c === '(' || c === ')' || c === '`') endCommand(false)
    else if (c === '|') endCommand(text.charAt(i + 1) !== '|' && text.charAt(i - 1) !== '|')
    else word = (word ?? '') + c
  }
  endCommand(false)
  return parts
}

/** The offset after the bracket that closes the one at `at`, or the text's end. */
function closing(text: string, at: number): number {
  const open = text.charAt(at)
  const close = open === '(' ? ')' : '}'
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text.charAt(i) === open) depth++
    else if (text.charAt(i) === close && --depth === 0) return i + 1
  }
  return text.length
}
