/** What of a stage's result only a build needs: an SDK as its base, compilers it installed, a build that ran in it. */
import type { SpanOrigin } from '../core/origin.ts'
import { isBuildCommand, isToolchainPackage } from '../knowledge/toolchains.ts'
import type { Stage } from './build-model.ts'
import { packageStep } from './installs.ts'

export interface ToolchainPart {
  readonly kind: 'base' | 'compiler' | 'headers' | 'build'
  readonly name: string
  readonly origin: SpanOrigin
}

/** A stage and those it starts from, the first one first: what its result is made of. */
export function layersOf(stage: Stage): readonly Stage[] {
  // A stage's parent always stands before it, so the chain has an end.
  const chain: Stage[] = []
  for (let one: Stage | undefined = stage; one; one = one.parent) chain.push(one)
  return chain.reverse()
}

/** What belongs to a toolchain in a stage's result, the base first. What a later command removes again is not in it. */
export function toolchainOf(stage: Stage): readonly ToolchainPart[] {
  const layers = layersOf(stage)
  const root = stage.rootImage
  const base: readonly ToolchainPart[] =
    root?.profile?.role === 'toolchain' ? [{ kind: 'base', name: root.written, origin: stage.fromWord }] : []
  return [...base, ...installed(layers), ...built(layers)]
}

interface Installed extends ToolchainPart {
  readonly group: string | undefined
  readonly run: number
}

function installed(layers: readonly Stage[]): readonly ToolchainPart[] {
  let left: readonly Installed[] = []
  for (const [run, { commands }] of layers.flatMap(({ runs }) => runs).entries()) {
    let marked = false
    for (const { command } of commands) {
      if (command.name === 'apt-mark') marked = true
      const step = packageStep(command)
      if (step === undefined) continue
      if (step.does === 'install') {
        const group = step.option('-t', '--virtual')
        const found = step.packages.filter(({ text }) => isToolchainPackage(step.manager, text))
        left = [
          ...left,
          ...found.map(({ text, origin }) => ({ kind: kindOf(text), name: text, origin, group, run }) as const),
        ]
        continue
      }
      const names = new Set(step.packages.map(({ text }) => text))
      // `purge $BUILD_DEPS`, or everything that `apt-mark` has made automatic: what this RUN had installed goes.
      const computed = step.packages.some(({ literal }) => !literal) || (marked && step.packages.length === 0)
      left = left.filter(
        (one) => !(names.has(one.name) || (one.group && names.has(one.group)) || (computed && one.run === run)),
      )
    }
  }
  return left.map(({ kind, name, origin }) => ({ kind, name, origin }))
}

const kindOf = (name: string): 'compiler' | 'headers' =>
  /^lib(?!c6?-dev|tool)|-(?:dev|devel)$|^(?:linux|kernel)-(?:headers|devel)$|^pkg-?conf/.test(name) &&
  !/^(?:golang|build)/.test(name)
    ? 'headers'
    : 'compiler'

/** Commands that compile or bundle, installs of declared dependencies aside: runtimes need those too. */
function built(layers: readonly Stage[]): readonly ToolchainPart[] {
  return layers
    .flatMap(({ commands }) => commands)
    .flatMap(({ command }): readonly ToolchainPart[] => {
      const words = command.words.map(({ text }) => text)
      if (!isBuildCommand(words) || packageStep(command) !== undefined || isRestore(words)) return []
      return [{ kind: 'build', name: words.slice(0, 3).join(' '), origin: command.origin }]
    })
}

const isRestore = ([program = '', ...rest]: readonly string[]): boolean =>
  /^(?:composer|bundle|poetry|uv|pnpm|yarn|bun|pip3?)$/.test(program) && !rest.includes('build')
