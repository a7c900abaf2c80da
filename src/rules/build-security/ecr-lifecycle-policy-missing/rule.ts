/** A repository of images in Amazon ECR that keeps everything for ever. */
import { type Judgement, judge } from '../../../core/verdict.ts'
import { someBelongsTo } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ecr-lifecycle-policy-missing',
  scope: 'cloud-resource',
  kind: 'hygiene',
  category: 'build-security',
  title: 'ECR keeps every image for ever',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'Images with holes that were closed long ago stay there to be pulled, every scan reports them again, and the bill grows with each build.',
  remedy:
    'Add an `aws_ecr_lifecycle_policy` that lets untagged images expire after a week and keeps, say, the last ten releases.',
  strength: 'ECR removes images that nobody needs any more',
  effort: 10,
  references: [
    'NIST SP 800-190 4.2.2',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  ],
  peers: [],
  check: (resource): readonly Judgement[] =>
    resource.type === 'aws_ecr_repository'
      ? [
          judge(someBelongsTo(resource, 'aws_ecr_lifecycle_policy', 'repository', /ecr/i), resource.origin, {
            message: `nothing removes old and untagged images from ${resource.address}`,
          }),
        ]
      : [],
  fix: () => ({ refused: 'a policy deletes images', supply: 'how many of them to keep, or for how long' }),
})
