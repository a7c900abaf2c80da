/** The ways in which one secret may be written: escaped, quoted, percent-encoded, in base64 or hexadecimal. */

/** A part of a secret shorter than this, in bytes, is too common a text to look for in an encoding. */
const shortestEncoded = 5
/** A line of a multi-line secret (a key file) shorter than this says too little to be looked for by itself. */
const shortestLine = 8

/** All distinct forms of a secret, the plain one included; none for an empty one. */
export function formsOf(secret: string): ReadonlySet<string> {
  const forms = new Set<string>()
  for (const text of partsOf(secret)) {
    forms.add(text)
    for (const form of escaped(text)) forms.add(form)
    for (const form of percentEncoded(text)) forms.add(form)
    for (const form of binary(text)) forms.add(form)
  }
  forms.delete('')
  return forms
}

/** The whole, without surrounding space, and every line of it that is long enough. */
function partsOf(secret: string): readonly string[] {
  const whole = [secret, secret.trim()]
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  return lines.length === 1
    ? whole
    : [...whole, ...lines.filter((line) => line.length >= shortestLine && !line.startsWith('-----'))]
}

function escaped(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const forms = [
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', '\\/'),
    json.replace(/[<>&'+]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    // Shell: inside double quotes, unquoted, and the two ways to get a single quote into single quotes.
    text.replace(/["$`\\]/g, '\\$&'),
    text.replace(/[^\w@%+=:,./-]/g, '\\$&'),
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    // YAML's single quotes, quoted values of connection strings and CSV, Compose's dollar.
    text.replaceAll("'", "''"),
    text.replaceAll('"', '""'),
    text.replaceAll('$', '$$$$'),
    json.replaceAll('$', '$$$$'),
    text.replace(/[&<>"']/g, (sign) => htmlEntities[sign] ?? sign),
  ]
  return forms
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function percentEncoded(text: string): readonly string[] {
  const component = encodeURIComponent(text.toWellFormed())
  const strict = component.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [component, strict, strict.replaceAll('%20', '+'), encodeURI(text.toWellFormed())]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

/** Base64 at each of the three positions it can have in a longer text, and hexadecimal. */
function binary(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length < shortestEncoded) return []
  const encoded = [bytes.toString('base64'), ...[0, 1, 2].map((offset) => base64Core(bytes, offset))]
  const urlSafe = encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))
  return [...encoded, ...urlSafe, bytes.toString('hex'), bytes.toString('hex').toUpperCase()]
}

/** The characters of base64 that these bytes alone decide when they stand `offset` bytes after a multiple of three. */
function base64Core(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}
