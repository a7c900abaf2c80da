/** The values of Kubernetes Secrets that are written in manifests. */
import { nodeAt, textOf } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import { holdsCredential, literalCredentials } from '../credentials.ts'
import type { Variant } from '../model.ts'

export interface CommittedSecret {
  /** The manifest's name. */
  readonly name: string
  readonly key: string
  /** As it is, whatever it is written as. In memory only. */
  readonly value: string
  readonly origin: Origin
  /** Whether it is a credential and no placeholder. */
  readonly real: boolean
}

/** What `data` holds in base64; the text itself where it is none. */
function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return text
  try {
    return atob(text.replace(/\s+/g, '')).replace(/\n$/, '')
  } catch {
    return text
  }
}

/** Every value of every Secret of a variant, in the order they are written. */
export const committedSecrets = ({ secretManifests }: Pick<Variant, 'secretManifests'>): readonly CommittedSecret[] =>
  secretManifests.flatMap((manifest) => {
    const name = textOf(nodeAt(manifest, 'metadata', 'name')) ?? 'without a name'
    return ['data', 'stringData'].flatMap((part): readonly CommittedSecret[] => {
      const values = nodeAt(manifest, part)
      if (values?.kind !== 'map') return []
      return values.entries.flatMap(({ key, value }) => {
        const text = textOf(value)
        if (text === undefined || text === '') return []
        const plain = part === 'data' ? decoded(text) : text
        const real = literalCredentials(key, plain).some(({ grade, kind }) => grade === 'literal' || kind !== 'value')
        const weak = holdsCredential(key) && literalCredentials(key, plain).length > 0
        return [{ name, key, value: plain, origin: value.origin, real: real || weak }]
      })
    })
  })
