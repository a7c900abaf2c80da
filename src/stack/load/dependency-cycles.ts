/** Services that wait for each other in a circle never start. */
import type { ComposeService } from './compose-model.ts'
import { type Loading, refuse } from './loading.ts'
import { valueAt } from './nodes.ts'

/** Notes each circle once, at the dependency that closes it. */
export function findCycles(loading: Loading, services: readonly ComposeService[]): void {
  const byName = new Map(services.map((service) => [service.name, service]))
  const done = new Set<string>()
  for (const { name } of services) {
    if (done.has(name)) continue
    // A stack of our own: chains of dependencies may be longer than the call stack.
    const path: { readonly name: string; next: number }[] = [{ name, next: 0 }]
    const onPath = new Set([name])
    while (path.length > 0) {
      const top = path.at(-1) as { readonly name: string; next: number }
      const dependencies = valueAt(byName.get(top.name)?.node, 'depends_on')
      const dependency = dependencies?.kind === 'map' ? dependencies.entries[top.next] : undefined
      top.next += 1
      if (dependency === undefined) {
        path.pop()
        onPath.delete(top.name)
        done.add(top.name)
      } else if (onPath.has(dependency.key)) {
        const names = path.map((step) => step.name)
        const circle = [...names.slice(names.indexOf(dependency.key)), dependency.key].join(' → ')
        refuse(loading, 'consistency', `services wait for each other: ${circle}`, dependency.value, 'dependency-cycle')
      } else if (!done.has(dependency.key) && byName.has(dependency.key)) {
        path.push({ name: dependency.key, next: 0 })
        onPath.add(dependency.key)
      }
    }
  }
}
