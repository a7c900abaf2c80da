/** Dates and times as YAML 1.1 reads them, written as Compose prints them. */

const written =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?))?$/

/** The tag of a scalar that is a moment rather than text. */
export const momentTag = 'tag:yaml.org,2002:timestamp'

/** How a moment reads where Compose makes text of it: in a list of `key=value`, and in a container's environment. */
export function momentText(moment: string): string {
  const [, date, time, zone = 'Z'] = /^(.{10})T(.*?)(Z|[-+]..:..)$/.exec(moment) ?? []
  const offset = zone.replace(':', '')
  return zone === 'Z' ? `${date} ${time} +0000 UTC` : `${date} ${time} ${offset} ${offset}`
}

/** RFC 3339 for text that is a moment (`2024-1-31`, `2024-01-31 10:00:00`), `undefined` for anything else. */
export function timestampOf(text: string): string | undefined {
  const parts = written.exec(text)
  if (!parts) return undefined
  const [, year = '', month = '', day = ''] = parts
  const [hour, minute, second] = [4, 5, 6].map((at) => Number(parts[at] ?? parts[at + 5] ?? 0)) as [
    number,
    number,
    number,
  ]
  const zone = parts[8] ?? 'Z'
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = (parts[7] ?? parts[12] ?? '').slice(0, 9).replace(/0+$/, '')
  const two = (value: number | string) => String(value).padStart(2, '0')
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`
  return `${year}-${two(month)}-${two(day)}T${time}${zone === '+00:00' || zone === '-00:00' ? 'Z' : zone}`
}
