/** Shell commands that scan images or dependencies, sign images, or list what is in them. */
import { type Known, known } from '../../core/known.ts'
import type { ShellWord } from '../shell/command.ts'
import { defaultOf } from './build-facts.ts'
import { type CommandPlace, located, programOf } from './command-place.ts'
import type { ContainerStep, ScanStep, SignStep } from './container-step.ts'
import { type CommandLine, type Grammar, grammar, readOptions, valuesOf } from './options.ts'
import { despite, doneBy } from './step-place.ts'

interface Scanner {
  readonly by: string
  /** The first words that make it this scanner. */
  readonly starts: readonly string[]
  readonly what: ScanStep['what']
  readonly grammar: Grammar
  /** Options that make a finding fail the command; `always` where it does so by itself, `never` where nothing does. */
  readonly fails: readonly string[] | 'always' | 'never'
}

const trivy = grammar(
  '--severity --exit-code --format --output --scanners --vuln-type --pkg-types --ignorefile --cache-dir --timeout --input --config --platform --skip-dirs --skip-files --template --security-checks --ignore-policy --username --password --db-repository',
  '-s=--severity -f=--format -o=--output -i=--input -c=--config -t=--template',
)
const grype = grammar(
  '--fail-on --output --file --config --scope --platform --name --distro',
  '-f=--fail-on -o=--output -c=--config -s=--scope',
)
const scout = grammar(
  '--only-severity --only-package --format --output --platform --ref --to --org --env --stream',
  '-o=--output -e=--exit-code',
)
const snyk = grammar('--file --severity-threshold --org --project-name --platform --username --password --fail-on', '')
const dockle = grammar(
  '--exit-code --exit-level --input --format --output --ignore --accept-key --accept-file --timeout',
  '-c=--exit-code -l=--exit-level -f=--format -o=--output -i=--ignore -ak=--accept-key',
)
const audit = grammar('--audit-level --requirement --format --level --severity', '-r=--requirement')

const scanners: readonly Scanner[] = [
  { by: 'trivy image', starts: ['trivy', 'image'], what: 'image', grammar: trivy, fails: ['--exit-code'] },
  { by: 'trivy fs', starts: ['trivy', 'fs'], what: 'files', grammar: trivy, fails: ['--exit-code'] },
  { by: 'trivy filesystem', starts: ['trivy', 'filesystem'], what: 'files', grammar: trivy, fails: ['--exit-code'] },
  { by: 'trivy config', starts: ['trivy', 'config'], what: 'files', grammar: trivy, fails: ['--exit-code'] },
  { by: 'trivy repo', starts: ['trivy', 'repo'], what: 'files', grammar: trivy, fails: ['--exit-code'] },
  {
    by: 'docker scout cves',
    starts: ['docker', 'scout', 'cves'],
    what: 'image',
    grammar: scout,
    fails: ['--exit-code'],
  },
  { by: 'docker scan', starts: ['docker', 'scan'], what: 'image', grammar: snyk, fails: 'always' },
  { by: 'snyk container test', starts: ['snyk', 'container', 'test'], what: 'image', grammar: snyk, fails: 'always' },
  {
    by: 'snyk container monitor',
    starts: ['snyk', 'container', 'monitor'],
    what: 'image',
    grammar: snyk,
    fails: 'never',
  },
  { by: 'snyk test', starts: ['snyk', 'test'], what: 'dependencies', grammar: snyk, fails: 'always' },
  { by: 'grype', starts: ['grype'], what: 'image', grammar: grype, fails: ['--fail-on'] },
  { by: 'dockle', starts: ['dockle'], what: 'image', grammar: dockle, fails: ['--exit-code'] },
  { by: 'npm audit', starts: ['npm', 'audit'], what: 'dependencies', grammar: audit, fails: 'always' },
  { by: 'pnpm audit', starts: ['pnpm', 'audit'], what: 'dependencies', grammar: audit, fails: 'always' },
  { by: 'yarn audit', starts: ['yarn', 'audit'], what: 'dependencies', grammar: audit, fails: 'always' },
  { by: 'pip-audit', starts: ['pip-audit'], what: 'dependencies', grammar: audit, fails: 'always' },
  { by: 'osv-scanner', starts: ['osv-scanner'], what: 'dependencies', grammar: audit, fails: 'always' },
  {
    by: 'dotnet list package',
    starts: ['dotnet', 'list', 'package'],
    what: 'dependencies',
    grammar: audit,
    fails: 'never',
  },
  { by: 'aws ecr wait', starts: ['aws', 'ecr', 'wait'], what: 'image', grammar: audit, fails: 'never' },
  {
    by: 'aws ecr describe-image-scan-findings',
    starts: ['aws', 'ecr', 'describe-image-scan-findings'],
    what: 'image',
    grammar: audit,
    fails: 'never',
  },
]

