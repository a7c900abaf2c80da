/** Text that is safe and aligned in a terminal: nothing in it moves the cursor, and its width is known. */

/** C0 and C1 controls, DEL, line and paragraph separators, bidirectional and invisible formatting, lone surrogates. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

const visible = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}

/** One line of text in which every control character is replaced by a visible sign of width one. */
export const plain = (text: string): string => text.replace(UNSAFE, visible)

/** As `plain`, with line ends and tabs as single spaces: for messages. */
export const oneLine = (text: string): string => plain(text.replace(/[\r\n\t\v\f]+/g, ' '))

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const ZERO_WIDTH = /\p{Mark}|\u200d|[\ufe00-\ufe0f]/u

/** Columns that one character takes in a terminal. */
export const signWidth = (sign: string): number => (ZERO_WIDTH.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1)

/** Columns that a text without control characters takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += sign < '\u0300' ? 1 : signWidth(sign)
  return width
}

/** Fills a text with spaces up to a width. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Cuts a text to a width, with an ellipsis where something is cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let taken = ''
  let used = 1
  for (const sign of text) {
    used += signWidth(sign)
    if (used > width) break
    taken += sign
  }
  return `${taken}…`
}

/** Breaks a text at spaces into lines of at most `width` columns; a longer word has a line of its own, uncut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of oneLine(text).split(' ')) {
    if (word === '') continue
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}
