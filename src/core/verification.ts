/** The commands that audit again, so that somebody can see for himself whether a weakness is gone. */

/** Findings of the engine itself about acceptances: no rule runs for them, so that only a whole audit tells. */
const engineRules = new Set(['unused-allow', 'expired-allow'])

/** The flag by which an audit looks at a kind of subject that is in no file. */
const lookedAtBy: Readonly<Record<string, string>> = { container: ' --engine', 'built-image': ' --images' }

/** A word of a shell command that means exactly this text, and no flag. */
export function word(text: string): string {
  const path = text.startsWith('-') ? `./${text}` : text
  return /^[\w./@:+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

/** A command of drydock, of the same target. */
export const drydock = (command: string, target: string): string =>
  target === '.' ? `drydock ${command}` : `drydock ${command} ${word(target)}`

/**
 * A POSIX shell command that exits with 0 only where none of the rules finds anything that nobody has accepted, and the audit is
 * complete. It asks for more than one finding: what a stronger rule of the same family hides counts as well. Of rules that speak of
 * containers and images, `kinds` says so: the subjects' kinds, so that the command looks there too.
 */
export function auditCommand(target: string, rules: readonly string[], kinds: Iterable<string> = []): string {
  const [first = ''] = rules
  const looks = [...new Set([...kinds].flatMap((kind) => lookedAtBy[kind] ?? []))].sort().join('')
  if (!engineRules.has(first)) {
    return `${drydock('audit', target)}${looks} --only ${word(rules.join(','))} --fail-on info`
  }
  return `report="$(${drydock('audit', target)} --format json --fail-on never)" && ! printf '%s' "$report" | grep -Eq '"rule": ?"${first}"'`
}
