/** HTML that can only be made from templates of this program: whatever else goes in is text, and stays text. */
import { plain } from '../plain-text.ts'

/** A stretch of HTML. Nothing outside of this module can make one from a text. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }

  /** For a template tag and for what is generated at build time only; a text from the audited files must never come here. */
  static trusted(text: string): Html {
    return new Html(text)
  }
}

export type Part = Html | string | number | false | null | undefined | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text as HTML shows it, in an element or in a quoted attribute alike; control and direction characters become visible. */
export const escapedText = (text: string): string =>
  text
    .split(/([\t\n])/)
    .map((part) => (part === '\t' || part === '\n' ? part : plain(part)))
    .join('')
    .replace(/[&<>"'`]/g, (sign) => entities[sign] ?? sign)

function written(part: Part): string {
  if (part instanceof Html) return part.toString()
  if (typeof part === 'string') return escapedText(part)
  if (typeof part === 'number') return Number.isFinite(part) ? String(part) : ''
  if (part === false || part === null || part === undefined) return ''
  return part.map(written).join('')
}

/**
 * A template whose own text is markup and whose values are escaped, unless they are `Html`. Values go into elements and into
 * attributes in double quotes; never into a script, a style, a URL's scheme or an attribute's name.
 */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Html =>
  Html.trusted(strings.map((text, index) => text + (index < values.length ? written(values[index]) : '')).join(''))

export const nothing = html``

export const join = (parts: readonly Part[], between: Part = ''): Html =>
  html`${parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]))}`

/** A sentence in which text between backticks is code, as messages write it. */
export const sentence = (text: string): Html =>
  join(text.split(/(`[^`]+`)/).map((part, index) => (index % 2 === 1 ? html`<code>${part.slice(1, -1)}</code>` : part)))

/** A link only where the address is one of the web; otherwise its text. */
export const link = (address: string, text: Part = address): Html =>
  /^https?:\/\/[^\s<>"']+$/.test(address)
    ? html`<a href="${address}" rel="noreferrer noopener">${text}</a>`
    : html`${text}`

/** A name as part of an id: letters, digits and dashes; what differs stays different. */
export const idOf = (...parts: readonly string[]): string =>
  parts.map((part) => part.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`)).join('-')
