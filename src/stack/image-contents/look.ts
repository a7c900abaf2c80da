/** What is looked at in the files of an image while its layers go by, and what is remembered of them. */
import type { InstalledPackage, InstalledSystem } from '../../core/image-contents.ts'
import type { Look } from '../../formats/image-archive/layer.ts'
import {
  isSystemRelease,
  packageBookSize,
  packagesIn,
  systemIn,
} from '../../formats/installed-packages/installed-packages.ts'
import { type HeldSecret, secretFileSize, secretIn } from './secret-in-file.ts'

export interface FileNote {
  readonly secret?: HeldSecret
  readonly packages?: readonly InstalledPackage[]
  readonly system?: InstalledSystem
}

const longestRelease = 4096

/** Looks for secrets, for installed packages and for the name of the distribution. */
export const lookInside: Look<FileNote> = {
  wanted: (path, size) =>
    Math.max(
      packageBookSize(path, size),
      isSystemRelease(path) ? Math.min(size, longestRelease) : 0,
      secretFileSize(path, size),
    ),
  see: (path, bytes) => {
    if (isSystemRelease(path)) {
      const system = systemIn(Buffer.from(bytes).toString('utf8'))
      return system && { system }
    }
    if (packageBookSize(path, bytes.length) > 0) {
      const packages = packagesIn(path, Buffer.from(bytes).toString('utf8'))
      return packages.length > 0 ? { packages } : undefined
    }
    const secret = secretIn(path, bytes)
    return secret && { secret }
  },
}
