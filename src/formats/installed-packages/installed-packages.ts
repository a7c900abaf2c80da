/** Reads which packages are installed from the files in which package managers keep book of it. */
import type { InstalledPackage, InstalledSystem } from '../../core/image-contents.ts'
import { objectOf, textOf } from '../scans/json-value.ts'

interface Book {
  readonly file: RegExp
  /** Longer ones are not read. */
  readonly most: number
  readonly packages: (text: string, path: string) => readonly InstalledPackage[]
}

const [mebibyte, kibibyte] = [1 << 20, 1 << 10]

/** Where each manager keeps book, from its own documentation; read 2026-11. */
const books: readonly Book[] = [
  { file: /^\/var\/lib\/dpkg\/status$/, most: 32 * mebibyte, packages: debian },
  // Images without a package manager have one file for each package.
  { file: /^\/var\/lib\/dpkg\/status\.d\/[^/]+(?<!\.md5sums)$/, most: 256 * kibibyte, packages: debian },
  { file: /^\/(?:usr\/)?lib\/apk\/db\/installed$/, most: 32 * mebibyte, packages: alpine },
  { file: /\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/, most: 512 * kibibyte, packages: node },
  { file: /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info)$/, most: mebibyte, packages: python },
  { file: /\.deps\.json$/, most: 8 * mebibyte, packages: dotnet },
]

/** How many bytes of a file tell of packages; 0 where it is no such file. */
export function packageBookSize(path: string, size: number): number {
  const book = books.find(({ file }) => file.test(path))
  return book && size <= book.most ? size : 0
}

/** The packages that a file tells of; none where it is damaged, or no such file. */
export const packagesIn = (path: string, text: string): readonly InstalledPackage[] =>
  books.find(({ file }) => file.test(path))?.packages(text, path) ?? []

/** Paragraphs of `Key: value` lines; continued lines are passed over. */
function paragraphs(text: string, separator: ':' | ': '): readonly ReadonlyMap<string, string>[] {
  return text.split(/\r?\n(?:[ \t]*\r?\n)+/).map((paragraph) => {
    const fields = new Map<string, string>()
    for (const line of paragraph.split('\n')) {
      const at = line.indexOf(separator)
      if (at > 0 && !/^\s/.test(line)) fields.set(line.slice(0, at), line.slice(at + separator.length).trim())
    }
    return fields
  })
}

const listed = (
  type: InstalledPackage['type'],
  path: string,
  name: string | undefined,
  version: string | undefined,
  architecture = '',
): readonly InstalledPackage[] =>
  name === undefined || name === '' || version === undefined || version === ''
    ? []
    : [{ type, name, version, architecture, path }]

function debian(text: string, path: string): readonly InstalledPackage[] {
  return paragraphs(text, ': ').flatMap((fields) => {
    const isThere = fields.get('Status')?.endsWith(' installed') ?? path.includes('/status.d/')
    return isThere ? listed('deb', path, fields.get('Package'), fields.get('Version'), fields.get('Architecture')) : []
  })
}

function alpine(text: string, path: string): readonly InstalledPackage[] {
  return paragraphs(text, ':').flatMap((fields) =>
    listed('apk', path, fields.get('P'), fields.get('V'), fields.get('A')),
  )
}

function node(text: string, path: string): readonly InstalledPackage[] {
  const { name, version } = objectOf<'name' | 'version'>(jsonOf(text))
  return listed('npm', path, textOf(name), textOf(version))
}

/** The first paragraph is the head; what follows is a description. */
function python(text: string, path: string): readonly InstalledPackage[] {
  const [head] = paragraphs(text.slice(0, 64 * kibibyte), ': ')
  return listed('pypi', path, head?.get('Name'), head?.get('Version'))
}

function dotnet(text: string, path: string): readonly InstalledPackage[] {
  const { libraries } = objectOf<'libraries'>(jsonOf(text))
  return Object.entries(objectOf(libraries) as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    const [name, version] = key.split('/')
    return objectOf<'type'>(value).type === 'package' ? listed('nuget', path, name, version) : []
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Where distributions say which one they are. */
export const isSystemRelease = (path: string): boolean => /^\/(?:etc|usr\/lib)\/os-release$/.test(path)

/** The distribution by its `os-release`; undefined where the file does not say. */
export function systemIn(text: string): InstalledSystem | undefined {
  const fields = new Map(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([A-Z_]+)=["']?(.*?)["']?\s*$/.exec(line) ?? []
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    }),
  )
  const id = fields.get('ID')
  return id === undefined || id === ''
    ? undefined
    : { id, version: fields.get('VERSION_ID') ?? '', title: fields.get('PRETTY_NAME') ?? id }
}
