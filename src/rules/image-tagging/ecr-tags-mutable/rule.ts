/** A repository of images in Amazon ECR whose tags can be moved to another image. */
import { holds } from '../../../core/known.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { setAttribute } from '../../../stack/hcl-edits.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ecr-tags-mutable',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Tags in ECR can be moved to another image',
  threat: { from: 'supply', gains: 'code', needs: ['leave to push to the repository'] },
  since: '0.1.0',
  why: 'Whoever may push can put another image under a version that is already running, and the next task that starts takes it.',
  remedy:
    'Set `image_tag_mutability = "IMMUTABLE"`; where one moving tag is needed, exclude it with `IMMUTABLE_WITH_EXCLUSION`.',
  strength: 'A tag in ECR stays with the image it was given to',
  effort: 10,
  references: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    'NIST SP 800-190 4.2.2',
  ],
  peers: ['checkov:CKV_AWS_51', 'trivy:AWS-0031'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecr_repository') return []
    const mutability = textOfResource(resource, 'image_tag_mutability')
    return [
      judge(
        holds(mutability, (value) => value?.startsWith('IMMUTABLE') === true),
        mutability.origin,
        { message: `${resource.address} lets a push replace the image under a tag that is in use` },
      ),
    ]
  },
  fix: (_, resource) =>
    setAttribute(resource, 'image_tag_mutability', '"IMMUTABLE"', {
      title: `Let tags of ${resource.address} stay where they are`,
      safety: 'guarded',
      effect: 'a push of a tag that is there already fails, `latest` too',
    }),
})
