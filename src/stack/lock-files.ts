/** Whether the lock file of a Node.js project has been copied by the time its dependencies are installed. */
import { nameOf } from '../core/tree.ts'
import type { Command, Copy } from './build-model.ts'
import { sourceTakes } from './context.ts'
import { layersOf } from './toolchain.ts'

const LOCK_FILE = /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/

/** `undefined` where it cannot be told: another stage may have brought it, or nothing was copied from a context in sight. */
export function lockFileCopied({ run, stage }: Command): boolean | undefined {
  const { context } = stage.build
  const before: Copy[] = []
  for (const layer of layersOf(stage)) {
    for (const copy of layer.copies) {
      if (layer !== stage || copy.instruction.index < run.instruction.index) before.push(copy)
    }
  }
  const mounted = run.mounts.some(({ type }) => type === 'bind')
  if (!context || mounted || before.length === 0 || before.some(({ from }) => from.kind !== 'context')) return undefined
  const locks = context.files().filter((file) => LOCK_FILE.test(nameOf(file)))
  return before.some(({ sources }) =>
    sources.some(({ path, wholeContext, kind }) => {
      if (kind !== 'context') return false
      if (!path.known) return true
      return locks.some((file) => wholeContext || sourceTakes(path.value, file))
    }),
  )
}
