/** The part of the Markdown report that lists what was seen to run. */
import type { Report } from '../core/report.ts'
import { code, escaped, section, sentence, table } from './markdown-text.ts'
import { byService, comparedWith } from './running-text.ts'

/** A row for each container; empty where nobody looked. */
export function runningMarkdown({ observed }: Report): string {
  if (!observed?.asked.includes('containers')) return ''
  const rows = byService(observed).map((one) => [
    one.service === null ? '**none**' : code(one.service, true),
    code(one.name, true),
    code(one.image, true),
    escaped(one.state),
    one.startedAt === null ? 'never' : escaped(one.startedAt.slice(0, 19).replace('T', ' ')),
    sentence(comparedWith(one), true),
  ])
  return section(
    2,
    'What runs',
    `Seen on Docker Engine ${escaped(observed.engine.version)}${rows.length === 0 ? ': no container of what is audited' : ''}.`,
    table(['Service', 'Container', 'Image', 'State', 'Started', 'Compared with'], rows),
  )
}
