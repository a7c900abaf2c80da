/** Reports that try to break a format: hostile names everywhere, and very many places. */
import type { Report } from '../core/report.ts'
import { sampleFinding, samplePlace } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'

/** Names that try to break out of every format. */
export const hostile = 'a|b`c``d*e_f]g(h)<img src=x onerror=alert(1)>\u001b[31mred\u0007\r\n# h\u202e"\'&@x \\'

/** A report in which every text that comes from the audited tree is hostile. */
export function hostileReport(): Report {
  const file = hostile
  const location = { kind: 'file', file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 4 } as const
  const finding = sampleFinding({
    message: hostile,
    project: hostile,
    places: [
      samplePlace({
        subject: { kind: 'service', name: hostile },
        message: hostile,
        remedy: hostile,
        location,
        excerpt: { startLine: 1, lines: ['```', hostile, '~~~~ ````'] },
        variants: [hostile],
        related: [{ location, message: hostile }],
      }),
      samplePlace({ message: hostile, location, accepted: { reason: hostile, owner: hostile, until: null } }),
    ],
  })
  const base = sampleReport()
  const [project] = base.projects
  return {
    ...base,
    target: { path: hostile, commit: hostile },
    verdict: { go: false, because: [hostile] },
    headline: hostile,
    projects: project
      ? [
          { ...project, id: hostile, path: hostile, scoredVariant: hostile },
          { ...project, id: 'other', path: hostile },
        ]
      : [],
    findings: [finding],
    checklist: base.checklist.map((item) => ({ ...item, evidence: [hostile] })),
    tagging: base.tagging && {
      tags: [{ tag: hostile, purpose: 'x' }],
      compose: `\`\`\`\n${hostile}`,
      workflow: '````',
    },
    inventory: {
      images: [{ reference: hostile, usedBy: [hostile] }],
      dockerfiles: [hostile],
      composeFiles: [hostile],
      workflows: [hostile],
    },
    unknown: [{ rule: 'r', project: hostile, subject: { kind: 'image', name: hostile }, because: hostile, location }],
    skipped: [{ what: hostile, reason: hostile }],
    incomplete: [{ what: hostile, because: hostile, location }],
  }
}

/** A report with one finding in very many places. */
export function largeReport(places = 400): Report {
  const finding = sampleFinding({
    effort: places * 5,
    places: Array.from({ length: places }, (_, index) =>
      samplePlace({
        id: `place-${index}`,
        subject: { kind: 'service', name: `service-${index}` },
        location: {
          kind: 'file',
          file: 'compose.yaml',
          startLine: index + 1,
          startColumn: 3,
          endLine: index + 1,
          endColumn: 9,
        },
      }),
    ),
  })
  return sampleReport({ findings: [finding] })
}
