/** Which texts are IP addresses. Node's `net` knows too, and loading it costs a third of what a small audit may take. */

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const dotted = new RegExp(`^${byte}(?:\\.${byte}){3}$`)
const zone = /%[0-9a-zA-Z\-.:]+$/

/** Whether `groups` are hexadecimal groups, of which the last may be a dotted address; returns how many 16-bit groups they are. */
function countGroups(text: string, mayEndDotted: boolean): number | undefined {
  if (text === '') return 0
  const groups = text.split(':')
  const last = groups.at(-1) ?? ''
  const tail = mayEndDotted && dotted.test(last)
  const plain = tail ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return plain.length + (tail ? 2 : 0)
}

function isVersion6(text: string): boolean {
  const [before = '', after, ...more] = text.split('::')
  if (more.length > 0) return false
  if (after === undefined) return countGroups(before, true) === 8
  const counts = [countGroups(before, false), countGroups(after, true)]
  const [left, right] = counts
  return left !== undefined && right !== undefined && left + right < 8
}

/** 4 or 6 for an address of that version, 0 for anything else. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (text.length > 64) return 0
  if (dotted.test(text)) return 4
  return text.includes(':') && isVersion6(text.replace(zone, '')) ? 6 : 0
}
