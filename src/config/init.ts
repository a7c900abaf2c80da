/** The starter `drydock.yaml` that `drydock init` writes: what was found out, and what else could be said, in comments. */

/** What the starter file tells of one variant. */
export interface InitVariant {
  readonly name: string
  readonly files: readonly string[]
  readonly environment: string
  /** Why it is believed, one sentence each. */
  readonly evidence: readonly string[]
}

export interface InitOptions {
  /** Where editors find the schema; left out where nobody knows. */
  readonly schema?: string
  readonly variants?: readonly InitVariant[]
}

/** A commented configuration that, as it stands, changes nothing. */
export function initText(options: InitOptions = {}): string {
  const found = (options.variants ?? []).flatMap((variant) => [
    ...variant.evidence.map((sentence) => comment(`    ${sentence}`)),
    comment(`  - name: ${scalar(variant.name)}`),
    comment(`    files: [${variant.files.map(scalar).join(', ')}]`),
    comment(`    environment: ${scalar(variant.environment)}`),
  ])
  const example = [
    '#   - name: production',
    '#     files: [docker-compose.yml, docker-compose.prod.yml]',
    '#     environment: production',
  ]
  const lines = [
    ...(options.schema === undefined ? [] : [`# yaml-language-server: $schema=${options.schema}`, '']),
    '# Exit with 1 when something at least this severe is found: critical, high, medium, low or info.',
    'fail-on: high',
    '',
    '# Exit with 1 when the score is below, from 0 to 10.',
    '# min-score: 7',
    '',
    '# How the stack is run. Without this it is found out from scripts, workflows and the names of files:',
    '# variants:',
    ...(found.length > 0 ? found : example),
    '',
    '# Accepted risks. Each needs a reason; an expired one, or one that matches nothing, is reported.',
    '# allow:',
    '#   - rule: no-new-privileges-missing',
    '#     service: mail',
    '#     reason: only used on laptops, never deployed',
    '#     owner: platform team',
    '#     until: 2030-12-31',
    '',
    '# Rules that are off, or have another severity here. `drydock rules` lists them.',
    '# rules:',
    '#   no-new-privileges-missing: low',
    '',
    '# Folders and files that start no project.',
    '# exclude:',
    '#   - examples/**',
    '',
    '# What images may come from.',
    '# policy:',
    '#   allowed-registries: [docker.io, registry.example.com]',
    '',
    '# What the stack has to do besides starting when `drydock prove` starts it.',
    '# prove:',
    '#   checks:',
    '#     - name: the front page is there',
    '#       http: {service: web, port: 8080, path: /}',
  ]
  return `${lines.join('\n')}\n`
}

/** One line of comment, whatever a name in it holds. */
const comment = (text: string): string => `# ${text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')}`

/** A name as YAML reads it back: in quotes unless it is plainly harmless. */
const scalar = (text: string): string =>
  /^[A-Za-z][\w./+-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text)
