/** Which values a label has, on whatever an engine holds. */
import type { Reader } from '../engine.ts'

interface Labelled {
  readonly Labels: Readonly<Record<string, string>> | null
}

/** The values of a label on containers, networks, volumes and images. */
export async function valuesOf(engine: Reader, label: string): Promise<ReadonlySet<string>> {
  const query = { filters: JSON.stringify({ label: [label] }), all: true }
  const lists = (await Promise.all([
    engine.get('/containers/json', { query }),
    engine.get('/networks', { query }),
    engine.get('/images/json', { query }),
    engine.get('/volumes', { query }).then((answer) => (answer as { readonly Volumes: unknown }).Volumes ?? []),
  ])) as readonly (readonly Labelled[])[]
  return new Set(lists.flat().flatMap(({ Labels: labels }) => labels?.[label] ?? []))
}
