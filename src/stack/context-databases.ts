/** Databases that are files among the sources of a build. */
import { within } from '../core/tree.ts'
import type { Stage } from './build-model.ts'

/** A file of the context that is a database, or that configures one which is a file. */
export function databaseBeside({ build }: Stage): string | undefined {
  const { context, project } = build
  return context?.files().find((path) => {
    if (/\.(?:sqlite3?|db)$/.test(path)) return true
    if (!/(?:^|\/)(?:settings(?:\/\w+)?\.py|appsettings\.json)$/.test(path)) return false
    const text = project.file(within(context.path, path) ?? path)?.source.text ?? ''
    return /sqlite3|Data Source=[\w./-]+\.(?:db|sqlite)/.test(text)
  })
}
