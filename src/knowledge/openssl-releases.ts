/** Until when each line of OpenSSL gets fixes, and the first release of it without its grave holes. */

interface Line {
  /** ISO date of the last day with fixes that are free for all. */
  readonly ends: string
  /** Grave holes, each with the first release of the line without it. */
  readonly holes?: readonly (readonly [closedIn: number, name: string])[]
}

const CMS_OVERFLOW = 'CVE-2025-15467'

/**
 * Days by the project's own policy, https://openssl-library.org/policies/releasestrat/: announced for the lines before 3.3, and the
 * day of the first release with two years (3.3, 3.4), five (3.5, long-term) or thirteen months (3.6) added since.
 */
const lines: Readonly<Record<string, Line>> = {
  '1.0.1': { ends: '2016-12-31' },
  '1.0.2': { ends: '2019-12-31' },
  '1.1.0': { ends: '2019-09-11' },
  '1.1.1': { ends: '2023-09-11' },
  '3.0': {
    ends: '2026-09-07',
    holes: [
      [7, 'CVE-2022-3602'],
      [19, CMS_OVERFLOW],
    ],
  },
  '3.1': { ends: '2025-03-14' },
  '3.2': { ends: '2025-11-23' },
  '3.3': { ends: '2026-04-09', holes: [[6, CMS_OVERFLOW]] },
  '3.4': { ends: '2026-10-22', holes: [[4, CMS_OVERFLOW]] },
  '3.5': { ends: '2030-04-08', holes: [[5, CMS_OVERFLOW]] },
  '3.6': { ends: '2026-11-01', holes: [[1, CMS_OVERFLOW]] },
}

/** The version in the name of a source archive, a tag or a directory: `openssl-1.0.2k.tar.gz`, `openssl-3.0.1`. */
export const opensslVersion = (text: string): string | undefined =>
  /\bopenssl-(\d{1,2}\.\d{1,2}\.\d{1,3}[a-z]{0,2})(?=\.tar|\.zip|[/"'\s]|$)/.exec(text)?.[1]

/** What is wrong with a version on `today` (ISO date), as the end of a sentence; `undefined` where nothing is known to be. */
export function opensslFault(version: string, today: string): string | undefined {
  const [major = '', minor = '', patch = ''] = version.split('.')
  if (Number(major) === 0 || version.startsWith('1.0.0')) return 'has had no fixes since 2015'
  const line = lines[Number(major) < 3 ? `${major}.${minor}.${Number.parseInt(patch, 10)}` : `${major}.${minor}`]
  if (line === undefined) return undefined
  if (version.startsWith('1.0.1') && /^1\.0\.1[a-f]?$/.test(version))
    return 'lets anybody read its memory (Heartbleed, CVE-2014-0160)'
  const hole = line.holes?.find(([closedIn]) => Number(patch) < closedIn)
  if (hole !== undefined) return `has a grave hole that is closed in ${major}.${minor}.${hole[0]} (${hole[1]})`
  return line.ends <= today ? `gets no fixes since ${line.ends}` : undefined
}
