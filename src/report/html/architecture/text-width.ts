/** How wide a text is at most, for a picture that is drawn before anybody knows which font it will be shown in. */

/** Widths in thousandths of the font's size, of the widest among the fonts that systems use for their own texts. */
const widths: ReadonlyMap<string, number> = new Map(
  [
    ["ijlI'|!.,:;", 340],
    ['frt()[]{}/\\ -"`', 420],
    ['cksvxyzJ_*?^', 600],
    ['abdeghnopqu0123456789LFTESZ#$+=<>~→·', 660],
    ['ABCKPRVXYDGHNOQU&–', 790],
    ['mwM%@', 990],
    ['W—…', 1010],
  ].flatMap(([signs, width]) => [...String(signs)].map((sign) => [sign, Number(width)] as const)),
)

/** Other letters of European scripts are as wide as a wide one of the alphabet; signs of other scripts fill their square. */
const widthOf = (sign: string): number => widths.get(sign) ?? ((sign.codePointAt(0) ?? 0) < 0x2000 ? 800 : 1200)

/** The width of a text in pixels, never too small; bold letters are a tenth wider. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0
  for (const sign of text) sum += widthOf(sign)
  return Math.ceil((sum * size * (bold ? 1.1 : 1)) / 1000)
}

/** A text that fits in `room` pixels: whole, or with its middle left out, where names differ least. */
export function shortened(text: string, room: number, size: number, bold = false): string {
  // No more signs than this can fit, however narrow.
  const signs = [...text.slice(0, Math.max(8, room))]
  if (signs.length === text.length && textWidth(text, size, bold) <= room) return text
  const all = signs.length < text.length ? [...signs.slice(0, -1)] : signs
  for (let kept = all.length; kept > 1; kept--) {
    const tail = Math.floor(kept * 0.4)
    const ending = signs.length < text.length ? [...text.slice(-tail - 1)].slice(-tail) : all.slice(all.length - tail)
    const short = `${all.slice(0, kept - tail).join('')}…${tail === 0 ? '' : ending.join('')}`
    if (textWidth(short, size, bold) <= room) return short
  }
  return '…'
}
