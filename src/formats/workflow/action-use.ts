/** What a `uses:` value names, and whether it can change behind one's back. */
import type { Origin } from '../../core/origin.ts'
import type { ActionUse } from './document.ts'

/** Reads `owner/name/path@ref`, `./path` or `docker://image`. */
export function parseActionUse(text: string, origin: Origin): ActionUse {
  if (text.startsWith('./') || text.startsWith('../')) {
    return { text, action: text, ref: undefined, kind: 'local', pinned: true, origin }
  }
  if (text.startsWith('docker://')) {
    const image = text.slice('docker://'.length)
    const [, action = image, ref] = /^(.+?)(?:@(sha256:[0-9a-f]{64})|:([^/:@]+))?$/.exec(image) ?? []
    const tag = ref ?? /:([^/:@]+)$/.exec(image)?.[1]
    return { text, action, ref: tag, kind: 'docker', pinned: ref !== undefined, origin }
  }
  const at = text.indexOf('@')
  const action = (at === -1 ? text : text.slice(0, at)).toLowerCase()
  const ref = at === -1 ? undefined : text.slice(at + 1)
  if (ref === undefined || ref === '' || ref.includes('${{'))
    return { text, action, ref, kind: 'unknown', pinned: false, origin }
  if (/^[0-9a-f]{40}$/i.test(ref)) return { text, action, ref, kind: 'sha', pinned: true, origin }
  const kind = /^v?\d+(?:\.\d+)*(?:[-+.][\w.-]+)?$/.test(ref) || ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  return { text, action, ref, kind, pinned: false, origin }
}
