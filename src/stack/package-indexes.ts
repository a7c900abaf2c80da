/** Package indexes that a RUN fetches and does not use: a later one installs by what the builder's cache still holds of them. */
import type { Run, Stage } from './build-model.ts'
import { type CallInRun, callsOf, outsideLayer } from './package-calls.ts'

export interface IndexFetch extends CallInRun {
  readonly is: 'used' | 'stale' | 'unused'
  /** The install of a later RUN that goes by this index. */
  readonly user: CallInRun | undefined
  /** Whether nothing of that package manager is installed in the same RUN, before it or after. */
  readonly alone: boolean
  /** Whether a later RUN installs with that package manager, by whatever index. */
  readonly installedLater: boolean
}

const holding = /^\/var\/(?:lib\/apt|cache|lib)(?:\/|$)/

/** The index fetches of a stage. Of those that a script behind them may use, nothing is said. */
export function indexFetches(stage: Stage): readonly IndexFetch[] {
  const runs = stage.runs.map((run) => ({ run, calls: callsOf(run) }))
  // Read from the end, so that the next install by somebody else's index is known.
  const user = new Map<string, CallInRun>()
  const later = new Set<string>()
  const found: IndexFetch[] = []
  for (const { run, calls } of runs.reverse()) {
    const inRun: IndexFetch[] = []
    const changed = new Set<string>()
    for (const one of [...calls].reverse()) {
      const { call } = one
      if (call.does === 'index') {
        const is = changed.has(call.manager) ? 'used' : user.has(call.manager) ? 'stale' : 'unused'
        if (is === 'used' || !(mayGoOn(run, one.at) || outsideLayer(run, holding)))
          inRun.unshift({
            ...one,
            is,
            user: is === 'stale' ? user.get(call.manager) : undefined,
            alone: true,
            installedLater: later.has(call.manager),
          })
        user.delete(call.manager)
      }
      if (call.does === 'install' || call.does === 'upgrade') {
        changed.add(call.manager)
        if (!fetchesItself(one)) user.set(call.manager, one)
      }
    }
    for (const manager of changed) later.add(manager)
    found.unshift(...inRun.map((one) => ({ ...one, alone: !changed.has(one.call.manager) })))
  }
  return found
}

/** Whether an install brings its own index: dnf and zypper do by themselves, apk when it is told to. */
const fetchesItself = ({ call }: CallInRun): boolean =>
  call.manager === 'dnf' ||
  call.manager === 'zypper' ||
  call.options.some(({ text }) => /^(?:--no-cache|-U|--update|--update-cache)$/.test(text))

/** Programs behind the fetch that may well install something: scripts, and installers of other things. */
const mayGoOn = ({ commands }: Run, at: number): boolean =>
  commands.slice(at + 1).some(({ command }) => {
    const words = command.words.map(({ text }) => text)
    return (
      command.name === undefined ||
      /\.(?:sh|bash|py|pl)$|^\.{1,2}\/|^\/(?!usr|s?bin)/.test(words[0] ?? '') ||
      (/^(?:.*\/)?(?:ba|da|a|z|k)?sh$/.test(words[0] ?? '') && words[1] !== '-c') ||
      words.some((word) =>
        /^(?:install-deps|--with-deps|build-dep|satisfy|download|source|ansible-playbook|install_packages)$/.test(word),
      )
    )
  })
