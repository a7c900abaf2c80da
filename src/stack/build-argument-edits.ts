/** Repairs that hand a service's variables to its build. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import { spansOf } from '../core/origin.ts'
import { insertBefore } from './dockerfile-edits.ts'
import { lateVariable } from './public-variables.ts'
import { serviceFix } from './service-edits.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** Declares a variable of a bundle in the stage that builds it, and hands it over from the compose file. */
export function handToBuild(service: Service, variable: EnvironmentVariable): Repair {
  const { name } = variable
  const late = lateVariable(service, variable)
  const [place] = spansOf(late?.is === 'late' ? late.builtBy : variable.origin)
  const run = service.build?.stages
    .flatMap((stage) => stage.commands)
    .find(({ origin }) => spansOf(origin)[0]?.start === place?.start && spansOf(origin)[0]?.file === place?.file)?.run
  if (run === undefined || variable.source !== 'compose')
    return { refused: `no compose file sets ${name}`, supply: 'where the build is to get it from' }
  // All of them at once, so that the fixes of several write the same arguments.
  const all = service.environment.filter((one) => one.source === 'compose' && lateVariable(service, one)?.is === 'late')
  const values: Data = Object.fromEntries(all.map((one) => [one.name, one.written]))
  const fix = serviceFix(
    service,
    {
      title: `Hand ${name} to the build of ${service.name}`,
      safety: 'guarded',
      effect: 'the page calls what the variable says, where it called what was built in before',
    },
    (at) => argumentsIn(service, at, values),
  )
  return 'edits' in fix ? { ...fix, edits: [...fix.edits, insertBefore(run.instruction, `ARG ${name}`)] } : fix
}

function argumentsIn(
  { project, definitions }: Service,
  at: (...keys: readonly string[]) => TreeEdit['path'],
  values: { readonly [name: string]: Data },
): readonly TreeEdit[] {
  const [own] = definitions
  const root = project.composeFiles.find(({ file }) => file === own?.file)?.root
  // As it is written: the effective service has the long form always.
  const build = own && nodeAt(root, ...own.path, 'build')
  if (build?.kind === 'scalar')
    return [{ do: 'set', path: at('build'), value: { context: String(build.value), args: values } }]
  if (nodeAt(build, 'args')?.kind === 'list')
    return [
      {
        do: 'append',
        path: at('build', 'args'),
        values: Object.entries(values).map(([name, value]) => `${name}=${value}`),
      },
    ]
  return Object.entries(values).map(([name, value]) => ({ do: 'set', path: at('build', 'args', name), value }))
}
