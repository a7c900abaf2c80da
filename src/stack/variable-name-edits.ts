/** Repairs of variables whose name nothing reads. */
import type { Repair } from '../core/fix.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { variableUses } from './variable-use.ts'
import { rewrite, rewriting } from './written-edits.ts'

/** Gives a variable the name that the code reads, where one resembles it and nothing sets that yet. */
export function takeReadName(service: Service, { name, nameOrigin }: EnvironmentVariable): Repair {
  const useOf = variableUses(service)
  const use = useOf?.(name)
  const nearest = use?.is === 'unused' ? use.nearest : undefined
  // .NET reads `Section:Key` from variables called `Section__Key`.
  const wanted = nearest?.name.replaceAll(':', '__')
  if (wanted === undefined || useOf?.(wanted).is !== 'used')
    return { refused: `nothing that is read resembles ${name}`, supply: 'the name that was meant, or that it is to go' }
  if (service.environment.some((other) => other.name === wanted))
    return { refused: `${service.name} has ${wanted} as well`, supply: 'which of the two values counts' }
  return rewriting(
    {
      title: `Call ${name} of ${service.name} ${wanted}, as its code does`,
      safety: 'guarded',
      effect: `${service.name} gets a value that it had to do without`,
    },
    rewrite(service.project, nameOrigin, (written) =>
      written.includes(name) ? written.replace(name, wanted) : undefined,
    ),
  )
}
