/** What belongs to building software and has no business in an image that runs it. */
import type { PackageManager } from './tools.ts'

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Packages by family of package manager: compilers, headers, build systems. Distributions' package indexes, read 2026-11-22. */
const PACKAGES: Readonly<Partial<Record<PackageManager, ReadonlySet<string>>>> = {
  apt: list(
    'build-essential gcc g++ clang make cmake ninja-build autoconf automake libtool pkg-config pkgconf bison flex gdb ' +
      'python3-dev python-dev golang golang-go cargo rustc default-jdk default-jdk-headless openjdk-8-jdk openjdk-11-jdk openjdk-17-jdk openjdk-21-jdk maven gradle ' +
      'ruby-dev php-dev nodejs-dev dpkg-dev debhelper devscripts gfortran nasm yasm protobuf-compiler',
  ),
  apk: list(
    'build-base alpine-sdk gcc g++ clang make cmake ninja samurai autoconf automake libtool pkgconf pkgconfig bison flex gdb ' +
      'musl-dev libc-dev linux-headers python3-dev go cargo rust openjdk8 openjdk11 openjdk17 openjdk21 openjdk17-jdk openjdk21-jdk maven gradle ruby-dev ' +
      'php-dev abuild protoc nasm yasm',
  ),
  dnf: list(
    'gcc gcc-c++ clang make cmake ninja-build autoconf automake libtool pkgconf pkgconfig bison flex gdb python3-devel golang ' +
      'cargo rust java-11-openjdk-devel java-17-openjdk-devel java-21-openjdk-devel maven ruby-devel php-devel rpm-build kernel-devel glibc-devel @development-tools',
  ),
}

/** Commands that compile, bundle or restore dependencies: `program` or `program subcommand`. */
const BUILD_COMMANDS = list(
  'make cmake ninja gcc g++ clang cc c++ ld javac mvn mvnw gradle gradlew sbt ant bazel tsc webpack vite esbuild rollup parcel ng msbuild nuget rustc maturin meson autoconf',
)
const BUILD_SUBCOMMANDS: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: list('ci install i rebuild'),
  yarn: new Set(['', 'install', 'build']),
  pnpm: list('install i build'),
  bun: list('install build'),
  dotnet: list('restore build publish pack test'),
  go: list('build install get mod generate test'),
  cargo: list('build install test check'),
  pip: list('install wheel'),
  pip3: list('install wheel'),
  poetry: list('install build'),
  uv: list('sync build pip'),
  bundle: list('install'),
  composer: list('install update'),
  deno: list('compile cache'),
  stack: list('build install'),
  mix: list('compile release deps.get'),
}

/** Directories and files that only a build needs. */
const DEVELOPMENT_PACKAGE = /^(?:lib[\w.+-]+|[\w.+-]+)-(?:dev|devel)$/

/** Whether a package is a compiler, a build system or development headers. */
export function isToolchainPackage(manager: PackageManager, packageName: string): boolean {
  const name = packageName.replace(/(?<=.)[=<>~!].*$/, '')
  if (manager === 'apt' || manager === 'apk' || manager === 'dnf') {
    return (
      (PACKAGES[manager]?.has(name) ?? false) ||
      DEVELOPMENT_PACKAGE.test(name) ||
      /^(?:gcc|g\+\+|clang|llvm)-\d+$/.test(name)
    )
  }
  return false
}

/** Whether a command (its words, program first) builds software or fetches what a build needs. */
export function isBuildCommand(words: readonly string[]): boolean {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  if (BUILD_COMMANDS.has(program)) return true
  const script = /^(?:npm|yarn|pnpm|bun) (?:run|run-script) (?:-\S+ )*(\S+)/.exec(
    [program, ...words.slice(1)].join(' '),
  )?.[1]
  if (script !== undefined) return /(?:^|[:_-])(?:build|bundle|compile|dist|package)(?:$|[:_-])/.test(script)
  const subcommand = words.slice(1).find((word) => !word.startsWith('-')) ?? ''
  return Object.hasOwn(BUILD_SUBCOMMANDS, program) && (BUILD_SUBCOMMANDS[program]?.has(subcommand) ?? false)
}
