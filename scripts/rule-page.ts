/** Renders a rule's documentation page, and the index of all pages, as Markdown. */
import type { RuleMetadata } from '../src/core/rule.ts'
import { categories } from '../src/core/rule.ts'
import { derivation } from '../src/core/threat.ts'

/** Reference URLs as links, other references (a benchmark's section) as they are. */
const reference = (text: string): string => (/^https?:\/\//.test(text) ? `- <${text}>` : `- ${text}`)

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : ['', `## ${title}`, '', ...items]

/** A fence's info string names files and marks for the tests; a reader wants the file's name above the block. */
function withFileNames(body: string): string {
  const onEngine = body.replace(/^(`{3,})observed[ \t]*$/gm, 'On the engine:\n\n$1json')
  return onEngine.replace(/^(`{3,})(\w+)[ \t]+(\S.*)$/gm, (_, fence: string, language: string, words: string) => {
    const file = /(?:^|\s)file=(\S+)/.exec(words)?.[1]
    return file === undefined ? `${fence}${language}` : `\`${file}\`:\n\n${fence}${language}`
  })
}

/** The rule's page: a header from its metadata, then the body of its `rule.md` without the marks of expected places. */
export function rulePage(rule: RuleMetadata, body: string): string {
  const lines = [
    `# ${rule.id}`,
    '',
    `**${rule.title}**`,
    '',
    '| Severity | Kind | Category | Confidence | Persona | Since | Effort per place |',
    '|---|---|---|---|---|---|---|',
    `| ${rule.severity} | ${rule.kind} | ${categories[rule.category]} | ${rule.confidence} | ${rule.persona} | ${rule.since} | ${rule.effort} min |`,
    '',
    rule.why,
    '',
    `**What to do.** ${rule.remedy}`,
    '',
    withFileNames(body.replace(/[«»]/g, '')).trim(),
    ...list(
      'How severe',
      derivation(rule.threat).map((line) => `- ${line}`),
    ),
    ...list('References', rule.references.map(reference)),
    ...list(
      'The same check elsewhere',
      rule.peers.map((peer) => `- \`${peer}\``),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** The index of all rule pages, by category. */
export function ruleIndex(rules: readonly RuleMetadata[]): string {
  const sections = Object.entries(categories).flatMap(([id, title]) => {
    const own = rules.filter((rule) => rule.category === id)
    if (own.length === 0) return []
    const rows = own.map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.kind} | ${rule.title} |`)
    return ['', `## ${title}`, '', '| Rule | Severity | Kind | Weakness |', '|---|---|---|---|', ...rows]
  })
  return `${['# Rules', '', `${rules.length} rules in ${Object.keys(categories).length} categories.`, ...sections].join('\n')}\n`
}
