/** Whether the lock file of a Node.js project has been copied by the time its dependencies are installed. */
import { directoryOf } from '../core/tree.ts'
import type { BuildContext, Command, Copy } from './build-model.ts'
import { cleanSource, sourceTakes } from './context.ts'
import { layersOf } from './toolchain.ts'

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb']

/** `undefined` where it cannot be told: another stage may have brought it, or no manifest was copied in sight. */
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
  const sources = before.flatMap((copy) => copy.sources.filter(({ kind }) => kind === 'context'))
  const takes = (names: readonly string[]): boolean =>
    sources.some(({ path }) => path.known && takesFile(path.value, names, context))
  if (sources.some(({ path }) => !path.known) || takes(lockFiles)) return true
  // Without a manifest in sight the project lies deeper, and its lock file may too.
  return takes(['package.json']) ? false : undefined
}

/** Whether a source is one of the files, a pattern that takes one, or a directory with one in it. */
function takesFile(source: string, names: readonly string[], context: BuildContext): boolean {
  const clean = cleanSource(source)
  return [clean, directoryOf(clean)].some((directory) =>
    names
      .map((name) => (directory === '' ? name : `${directory}/${name}`))
      .some((file) => sourceTakes(clean, file) && context.holds(file) === 'file' && context.reaches(file)),
  )
}
