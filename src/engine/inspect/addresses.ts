/** Where a container can be reached on the networks that it is in. */
import type { Reader } from '../engine.ts'

/** The addresses of a running container, one for each network that gives it one. */
export async function addressesOf(engine: Reader, id: string): Promise<readonly string[]> {
  const found = (await engine.get(`/containers/${encodeURIComponent(id)}/json`)) as {
    readonly NetworkSettings: { readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>> | null }
  }
  return Object.values(found.NetworkSettings.Networks ?? {}).flatMap(({ IPAddress: address }) => address || [])
}
