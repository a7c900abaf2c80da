/** Durations as Compose and Docker write them. */

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 0.000001 }

/** Seconds of `1m30s`, `500ms` or a plain number; `undefined` where the text is none of these. */
export function secondsOf(text: string): number | undefined {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text)
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|us|m|s)){1,5}$/.test(text)) return undefined
  return [...text.matchAll(/([\d.]+)(h|ms|us|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  )
}
