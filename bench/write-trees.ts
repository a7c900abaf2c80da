/** Writes the trees that are measured: the same bytes every time, into a directory of their own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { random } from './random.ts'
import { writeCompose } from './write-compose.ts'
import { writeDockerfile } from './write-dockerfile.ts'

const numbered = (at: number): string => String(at).padStart(4, '0')

function write(directory: string, name: string, text: string): string {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}

/** `count` directories with one Dockerfile each; returns the files. */
export function writeDockerfiles(directory: string, count: number): readonly string[] {
  const source = random(1)
  return Array.from({ length: count }, (_, at) =>
    write(join(directory, numbered(at)), 'Dockerfile', writeDockerfile(source)),
  )
}

/** `count` directories with one compose file each; returns the files. */
export function writeComposeFiles(directory: string, count: number): readonly string[] {
  const source = random(2)
  return Array.from({ length: count }, (_, at) =>
    write(join(directory, numbered(at)), 'compose.yaml', writeCompose(source)),
  )
}

/** A repository of `files` files in which `dockerfiles` packages have a Dockerfile and an ignore file. */
export function writeMonorepo(directory: string, files: number, dockerfiles: number): void {
  const source = random(3)
  const perPackage = 100
  for (let at = 0; at < files / perPackage; at++) {
    const home = join(directory, `group-${at % 20}`, `package-${numbered(at)}`)
    const contained = at < dockerfiles
    const sources = perPackage - (contained ? 3 : 1)
    write(home, 'package.json', JSON.stringify({ name: `package-${at}`, private: true, scripts: { start: 'node .' } }))
    if (contained) {
      write(home, 'Dockerfile', writeDockerfile(source))
      write(home, '.dockerignore', 'node_modules\n**/.env\n')
    }
    for (let file = 0; file < sources; file++) {
      write(
        join(home, 'src', `part-${file % 7}`),
        `file-${file}.ts`,
        `export const value${file} = ${source.below(1e6)}\n`,
      )
    }
  }
}
