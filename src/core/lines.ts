/** Lines of a text by offset: where the line of an offset begins and ends. */

/** The column of an offset; a byte order mark takes none. */
export function columnOf(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  return offset - (start === 0 && text.startsWith('\uFEFF') ? 1 : start)
}

/** Where the line that holds the offset ends: before its line break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  if (at === -1) return text.length
  return at > offset && text.charAt(at - 1) === '\r' ? at - 1 : at
}

/** Where the line that holds the offset begins. */
export const lineStart = (text: string, offset: number): number => offset - columnOf(text, offset)

/** After the line break that ends the line of the offset. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at === -1 ? text.length : at + 1
}
