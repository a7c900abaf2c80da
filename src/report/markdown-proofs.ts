/** The part of the Markdown report that says what records of proofs say. */
import { dayOf, engineText } from '../core/proof-words.ts'
import type { Report } from '../core/report.ts'
import { blocks, code, escaped, section, sentence, table } from './markdown-text.ts'
import { needsTexts, repairsText, serviceStanding, standingText } from './proof-text.ts'
import { isWorkspace, projectName } from './words.ts'

/** A paragraph and a table for each record; empty without one. */
export const proofsMarkdown = (report: Report): string =>
  report.proofs.length === 0
    ? ''
    : section(
        2,
        'Started for a proof',
        ...report.proofs.map((proof) =>
          blocks(
            `${proof.current ? '✔ **Current**' : '⚠ **Stale**'}: ${isWorkspace(report) ? `project ${code(projectName(proof.project))}, ` : ''}variant ${code(proof.variant)}, ${escaped(dayOf(proof.createdAt))}, ${sentence(engineText(proof.engine))}: ${sentence(`${standingText(proof)}; ${repairsText(proof)}`)}.`,
            table(
              ['Service', 'Standing', 'What it was seen to need'],
              proof.services.map((service) => [
                code(service.name, true),
                sentence(serviceStanding(service), true),
                service.needs ? sentence(needsTexts(service.needs).join('; '), true) : 'not measured',
              ]),
            ),
          ),
        ),
      )
