/**
 * Compares what we read with what the reference implementations read.
 *
 *   npm run differential -- [--oracles PROGRAM] [--files DIR…] [--corpus FILE…] [--cases N] [--seed N]
 *       Dockerfiles, word expansion and ignore files, with BuildKit's libraries (program: `oracles` on the PATH)
 *   npm run differential -- DIR…
 *       effective compose models, with compose-go's program
 *
 * Exit code 1 on any difference.
 */
import { differentialBuilder } from './differential-builder.ts'

const argv = process.argv.slice(2)
const [first] = argv
if (first === undefined || /^--(?:oracles|files|corpus|cases|seed)$/.test(first)) {
  process.exitCode = await differentialBuilder(argv)
} else {
  const { differentialCompose } = await import('./differential-compose.ts')
  process.exitCode = await differentialCompose(argv)
}
