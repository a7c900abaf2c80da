/** Where a stage's package manager gets its packages: the distribution's own repositories, others, or a snapshot that keeps them all. */
import type { Stage } from './build-model.ts'
import { nearLayersOf } from './package-calls.ts'

/** `kept`: a snapshot, which never deletes; `own`: the build adds or replaces repositories; `usual`: the distribution's. */
export type PackageSources = 'kept' | 'own' | 'usual'

const snapshot =
  /snapshot(?:-cloudflare)?\.(?:debian|ubuntu)\.(?:org|com)|\/(?:\d{8}T\d{6}Z)\b|APT::Snapshot|--snapshot\b|-S \d{8}T/
const adding =
  /sources\.list|add-apt-repository|apt-key\b|apt-add-repository|extrepo\b|\/etc\/apk\/repositories|--repository\b|(?:setup|install)_\d+\.x|packagecloud|\.sources\b/
const sourceFiles =
  /(?:^|\/)(?:sources\.list(?:\.d)?|[\w.-]+\.(?:list|sources)|repositories)(?:\/|$)|^\/etc\/(?:apt|apk)(?:\/|$)/

/** What the commands and copies of a stage, and of those it starts from, say about it. */
export function packageSources(stage: Stage): PackageSources {
  let sources: PackageSources = 'usual'
  for (const { runs, copies, env } of nearLayersOf(stage)) {
    for (const { script } of runs) {
      if (snapshot.test(script)) return 'kept'
      if (adding.test(script)) sources = 'own'
    }
    if (env.some(({ value }) => value.known && snapshot.test(value.value))) return 'kept'
    const copied = copies.some(
      ({ destination, sources: from }) =>
        (destination.known && sourceFiles.test(destination.value)) ||
        from.some(({ path }) => path.known && sourceFiles.test(path.value)),
    )
    if (copied) sources = 'own'
  }
  return sources
}
