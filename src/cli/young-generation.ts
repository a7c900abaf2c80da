/** Keeps V8's young generation small while a large tree is audited. */
import type { Tree } from '../core/tree.ts'

/** Bytes at which it stops growing: with less, an audit takes longer; with more, only memory is taken. */
const enough = 16 * 2 ** 20
/** Reads between two looks. A small stack has fewer: to load `node:v8` takes as long as its rules. */
const between = 64
/** V8 complains to whoever runs it about a flag that it does not have; later ones may have dropped this. */
const lastKnown = 14

/** Whether the young generation is as large as it needs to be; if so, it is told to stay so. */
function isGrown(): boolean {
  const { getHeapSpaceStatistics, setFlagsFromString } = process.getBuiltinModule('node:v8')
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  if (young === undefined || young.space_size < enough) return false
  setFlagsFromString('--semi-space-growth-factor=1')
  return true
}

/**
 * The same tree, which looks at the heap while it is read. Left alone, V8 doubles its young generation up to 128 MiB as
 * long as much of it survives, and thousands of parsed files do; that was more than all that an audit keeps. The limit
 * can be set only on the command line of Node itself, so growing is switched off when it has grown enough.
 */
export function sparing(tree: Tree): Tree {
  let reads = Number.parseInt(process.versions.v8, 10) > lastKnown ? Number.NaN : 0
  return {
    ...tree,
    read: (path) => {
      reads += 1
      if (reads % between === 0 && isGrown()) reads = Number.NaN
      return tree.read(path)
    },
  }
}
