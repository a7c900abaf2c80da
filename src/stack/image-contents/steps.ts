/** Reads the steps of an image's history, as the classic builder and BuildKit write them down. */

export interface Step {
  /** Of the instruction, in lower case; empty where nothing is said, as for what was imported. */
  readonly keyword: string
  /** What follows the keyword; of a RUN the command, behind the values of its arguments. */
  readonly text: string
  /** The arguments that a RUN was given, and what an ENV or ARG sets. */
  readonly values: readonly (readonly [name: string, value: string])[]
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)([\s\S]*)$/
/** A builder that keeps no more of a step than this has not been seen; what is longer is cut. */
const longest = 64 << 10

/** Takes a step apart; time is linear in its text. */
export function readStep(createdBy: string): Step {
  const text = createdBy.slice(0, longest).trim()
  if (text === '') return { keyword: '', text: '', values: [] }
  const written = text.replace(/^(?:\S+ ){1,8}#\(nop\)\s+/, '').replace(/\s+# buildkit$/, '')
  const [, keyword = '', rest = ''] = keywords.exec(written) ?? []
  if (keyword !== '' && keyword !== 'RUN') {
    const sets = keyword === 'ENV' || keyword === 'ARG'
    return { keyword: keyword.toLowerCase(), text: rest, values: sets ? assignments(rest) : [] }
  }
  const command = keyword === 'RUN' ? rest : written
  const [, count, given = ''] = /^\|(\d{1,4}) ([\s\S]*)$/.exec(command) ?? []
  if (count === undefined) return { keyword: 'run', text: command, values: [] }
  const values = assignments(given, Number(count))
  const [name = '', last = ''] = values.at(-1) ?? []
  // The last value ends where the shell begins, or the first word of an exec form; a blank before it is the end of no value at all.
  const shell = /\s(?=\/\S+ -\w*c )/.exec(last)?.index ?? last.indexOf(' ')
  if (shell === -1) return { keyword: 'run', text: '', values }
  const whole = values.slice(0, -1)
  return { keyword: 'run', text: last.slice(shell + 1), values: [...whole, [name, last.slice(0, shell)]] }
}

/** `A=b C=d e`: values are not quoted, so that each goes on until the next name. */
function assignments(text: string, most = 1000): readonly (readonly [string, string])[] {
  const starts = [...text.matchAll(/(?<=^|\s)([A-Za-z_]\w*)=/g)].slice(0, most)
  return starts.map((match, at) => {
    const end = starts[at + 1]?.index ?? text.length
    return [match[1] ?? '', text.slice(match.index + match[0].length, end).trimEnd()]
  })
}

/** The values that a step gives by name. */
export const valuesInStep = (createdBy: string): Step['values'] => readStep(createdBy).values
