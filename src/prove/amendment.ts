/** Says in words what a repair has that an earlier attempt at the same place had not. */
import type { Data } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'

/** One thing that edits write: the last key on its way, and the text. */
interface Entry {
  readonly key: string
  readonly text: string
}

const isIndex = (segment: string | number | undefined): boolean => typeof segment === 'number'

function entriesIn(key: string, data: Data): readonly Entry[] {
  if (Array.isArray(data)) return data.flatMap((item: Data) => entriesIn(key, item))
  if (typeof data === 'object' && data !== null) {
    // A mount in its long form is one thing.
    const { type, target, ...rest } = data as Readonly<Record<'type' | 'target', Data | undefined>>
    if (typeof type === 'string' && typeof target === 'string') {
      return [{ key: type, text: [target, ...optionsIn(rest)].join(':') }]
    }
    return Object.entries(data).flatMap(([name, value]) => entriesIn(name, value))
  }
  return [{ key, text: String(data) }]
}

/** `uid=101,size=1m`, of the options that lie below the name of their kind. */
const optionsIn = (rest: Readonly<Record<string, Data>>): readonly string[] => {
  const options = Object.values(rest).flatMap((value) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  )
  return options.length === 0 ? [] : [options.map(([name, value]) => `${name}=${String(value)}`).join(',')]
}

function entriesOf(edits: readonly FileEdits[]): readonly Entry[] {
  return edits.flatMap((one) => {
    if ('create' in one) return [{ key: one.file, text: one.create }]
    if ('spans' in one) {
      return one.spans.flatMap((span) =>
        span.do === 'replace'
          ? [{ key: '', text: span.text }]
          : span.do === 'insert'
            ? span.lines.map((text) => ({ key: '', text }))
            : [],
      )
    }
    return one.tree.flatMap((edit) => {
      const key = String(edit.path.findLast((segment) => !isIndex(segment)) ?? '')
      if (edit.do === 'remove') return [{ key, text: 'gone' }]
      return edit.do === 'set' ? entriesIn(key, edit.value) : edit.values.flatMap((value) => entriesIn(key, value))
    })
  })
}

const sameAs =
  (one: Entry) =>
  (other: Entry): boolean =>
    one.key === other.key && one.text === other.text

/** Whether two repairs of a place write the same. */
export function isSame(before: readonly FileEdits[], after: readonly FileEdits[]): boolean {
  const [was, is] = [entriesOf(before), entriesOf(after)]
  return was.length === is.length && is.every((one) => was.some(sameAs(one)))
}

/** `tmpfs at /run with uid=101, mode=0755, size=1m`. */
function memoryAt(text: string): string {
  const [path = '', options = ''] = text.split(/:(.*)/s)
  return `tmpfs at ${path}${options === '' ? '' : ` with ${options.split(',').join(', ')}`}`
}

/** What of a key was there before, where it is one value and not a list. */
const single = new Map([
  ['mem_limit', 'memory'],
  ['memory', 'memory'],
  ['pids_limit', 'processes'],
  ['pids', 'processes'],
  ['user', 'user'],
])

/**
 * `CHOWN and SETUID given back; tmpfs at /run with uid=101; memory 512m instead of 64m`: what the later attempt writes and the earlier
 * one does not. Null where that is nothing; without an earlier attempt, only what was given back and made room for is said.
 */
export function amendment(before: readonly FileEdits[] | undefined, after: readonly FileEdits[]): string | null {
  const [was, is] = [entriesOf(before ?? []), entriesOf(after)]
  const more = is.filter((one) => !was.some(sameAs(one)))
  const less = was.filter((one) => !is.some(sameAs(one)))
  const of = (key: string, list: readonly Entry[]): readonly string[] =>
    list.flatMap((one) => (one.key === key ? [one.text] : []))
  const [back, taken] = [of('cap_add', more), of('cap_add', less)]
  const [rooms, noRooms] = [of('tmpfs', more), of('tmpfs', less)]
  const isMissing = (text: string): boolean => !rooms.some((room) => room.split(':')[0] === text.split(':')[0])
  const values = [...single].flatMap(([key, word]) =>
    of(key, more).map(
      (text) =>
        `${word} ${text}${of(key, less)
          .map((old) => ` instead of ${old}`)
          .join('')}`,
    ),
  )
  const said = [
    ...(back.length > 0 ? [`${back.join(', ')} given back`] : []),
    ...(taken.length > 0 ? [`${taken.join(', ')} not given back`] : []),
    ...rooms.map(memoryAt),
    ...noRooms.filter(isMissing).map((text) => `no ${memoryAt(text)}`),
    ...(before ? values : []),
  ]
  // What else differs may be secret.
  return said.length > 0 ? said.join('; ') : !before || isSame(before, after) ? null : 'made as it was measured'
}
