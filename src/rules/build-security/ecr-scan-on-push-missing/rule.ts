/** A repository of images in Amazon ECR that does not scan what is pushed to it. */
import { any, holds } from '../../../core/known.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { setBlock } from '../../../stack/hcl-edits.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { registryScansOnPush } from '../../../stack/infrastructure/registry.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ecr-scan-on-push-missing',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'build-security',
  title: 'Images are not scanned when they are pushed to ECR',
  threat: { from: 'supply', gains: 'control' },
  since: '0.1.0',
  why: 'Known vulnerabilities in a base image or a library go live unseen, and stay so until somebody else finds them.',
  remedy:
    'Set `image_scanning_configuration { scan_on_push = true }`, or scan the whole registry with `aws_ecr_registry_scanning_configuration`.',
  strength: 'ECR scans every image that is pushed',
  effort: 2,
  references: [
    'CIS Docker Benchmark 4.4',
    'NIST SP 800-190 4.1.1',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository',
  ],
  peers: ['checkov:CKV_AWS_163', 'trivy:AWS-0030'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecr_repository') return []
    const own = textOfResource(resource, 'image_scanning_configuration', 0, 'scan_on_push')
    const scanned = any(
      holds(own, (value) => value === 'true'),
      registryScansOnPush(resource),
    )
    return [judge(scanned, own.origin, { message: `${resource.address} takes images without scanning them` })]
  },
  fix: (_, resource) =>
    setBlock(
      resource,
      'image_scanning_configuration',
      { scan_on_push: 'true' },
      { title: `Scan what is pushed to ${resource.address}`, safety: 'safe' },
    ),
})
