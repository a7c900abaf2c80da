/** Actions that scan images, sign them, or say what is in them; and whether a finding can stop the job. */
import { type Known, known, unknowable } from '../../core/known.ts'
import { defaultOf } from './build-facts.ts'
import type { ContainerStep, ScanStep, SignStep } from './container-step.ts'
import type { Passage } from './document.ts'
import { isComputed } from './expression.ts'
import { type ActionPlace, despite, doneBy } from './step-place.ts'

interface Scanner {
  readonly what: ScanStep['what']
  /** Inputs that name what is scanned. */
  readonly target: readonly string[]
  /** Inputs that decide whether a finding fails the step, and which of their values do. */
  readonly decides: readonly string[]
  readonly fails: (value: string) => boolean
  /** What happens where none of those inputs is given. */
  readonly otherwise: boolean
}

const isTrue = (value: string): boolean => /^(?:true|1|yes)$/i.test(value)
const notZero = (value: string): boolean => !/^0*$/.test(value)
const given = (value: string): boolean => value !== '' && !/^(?:none|disabled|unknown)$/i.test(value)

/** By action, from each action's own documentation. */
const scanners: Readonly<Record<string, Scanner>> = {
  'aquasecurity/trivy-action': {
    what: 'image',
    target: ['image-ref', 'input', 'scan-ref'],
    decides: ['exit-code'],
    fails: notZero,
    otherwise: false,
  },
  'anchore/scan-action': {
    what: 'image',
    target: ['image', 'sbom', 'path'],
    decides: ['fail-build'],
    fails: isTrue,
    otherwise: true,
  },
  'snyk/actions/docker': { what: 'image', target: ['image'], decides: [], fails: isTrue, otherwise: true },
  'docker/scout-action': {
    what: 'image',
    target: ['image', 'to'],
    decides: ['exit-code', 'exit-on'],
    fails: (value) => isTrue(value) || (given(value) && !/^false$/i.test(value)),
    otherwise: false,
  },
  'goodwithtech/dockle-action': {
    what: 'image',
    target: ['image'],
    decides: ['exit-code'],
    fails: notZero,
    otherwise: false,
  },
  'erzz/dockle-action': { what: 'image', target: ['image'], decides: ['exit-code'], fails: notZero, otherwise: false },
  'azure/container-scan': { what: 'image', target: ['image-name'], decides: [], fails: isTrue, otherwise: true },
  'crazy-max/ghaction-container-scan': {
    what: 'image',
    target: ['image', 'tarball'],
    decides: ['severity_threshold'],
    fails: given,
    otherwise: false,
  },
  'sysdiglabs/scan-action': {
    what: 'image',
    target: ['image-tag'],
    decides: ['stop-on-failed-policy-eval'],
    fails: isTrue,
    otherwise: false,
  },
  'lacework/lw-scanner-action': {
    what: 'image',
    target: ['image_name'],
    decides: ['fail_only_if_fixable'],
    fails: given,
    otherwise: false,
  },
  'alexjurkiewicz/ecr-scan-image': {
    what: 'image',
    target: ['repository'],
    decides: ['fail_threshold'],
    fails: given,
    otherwise: true,
  },
  'bridgecrewio/checkov-action': {
    what: 'files',
    target: ['directory', 'file', 'docker_image'],
    decides: ['soft_fail'],
    fails: (value) => !isTrue(value),
    otherwise: true,
  },
  'checkmarx/kics-github-action': {
    what: 'files',
    target: ['path'],
    decides: ['ignore_on_exit'],
    fails: (value) => !/^(?:all|results)$/.test(value),
    otherwise: true,
  },
  'actions/dependency-review-action': {
    what: 'dependencies',
    target: [],
    decides: ['warn-only'],
    fails: (value) => !isTrue(value),
    otherwise: true,
  },
  'google/osv-scanner-action': {
    what: 'dependencies',
    target: [],
    decides: ['fail-on-vuln'],
    fails: isTrue,
    otherwise: true,
  },
  'snyk/actions/node': { what: 'dependencies', target: [], decides: [], fails: isTrue, otherwise: true },
  'snyk/actions/python': { what: 'dependencies', target: [], decides: [], fails: isTrue, otherwise: true },
  'snyk/actions/dotnet': { what: 'dependencies', target: [], decides: [], fails: isTrue, otherwise: true },
}

const signers: readonly (readonly [RegExp, SignStep['kind']])[] = [
  [/^actions\/attest(?:-build-provenance|-sbom)?$|^slsa-framework\/slsa-github-generator/, 'attest'],
  [/^(?:anchore\/sbom-action|cyclonedx\/gh-.*|advanced-security\/generate-sbom-action|docker\/sbom-action)/, 'sbom'],
  [/^(?:notaryproject\/notation-action\/sign|sigstore\/gh-action-sigstore-python)/, 'sign'],
]

/** The scan, signature or bill of materials that a step makes by an action; `undefined` for any other action. */
export function actionScan(place: ActionPlace): ContainerStep | undefined {
  const { by, input } = place
  const image = input('image', 'subject-name', 'image-ref', 'target_artifact_reference')
  const sign = (kind: SignStep['kind']): SignStep => ({
    ...doneBy(place),
    kind,
    images: image === undefined ? [] : [image],
  })
  const signer = signers.find(([pattern]) => pattern.test(by))
  if (signer !== undefined) return sign(signer[1])
  const scanner = scanners[by]
  if (scanner === undefined) return undefined
  const trivy = by === 'aquasecurity/trivy-action'
  if (trivy && /^(?:cyclonedx|spdx|spdx-json|github)$/.test(input('format')?.value ?? '')) return sign('sbom')
  const command = input('command')?.value ?? ''
  if (by === 'docker/scout-action' && /^(?:sbom|attestation|environment|quickview|recommendations)$/.test(command)) {
    return command === 'sbom' ? sign('sbom') : undefined
  }
  const type = trivy ? (input('scan-type')?.value ?? 'image') : ''
  return {
    ...doneBy(place),
    kind: 'scan',
    what: trivy ? trivyKind(type) : scanner.what,
    target: input(...scanner.target),
    canFail: despite(place, failing(place, scanner)),
  }
}

const trivyKind = (type: string): ScanStep['what'] =>
  isComputed(type) ? 'unknown' : type === 'image' || type === 'sbom' ? 'image' : 'files'

function failing(place: ActionPlace, scanner: Scanner): Known<boolean> {
  const { by, origin, input, step } = place
  const arguments_ = input('args', 'arguments')
  if (by.startsWith('snyk/') && /\bmonitor\b/.test(input('command')?.value ?? '')) {
    return known(false, input('command')?.origin ?? origin)
  }
  const written: Passage | undefined =
    input(...scanner.decides) ??
    (by.includes('trivy') ? step.env.find(({ name }) => name === 'TRIVY_EXIT_CODE') : undefined)
  if (written !== undefined) {
    return isComputed(written.value)
      ? unknowable('an expression decides it when the workflow runs', written.origin)
      : known(scanner.fails(written.value.trim()), written.origin)
  }
  const config = input('trivy-config', 'config', 'config_file')
  if (!scanner.otherwise && config !== undefined) return unknowable('a configuration file may decide it', config.origin)
  if (!scanner.otherwise && arguments_ !== undefined && /exit-code|fail/.test(arguments_.value)) {
    return known(true, arguments_.origin)
  }
  return known(scanner.otherwise, defaultOf(by, origin))
}
