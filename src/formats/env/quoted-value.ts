/** Quoted values of env files: where they end, and what their escapes stand for. */

/** The text between the quote at `at` and its partner; escaped quotes lose their backslash, other escapes stay. */
export function quotedValue(text: string, at: number, quote: string): { value: string; end: number } | undefined {
  let value = ''
  let copied = at + 1
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '\\') {
      if (text.charAt(i + 1) === quote) {
        value += text.slice(copied, i)
        copied = i + 1
      }
      i += 1
    } else if (char === quote) return { value: value + text.slice(copied, i), end: i + 1 }
  }
  return undefined
}

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // Expansion follows, and there `$$` is the escaped dollar.
  $: '$$',
}

/** Resolves the escapes of a double-quoted value. `\0ddd` is an octal character; what is unknown stays as written. */
export function expandEscapes(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (match, letter?: string, digits = '') => {
    if (letter !== undefined) return controls[letter] ?? match
    const code = /^[0-3][0-7]{2}$/.test(digits) ? Number.parseInt(digits, 8) : undefined
    return code === undefined ? `\\${digits}` : String.fromCharCode(code)
  })
}
