/** What a service's manifest declares: the libraries it uses and the commands it names. */
import { nodeAt, textOf } from '../../core/node.ts'
import { type Origin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { nameOf } from '../../core/tree.ts'
import { parseJson } from '../json/parse.ts'

export type Ecosystem = 'npm' | 'python' | 'dotnet'

export interface Library {
  /** In lower case; of Python with `-` for `_` and `.`. */
  readonly name: string
  readonly origin: Origin
}

export interface Script {
  readonly name: string
  readonly command: string
  readonly origin: Origin
}

export interface Manifest {
  readonly file: string
  readonly ecosystem: Ecosystem
  readonly libraries: readonly Library[]
  /** `package.json`'s scripts: they may set and read variables. */
  readonly scripts: readonly Script[]
}

/** The ecosystem whose manifest a file is, by its name. */
export function manifestKind(path: string): Ecosystem | undefined {
  const name = nameOf(path).toLowerCase()
  if (name === 'package.json') return 'npm'
  if (
    /^requirements(?:[-_.][\w.-]+)?\.(?:txt|in)$/.test(name) ||
    /^(?:pyproject\.toml|pipfile|setup\.(?:py|cfg)|environment\.ya?ml)$/.test(name)
  ) {
    return 'python'
  }
  return /\.(?:csproj|fsproj|vbproj)$|^directory\.(?:packages|build)\.props$/.test(name) ? 'dotnet' : undefined
}

/** Reads a manifest as far as needed to know its libraries. A broken one declares what could be read. */
export function parseManifest(source: SourceText, ecosystem: Ecosystem): Manifest {
  switch (ecosystem) {
    case 'npm':
      return npmManifest(source)
    case 'python':
      return { file: source.file, ecosystem, libraries: pythonLibraries(source), scripts: [] }
    case 'dotnet':
      return { file: source.file, ecosystem, libraries: dotnetLibraries(source), scripts: [] }
  }
}

function npmManifest(source: SourceText): Manifest {
  const { root } = parseJson(source)
  const entries = (field: string) => {
    const node = nodeAt(root, field)
    return node?.kind === 'map' ? node.entries : []
  }
  const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  return {
    file: source.file,
    ecosystem: 'npm',
    libraries: fields.flatMap(entries).map((entry) => ({ name: entry.key.toLowerCase(), origin: entry.keyOrigin })),
    scripts: entries('scripts').map(({ key, value }) => ({
      name: key,
      command: textOf(value) ?? '',
      origin: value.origin,
    })),
  }
}

/** A requirement at the start of a line or of a quoted string, before its version: `uvicorn[standard]==0.30`, `"django>=5"`, `flask = "^3"`. */
const requirement = /(?:^|["'])[ \t]*([A-Za-z][A-Za-z0-9._-]{0,100})(?=[ \t]*(?:$|["'#;,=<>!~@[]| @))/gm

/** Every name that may be a requirement: one too many only makes an alarm less likely. */
const pythonLibraries = (source: SourceText): readonly Library[] =>
  [...source.text.matchAll(requirement)].map((match) => {
    const name = match[1] ?? ''
    const start = match.index + match[0].length - name.length
    return { name: name.toLowerCase().replace(/[._]/g, '-'), origin: span(source.file, [], start, start + name.length) }
  })

const reference =
  /<(?:PackageReference|PackageVersion|FrameworkReference|Project)\b[^>]{0,300}?\b(?:Include|Update|Sdk)\s*=\s*"([^"]{1,200})"/g

const dotnetLibraries = (source: SourceText): readonly Library[] =>
  [...source.text.matchAll(reference)].map((match) => {
    const name = match[1] ?? ''
    const start = match.index + match[0].length - 1 - name.length
    return { name: name.toLowerCase(), origin: span(source.file, [], start, start + name.length) }
  })
