/** Names of variables that differ from a known one as a slip of the fingers does. */

/** Nobody writes more by hand, and comparing takes time for each. */
const mostNames = 300

/** The known name that was most likely meant: the same but for two letters in one place, digits aside. */
export function misspelt(name: string, names: ReadonlySet<string>): string | undefined {
  if (name.length < 4 || names.size > mostNames) return undefined
  return [...names].find((known) => known.length > 3 && differsByASlip(name, known))
}

function differsByASlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  const shorter = Math.min(one.length, other.length)
  let start = 0
  while (start < shorter && one[start] === other[start]) start++
  let end = 0
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const rest = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  return rest.every((part) => part.length <= 2 && !/\d/.test(part))
}
