/** Finds images from registries that the project's policy does not name. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

/** `docker.io`, `ghcr.io/our-team`, or `*.dkr.ecr.eu-west-1.amazonaws.com`: a registry, or a path below one. */
const permits = (allowed: string, registry: string, repository: string): boolean => {
  const [host = '', ...path] = allowed.toLowerCase().replace(/\/+$/, '').split('/')
  const sameHost = host.startsWith('*.')
    ? registry.toLowerCase().endsWith(host.slice(1))
    : registry.toLowerCase() === host
  return sameHost && (path.length === 0 || `${repository}/`.slice(registry.length + 1).startsWith(`${path.join('/')}/`))
}

export default defineRule({
  id: 'registry-not-allowed',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Image comes from a registry that is not allowed',
  threat: { from: 'supply', gains: 'code', needs: ['a registry that serves something else than expected'] },
  since: '0.1.0',
  why: 'What is pulled from elsewhere was neither scanned nor approved by those who answer for it.',
  remedy:
    'Take the image from an allowed registry, mirror it there, or add the registry to `policy.allowed-registries`.',
  strength: 'Every image comes from an allowed registry',
  effort: 15,
  references: ['NIST SP 800-190 4.1.5', 'CIS Docker Benchmark 4.2'],
  peers: ['hadolint:DL3026', 'cis:4.2'],
  check(image, { policy }) {
    if (policy.allowedRegistries.length === 0 || image.built) return []
    if (!image.reference.known) return [unknown(image, image.reference.because)]
    const { registry, repository, familiarName } = image.reference.value
    if (policy.allowedRegistries.some((allowed) => permits(allowed, registry, repository))) return [pass(image)]
    return [
      fail(image, {
        message: `${familiarName} comes from ${registry}, and the policy allows ${policy.allowedRegistries.join(', ')} only`,
      }),
    ]
  },
  fix: () => ({
    refused: 'where the image is mirrored is not in the files',
    supply: 'its name in an allowed registry',
  }),
})
