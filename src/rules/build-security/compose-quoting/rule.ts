/** Quotes that a compose file has where it needs none, or lacks where readers stumble. */

import type { SpanEdit } from '../../../core/edit.ts'
import type { Fix } from '../../../core/fix.ts'
import { entryOf, type Node, nodeAt } from '../../../core/node.ts'
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { writtenScalars } from '../../../stack/written-scalars.ts'
import { defineRule } from '../../define-rule.ts'

/** What YAML reads otherwise without quotes: signs with a meaning, and words and numbers that are no text. */
const needsQuotes = /^$|^[\s!&*|>%@`{[#?:,"'-]|:\s|\s#|:$|^(?:true|false|yes|no|on|off|null|~|[-+.\d_]+)$/i

export default defineRule({
  id: 'compose-quoting',
  scope: 'compose-file',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Quotes are not where they belong',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Ports look like the base-60 numbers of YAML 1.1, and older readers take `22:22` for 1342; paths never need quotes.',
  remedy: 'Quote ports, and write volumes without quotes.',
  strength: 'Ports are quoted and volumes are not',
  effort: 1,
  references: ['https://docs.docker.com/reference/compose-file/services/#short-syntax-3'],
  peers: ['dclint:require-quotes-in-ports', 'dclint:no-quotes-in-volumes'],
  check({ root }): readonly Judgement[] {
    const services = entryOf(root, 'services')?.value
    if (services?.kind !== 'map') return []
    return services.entries.flatMap(({ key, value }) => {
      const subject = { kind: 'service', name: key }
      const ports = nodeAt(value, 'ports')
      const judgedPorts = (ports?.kind === 'list' ? ports.items : []).flatMap((item): readonly Judgement[] => {
        if (item.kind !== 'scalar') return []
        if (item.style !== 'plain') return [pass(item, { subject })]
        const message = `the port ${String(item.value)} of ${key} is not quoted`
        return [fail(item, { subject, message, peers: ['dclint:require-quotes-in-ports'] })]
      })
      const judgedVolumes = scalars(nodeAt(value, 'volumes'), 0).map((item): Judgement => {
        const text = String(item.value)
        if (!/^(?:single|double)$/.test(item.style) || needsQuotes.test(text)) return pass(item, { subject })
        return fail(item, {
          subject,
          message: `${text} of ${key} needs no quotes`,
          peers: ['dclint:no-quotes-in-volumes'],
        })
      })
      return [...judgedPorts, ...judgedVolumes]
    })
  },
  fix({ origin, message }, file) {
    const [place] = spansOf(origin)
    if (place === undefined) return undefined
    const { start, end } = place
    const edit = (span: SpanEdit): Fix => ({
      title: `Write quotes as usual: ${message}`,
      safety: 'safe',
      edits: [{ file: file.file, spans: [span] }],
    })
    const text = writtenScalars(file).find((one) => one.place.start === start)?.text
    if (!message?.endsWith('needs no quotes')) return edit({ do: 'wrap', start, end, before: '"', after: '"' })
    // Escapes inside the quotes would stand there as they are.
    return text?.length === end - start - 2
      ? edit({ do: 'replace', start, end, text })
      : { refused: 'the quoted text has escapes in it' }
  },
})

function scalars(node: Node | undefined, depth: number): readonly (Node & { readonly kind: 'scalar' })[] {
  if (node === undefined || depth > 8) return []
  if (node.kind === 'scalar') return [node]
  const inner = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value)
  return inner.flatMap((one) => scalars(one, depth + 1))
}
