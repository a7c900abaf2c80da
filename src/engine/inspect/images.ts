/** What the engine knows of an image. */
import type { Reader } from '../engine.ts'

export interface ImageFacts {
  /** Digest of its configuration. */
  readonly id: string
  /** Digests under which registries know it, as `name@sha256:…`; none for what was only built here. */
  readonly digests: readonly string[]
}

/** One image, by name or id; throws an `EngineError` of status 404 where there is none. */
export async function imageOf(engine: Reader, name: string): Promise<ImageFacts> {
  const found = (await engine.get(`/images/${encodeURIComponent(name)}/json`)) as {
    readonly Id: string
    readonly RepoDigests?: readonly string[] | null
  }
  return { id: found.Id, digests: found.RepoDigests ?? [] }
}
