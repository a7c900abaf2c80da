/** Until when each line of OpenSSL gets fixes, and the first release of it without the holes that everybody knows by name. */

interface Line {
  /** ISO date of the last day with fixes that are free for all. */
  readonly ends: string
  /** Earlier releases of the line have a hole with a name, and what it is. */
  readonly safe?: readonly [patch: number, hole: string]
}

/** https://openssl-library.org/policies/releasestrat/ and https://openssl-library.org/news/vulnerabilities/, read 2026-11-22. */
const lines: Readonly<Record<string, Line>> = {
  '1.0.1': { ends: '2016-12-31' },
  '1.0.2': { ends: '2019-12-31' },
  '1.1.0': { ends: '2019-09-11' },
  '1.1.1': { ends: '2023-09-11' },
  '3.0': { ends: '2026-09-07', safe: [7, 'CVE-2022-3602'] },
  '3.1': { ends: '2025-03-14' },
  '3.2': { ends: '2025-11-23' },
  '3.3': { ends: '2026-04-09' },
  '3.4': { ends: '2026-10-22' },
  '3.5': { ends: '2030-04-08' },
  '3.6': { ends: '2026-11-01' },
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
  if (line.safe && Number(patch) < line.safe[0]) return `has a hole that is known by name (${line.safe[1]})`
  return line.ends <= today ? `gets no fixes since ${line.ends}` : undefined
}
