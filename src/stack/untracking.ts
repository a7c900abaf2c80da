/** Repairs of files with secrets that git has, or would take: a line of `.gitignore`, or the command that only a person can give. */
import type { FileEdits, Repair } from '../core/fix.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import type { EnvFile, Project } from './model.ts'

const inside = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

/** A line for a path in the nearest `.gitignore`, or in a new one at the top of the project. */
function ignoredByGit(project: Project, path: string): FileEdits {
  const above = [directoryOf(path), project.directory, ''].filter(
    (directory) => directory === '' || path.startsWith(`${directory}/`),
  )
  const home = above.find((directory) => project.exists(inside(directory, '.gitignore')))
  const directory = home ?? (above.includes(project.directory) ? project.directory : '')
  const relative = directory === '' ? path : path.slice(directory.length + 1)
  // Env files are called the same everywhere.
  const line = relative.includes('/') || /^\.env/.test(nameOf(path)) ? relative : `/${relative}`
  const file = inside(directory, '.gitignore')
  return home === undefined
    ? { file, create: `${line}\n` }
    : { file, tree: [{ do: 'append', path: [], values: [line] }] }
}

/** Lets git leave a file out; what it tracks already stays tracked whatever a `.gitignore` says. */
export function leftOut(project: Project, path: string): Repair {
  if (project.tracked(path) === true) return tracked(path)
  return { title: `Let git ignore ${path}`, safety: 'safe', edits: [ignoredByGit(project, path)] }
}

/** Why what git has is not repaired. */
export const tracked = (path: string): Repair => ({
  refused: `git has ${path} already, and its history keeps what was in it`,
  supply: `\`git rm --cached ${path}\`, a line for it in .gitignore, and new values for the secrets in it`,
})

/** Keeps an env file out of the repository; an example loses the value that is no example. */
export function keptPrivate(project: Project, file: EnvFile | undefined, variable: string): Repair | undefined {
  if (file === undefined) return undefined
  if (!file.template) return leftOut(project, file.file)
  return {
    title: `Take the value of ${variable} out of ${file.file}`,
    safety: 'guarded',
    effect: 'whoever copies the example has to fill the variable in',
    edits: [{ file: file.file, tree: [{ do: 'set', path: [variable], value: '' }] }],
  }
}
