/** Repositories for tests, made by the real git in a directory that the test owns. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { env } from 'node:process'

/** Why tests against the real git are left out; `undefined` where it can be run. */
export const withoutGit: string | undefined =
  spawnSync('git', ['--version']).status === 0 ? undefined : 'git is not installed on this machine'

export interface Workbench {
  readonly path: string
  git(...words: readonly string[]): string
  write(files: Readonly<Record<string, string | Uint8Array>>): void
  commit(message: string): string
  remove(): void
}

const { PATH = '' } = env

const environment = {
  PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
}

/** An empty directory with the means to work in it; a repository unless `plain`. */
export function workbench(options: { plain?: boolean } = {}): Workbench {
  const path = mkdtempSync(join(tmpdir(), 'drydock-'))
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...words], {
      cwd: path,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd()
  if (!options.plain) git('init', '-q', '-b', 'main')
  return {
    path,
    git,
    write: (files) => {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true })
        writeFileSync(join(path, name), content)
      }
    },
    commit: (message) => {
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', message)
      return git('rev-parse', 'HEAD')
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
