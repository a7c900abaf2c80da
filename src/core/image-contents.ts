/** What was seen inside an image: how it was made, what each layer brings, and which files of it matter; plain data. */

export interface ImageContents {
  /** `linux/amd64`. */
  readonly platform: string
  readonly labels: Readonly<Record<string, string>>
  /** `8080/tcp`. */
  readonly exposed: readonly string[]
  readonly healthCheck: boolean
  readonly workingDirectory: string
  /** Bytes of all layers, as they are unpacked. */
  readonly size: number
  readonly steps: readonly ImageStep[]
  /** The lowest first. */
  readonly layers: readonly ImageLayer[]
  /** Files that say something, those too that a later layer hides. */
  readonly files: readonly NotedFile[]
  /** What lies in the layers and is of no use to what runs. */
  readonly ballast: readonly Ballast[]
  readonly system: InstalledSystem | null
  readonly packages: readonly InstalledPackage[]
  /** What could not be read of it though it should have been, and what is not read of any image; in parts of sentences. */
  readonly problems: readonly string[]
  readonly unread: readonly string[]
  /** Values of secrets that were found in it, so that they are hidden; as a set they are in no JSON. */
  readonly secrets: ReadonlySet<string>
}

/** One step of the image's history. */
export interface ImageStep {
  /** As the builder wrote it down, values of arguments included: for comparing alone, not for printing. */
  readonly createdBy: string
  /** The layer that it made, counted from 1; null where it made none. */
  readonly layer: number | null
}

export interface ImageLayer {
  /** Of its archive as it is uncompressed. */
  readonly digest: string
  /** Bytes of its files. */
  readonly size: number
  readonly added: number
  readonly removed: number
}

export interface NotedFile {
  /** Absolute. */
  readonly path: string
  /** The layer that brings it, counted from 1. */
  readonly layer: number
  /** The later layer that hides it; null where it is there in the end. */
  readonly gone: { readonly layer: number; readonly how: 'deleted' | 'replaced' } | null
  readonly directory: boolean
  readonly size: number
  readonly uid: number
  readonly gid: number
  /** In octal digits: `4755`. */
  readonly mode: string
  /** What its name says that it holds: `environment file`; null where it says nothing. */
  readonly named: string | null
  /** What secret it was seen to hold: `GitHub token`; null where none was. */
  readonly holds: string | null
  /** Whether whoever runs it gets rights that are not theirs. */
  readonly raises: 'setuid' | 'setgid' | 'capabilities' | null
  readonly worldWritable: boolean
  /** The compiler or build tool that it is. */
  readonly tool: string | null
}

/** Bytes of one layer that nothing needs. */
export interface Ballast {
  readonly layer: number
  /** `apt's package lists`, or a directory whose files a later layer hides. */
  readonly what: string
  readonly kind: 'cache' | 'hidden'
  readonly directory: string
  readonly files: number
  readonly bytes: number
  /** The layer that hides them; null for what is still there. */
  readonly goneIn: number | null
}

/** The distribution, by its `os-release`. */
export interface InstalledSystem {
  readonly id: string
  readonly version: string
  readonly title: string
}

export type PackageType = 'deb' | 'apk' | 'npm' | 'pypi' | 'nuget'

export interface InstalledPackage {
  readonly type: PackageType
  /** With its scope: `@types/node`. */
  readonly name: string
  readonly version: string
  /** Empty where it is for any. */
  readonly architecture: string
  /** The file that says so. */
  readonly path: string
}