const signers: readonly { readonly starts: readonly string[]; readonly kind: SignStep['kind'] }[] = [
  { starts: ['cosign', 'sign'], kind: 'sign' },
  { starts: ['cosign', 'attest'], kind: 'attest' },
  { starts: ['notation', 'sign'], kind: 'sign' },
  { starts: ['docker', 'trust', 'sign'], kind: 'sign' },
  { starts: ['docker', 'sbom'], kind: 'sbom' },
  { starts: ['docker', 'scout', 'sbom'], kind: 'sbom' },
  { starts: ['syft'], kind: 'sbom' },
]
const signing = grammar(
  '--key --output --platform --predicate --type --certificate --annotations --identity-token --format --scope',
  '-a=--annotations -o=--output',
)

const startsWith = (words: readonly ShellWord[], starts: readonly string[]): boolean =>
  starts.every((text, index) => (index === 0 ? programOf(words) : words[index]?.text) === text)

/** The scan, signature or bill of materials that a command makes. */
export function scanCommand(place: CommandPlace): ContainerStep | undefined {
  const { words, command } = place
  const origin = command.origin
  const sign = (kind: SignStep['kind'], by: string, line: CommandLine): SignStep => ({
    ...doneBy({ ...place, by, origin }),
    kind,
    images: line.operands.map(located),
  })
  const signer = signers.find(({ starts }) => startsWith(words, starts))
  if (signer !== undefined)
    return sign(signer.kind, signer.starts.join(' '), readOptions(words.slice(signer.starts.length), signing))
  const scanner = scanners.find(({ starts }) => startsWith(words, starts))
  if (scanner === undefined) return undefined
  const line = readOptions(words.slice(scanner.starts.length), scanner.grammar)
  // It looks after its own files, and scans nothing.
  if (words.some(({ text }) => /^--(?:clear-cache|reset|version|help|download-db-only)$/.test(text))) return undefined
  const format = valuesOf(line, '--format').at(-1)?.value ?? ''
  if (scanner.starts[0] === 'trivy' && /^(?:cyclonedx|spdx|spdx-json)$/.test(format))
    return sign('sbom', scanner.by, line)
  const [target] = line.operands
  return {
    ...doneBy({ ...place, by: scanner.by, origin }),
    kind: 'scan',
    what: scanner.what,
    target: target && located(target),
    canFail: despite(place, failing(place, scanner, line)),
  }
}

function failing(place: CommandPlace, { fails, by }: Scanner, line: CommandLine): Known<boolean> {
  const { command, step } = place
  if (command.swallowed) return known(false, command.swallowedBy ?? command.origin)
  if (fails === 'always' || fails === 'never') return known(fails === 'always', defaultOf(by, command.origin))
  const option = line.options.find(({ name }) => fails.includes(name))
  if (option !== undefined)
    return known(option.value === undefined || option.value.value !== '0', option.value?.origin ?? command.origin)
  const variable = [...command.assignments, ...step.env].find(({ name }) => name === 'TRIVY_EXIT_CODE')
  if (variable !== undefined && by.startsWith('trivy')) return known(true, variable.origin)
  return known(false, defaultOf(by, command.origin))
}
