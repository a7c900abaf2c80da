/** The short form of a service's volume: `source:target:options`. */

export interface VolumeMount {
  readonly type: 'bind' | 'volume'
  readonly source?: string
  readonly target: string
  readonly readOnly: boolean
  readonly nocopy: boolean
  readonly propagation?: string
  readonly selinux?: string
}

export type ParsedVolume =
  | { readonly ok: true; readonly volume: VolumeMount }
  | { readonly ok: false; readonly why: string }

const propagations = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'])

/** Reads the short form. A drive letter's colon and colons in `${…}` separate nothing. */
export function parseVolume(text: string): ParsedVolume {
  if (text === '') return { ok: false, why: 'a volume cannot be empty' }
  if (text.length <= 2) return { ok: true, volume: { type: 'volume', target: text, readOnly: false, nocopy: false } }
  const sections = sectionsOf(text)
  if (sections.includes('')) return { ok: false, why: 'a section between colons is empty' }
  if (sections.length > 3) return { ok: false, why: 'the volume has too many colons' }
  const [first = '', second, options = ''] = sections
  const source = second === undefined ? undefined : first
  const mount = { target: second ?? first, ...optionsOf(options.split(',')) }
  if (source === undefined) return { ok: true, volume: { type: 'volume', ...mount } }
  return { ok: true, volume: { type: isPath(source) ? 'bind' : 'volume', source, ...mount } }
}

function sectionsOf(text: string): string[] {
  const sections: string[] = []
  let section = ''
  let references = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '$' && text.charAt(at + 1) === '{') references += 1
    else if (char === '}' && references > 0) references -= 1
    else if (char === ':' && references === 0 && !(section.length === 1 && /\p{L}/u.test(section))) {
      sections.push(section)
      section = ''
      continue
    }
    section += char
  }
  return [...sections, section]
}

function optionsOf(options: readonly string[]): Omit<VolumeMount, 'type' | 'target' | 'source'> {
  const mode = options.findLast((option) => option === 'ro' || option === 'rw')
  const propagation = options.findLast((option) => propagations.has(option))
  const selinux = options.findLast((option) => option === 'z' || option === 'Z')
  return {
    readOnly: mode === 'ro',
    nocopy: options.includes('nocopy'),
    ...(propagation === undefined ? {} : { propagation }),
    ...(selinux === undefined ? {} : { selinux }),
  }
}

/** Whether a source is a path of the host rather than a volume's name. */
const isPath = (source: string): boolean =>
  /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source)
