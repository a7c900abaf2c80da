/** The path patterns of `drydock.yaml`: a path covers what is below it, `*` stays inside a folder, `**` crosses folders. */

/** Whether a pattern covers a path from the workspace's root. Time is bounded by the product of both lengths. */
export function pathMatches(pattern: string, path: string): boolean {
  const clean = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
  if (!clean.includes('*') && !clean.includes('?'))
    return clean === '' || path === clean || path.startsWith(`${clean}/`)
  const wanted = clean.split('/')
  const parts = path.split('/')
  // `reach[i]`: the pattern's first i segments match the path's first j.
  let reach = startOf(wanted)
  for (const part of parts) {
    if (reach[wanted.length]) return true
    const next = wanted.map((_, i) => reach[i] === true && wanted[i] === '**')
    next.push(false)
    for (const [i, segment] of wanted.entries()) {
      if (reach[i] && segment !== '**' && segmentMatches(segment, part)) next[i + 1] = true
      if (next[i] && segment === '**') next[i + 1] = true
    }
    reach = next
  }
  return reach[wanted.length] === true
}

/** `**` also stands for no folder at all, so several positions are reached at the start. */
function startOf(wanted: readonly string[]): boolean[] {
  const reach = [true, ...wanted.map(() => false)]
  for (const [i, segment] of wanted.entries())
    if (reach[i] && segment === '**' && i + 1 < wanted.length) reach[i + 1] = true
  return reach
}

/** Whether a name fits a pattern with `*` and `?`. */
export function segmentMatches(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = n
    } else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === name[n])) {
      p++
      n++
    } else if (star !== -1) {
      p = star + 1
      n = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
