/** What lies where in the file system of an image: caches, other people's code, compilers. */

interface CacheDirectory {
  readonly what: string
  readonly directory: RegExp
}

/** Where programs keep what they can fetch again, from their own documentation; read 2026-11. */
const caches: readonly CacheDirectory[] = [
  { what: "apt's package lists", directory: /^\/var\/lib\/apt\/lists(?=\/)/ },
  { what: "apt's downloads", directory: /^\/var\/cache\/apt(?=\/)/ },
  {
    what: "apk's indexes and downloads",
    directory: /^\/(?:var\/cache|etc)\/apk(?=\/(?:APKINDEX|[^/]+\.apk$|cache\/))/,
  },
  { what: "dnf's or yum's downloads and metadata", directory: /^\/var\/cache\/(?:dnf|yum|libdnf5|tdnf)(?=\/)/ },
  { what: "zypper's downloads and metadata", directory: /^\/var\/cache\/zypp(?=\/)/ },
  { what: "pip's downloads", directory: /^\/(?:root|home\/[^/]+)\/\.cache\/pip(?=\/)/ },
  { what: "uv's downloads", directory: /^\/(?:root|home\/[^/]+)\/\.cache\/uv(?=\/)/ },
  { what: "poetry's downloads", directory: /^\/(?:root|home\/[^/]+)\/\.cache\/pypoetry(?=\/)/ },
  { what: "npm's downloads", directory: /^\/(?:root|home\/[^/]+)\/\.npm(?=\/)/ },
  {
    what: "yarn's downloads",
    directory: /^\/(?:usr\/local\/share\/\.cache|(?:root|home\/[^/]+)\/\.cache)\/yarn(?=\/)/,
  },
  { what: "pnpm's store", directory: /^\/(?:root|home\/[^/]+)\/\.local\/share\/pnpm\/store(?=\/)/ },
  { what: "NuGet's packages", directory: /^\/(?:root|home\/[^/]+)\/\.nuget\/packages(?=\/)/ },
  { what: "Maven's repository", directory: /^\/(?:root|home\/[^/]+)\/\.m2\/repository(?=\/)/ },
  { what: "Gradle's caches", directory: /^\/(?:root|home\/[^/]+)\/\.gradle\/caches(?=\/)/ },
  { what: "Go's build cache", directory: /^\/(?:root|home\/[^/]+)\/\.cache\/go-build(?=\/)/ },
  { what: "Go's modules", directory: /^\/(?:root\/)?go\/pkg\/mod(?=\/)/ },
  { what: "Cargo's registry", directory: /^\/(?:root\/\.|usr\/local\/)cargo\/registry(?=\/)/ },
]

/** The cache that a file belongs to, and where it lies. */
export function cacheOf(path: string): { readonly what: string; readonly directory: string } | undefined {
  for (const { what, directory } of caches) {
    const found = directory.exec(path)?.[0]
    if (found !== undefined) return { what, directory: found }
  }
  return undefined
}

const foreign =
  /^\/(?:proc|sys|dev|boot)\/|^\/usr\/local\/(?:go|rustup|cargo)\/|\/testdata\/|^\/(?:usr\/)?(?:lib|lib32|lib64|libx32|libexec|share|include|src\/linux)\/|\/(?:node_modules|site-packages|dist-packages|bower_components)\/|\/vendor\/(?:bundle|github\.com|golang\.org)\/|\/gems\/[^/]+\/|\/(?:go\/pkg\/mod|cargo\/registry|\.nuget\/packages|\.m2\/repository|\.cache)\//

/** Whether a file belongs to the distribution or to a package of others, whose samples and tests are full of keys. */
export const isForeignCode = (path: string): boolean => foreign.test(path)

/** Keys that packages make or ship for tests, and that no service is meant to use. */
export const isSnakeOil = (path: string): boolean => /\/ssl-cert-snakeoil\.(?:key|pem)$/.test(path)

const programs =
  /^(?:(?:x86_64|aarch64|i686|arm|riscv64)-(?:alpine-)?linux-(?:gnu|musl)(?:eabihf)?-)?(gcc|g\+\+|cc1|clang|clang\+\+|make|cmake|ninja|gfortran|nasm|gdb|rustc|cargo|javac|mvn|gradle|go)(?:-[\d.]+)?$/

/** The compiler or build tool that a program is, by its name in a directory of programs; undefined for everything else. */
export function toolAt(path: string): string | undefined {
  if (/^\/usr\/(?:share|lib|local\/share)\/dotnet\/sdk$/.test(path)) return 'the .NET SDK'
  const [, directory = '', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? []
  return /(?:^|\/)bin$/.test(directory) ? programs.exec(name)?.[1] : undefined
}
