/** Colours and weights of terminal text; plain text where colour is off. */

export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
  underline(text: string): string
}

const wrap =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`
const same = (text: string): string => text

const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same, underline: same }
const colored: Style = {
  bold: wrap(1, 22),
  dim: wrap(2, 22),
  red: wrap(31, 39),
  green: wrap(32, 39),
  yellow: wrap(33, 39),
  cyan: wrap(36, 39),
  underline: wrap(4, 24),
}

export const styleFor = (color: boolean): Style => (color ? colored : plain)
