/** What a RUN does: its mounts, its modes, and the text that the shell is given. */
import type { SpanOrigin } from '../../core/origin.ts'
import { joinMapped, type MappedText, plainText } from '../shell/mapped-text.ts'
import type { Flag, Heredoc, Instruction, Word } from './document.ts'
import { heredocWord } from './heredoc-words.ts'
import { flagOf } from './readers.ts'
import { mappedWord } from './word-text.ts'

export interface Mount {
  /** `bind` where none is given. */
  readonly type: string
  readonly target: string | undefined
  readonly source: string | undefined
  readonly from: string | undefined
  readonly id: string | undefined
  readonly env: string | undefined
  readonly required: boolean
  /** Bind, secret and ssh mounts are read-only unless they say `rw`. */
  readonly readonly: boolean
  readonly sharing: string | undefined
  /** Every option by the name it is written with, in lower case; one without a value has `''`. */
  readonly options: ReadonlyMap<string, string>
  readonly origin: SpanOrigin
}

export interface RunReading {
  readonly form: 'exec' | 'shell'
  /** The exec form's words; in shell form the one text as written. */
  readonly words: readonly Word[]
  readonly mounts: readonly Mount[]
  readonly network: Word | undefined
  readonly security: Word | undefined
  /** The text that the shell gets, heredocs included; `undefined` in exec form. */
  readonly script: MappedText | undefined
  /** The program behind `#!` where the whole script is one heredoc that names it. */
  readonly interpreter: string | undefined
}

/** Reads RUN. */
export function runOf(instruction: Instruction): RunReading {
  const { script, interpreter } = scriptOf(instruction)
  return {
    form: instruction.exec ? 'exec' : 'shell',
    words: instruction.args,
    mounts: instruction.flags.flatMap((flag) => (flag.name === 'mount' ? [mountOf(flag)] : [])),
    network: flagOf(instruction, 'network'),
    security: flagOf(instruction, 'security'),
    script,
    interpreter,
  }
}

function scriptOf(instruction: Instruction): Pick<RunReading, 'script' | 'interpreter'> {
  const [body] = instruction.args
  if (instruction.exec || body === undefined) return { script: undefined, interpreter: undefined }
  const [heredoc] = instruction.heredocs
  const text = mappedWord(body)
  if (heredoc === undefined) return { script: text, interpreter: undefined }
  if (typeof heredocWord(body.text) !== 'object') {
    // The shell reads the heredocs itself, so it gets them back behind the line.
    const parts = instruction.heredocs.flatMap((each) => [plainText('\n', each.origin.start - 1), reconstituted(each)])
    return { script: joinMapped([text, ...parts]), interpreter: undefined }
  }
  const script = heredoc.chomp ? withoutLeadingTabs(heredoc) : plainText(heredoc.content, heredoc.origin.start)
  const shebang = /^#!\s*(\S{1,200})(?:[ \t]+(\S{1,200}))?/.exec(script.text)
  const program = shebang?.[1]?.endsWith('/env') ? shebang[2] : shebang?.[1]
  return { script, interpreter: program?.slice(program.lastIndexOf('/') + 1) }
}

const reconstituted = (heredoc: Heredoc): MappedText => plainText(heredoc.content + heredoc.name, heredoc.origin.start)

function withoutLeadingTabs(heredoc: Heredoc): MappedText {
  const parts: MappedText[] = [plainText('', heredoc.origin.start)]
  const { content } = heredoc
  for (let at = 0; at < content.length; ) {
    const newline = content.indexOf('\n', at)
    const next = newline < 0 ? content.length : newline + 1
    let start = at
    while (start < next && content[start] === '\t') start++
    parts.push(plainText(content.slice(start, next), heredoc.origin.start + start))
    at = next
  }
  return joinMapped(parts)
}

function mountOf(flag: Flag): Mount {
  const options = new Map<string, string>()
  for (const field of fieldsOf(flag.value?.text ?? '')) {
    const sign = field.indexOf('=')
    const key = (sign < 0 ? field : field.slice(0, sign)).toLowerCase()
    if (key !== '') options.set(key, sign < 0 ? '' : field.slice(sign + 1))
  }
  const option = (...names: readonly string[]): string | undefined => {
    const name = names.find((each) => options.has(each))
    return name === undefined ? undefined : options.get(name)
  }
  const isOn = (value: string | undefined): boolean => value !== undefined && !/^(?:0|f|false)$/i.test(value)
  const type = (option('type') ?? 'bind').toLowerCase()
  const readOnly = option('readonly', 'ro')
  const readWrite = option('readwrite', 'rw')
  const readOnlyByDefault = type !== 'cache' && type !== 'tmpfs'
  return {
    type,
    target: option('target', 'dst', 'destination'),
    source: option('source', 'src'),
    from: option('from'),
    id: option('id'),
    env: option('env'),
    required: isOn(option('required')),
    readonly: readOnly !== undefined ? isOn(readOnly) : readWrite !== undefined ? !isOn(readWrite) : readOnlyByDefault,
    sharing: option('sharing'),
    options,
    origin: flag.origin,
  }
}

/** Fields of a line of comma-separated values; a field in double quotes may hold commas. */
function fieldsOf(text: string): readonly string[] {
  const fields: string[] = []
  for (let at = 0; at <= text.length; ) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at)
      const end = comma < 0 ? text.length : comma
      fields.push(text.slice(at, end))
      at = end + 1
      continue
    }
    let close = text.indexOf('"', at + 1)
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
    const end = close < 0 ? text.length : close
    fields.push(text.slice(at + 1, end).replaceAll('""', '"'))
    const comma = text.indexOf(',', end)
    at = comma < 0 ? text.length + 1 : comma + 1
  }
  return fields
}
