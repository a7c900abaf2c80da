/** Where a rule finds fault in one Dockerfile, for tests with many small ones. */
import { auditWith } from '../src/index.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { exampleDay } from './rule-examples.ts'

/** The first line of each place, in a Dockerfile of these lines. */
export const linesOf =
  (rule: Rule) =>
  async (dockerfile: string, files: Readonly<Record<string, string>> = {}): Promise<readonly number[]> => {
    const tree = memoryTree({ Dockerfile: dockerfile, ...files })
    const report = await auditWith([rule], tree, { today: exampleDay, persona: 'pedantic' })
    return report.findings
      .filter((finding) => finding.rule === rule.id)
      .flatMap(({ places }) => places.flatMap(({ location }) => ('startLine' in location ? [location.startLine] : [])))
  }
