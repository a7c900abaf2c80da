/** An ECS service whose tasks have addresses of the internet. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ecs-service-public-address',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Tasks of an ECS service have public addresses',
  threat: { from: 'outside', gains: 'access', needs: ['a security group that lets somebody in'] },
  since: '0.1.0',
  why: 'Each task can be reached past the load balancer, its certificate and its firewall; one careless rule of a security group is enough.',
  remedy:
    'Set `assign_public_ip = false` and run the tasks in private subnets, with a NAT gateway or VPC endpoints for what they fetch.',
  strength: 'Tasks have no public addresses',
  effort: 60,
  references: [
    'NIST SP 800-190 4.3.3',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html',
  ],
  peers: ['checkov:CKV_AWS_333'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecs_service') return []
    const given = textOfResource(resource, 'network_configuration', 0, 'assign_public_ip')
    if (!given.known) return [unknown(given.origin, given.because)]
    if (given.value !== 'true') return [pass(given.origin)]
    return [
      fail(given.origin, {
        message: `every task of ${resource.address} gets an address that the whole internet can reach`,
      }),
    ]
  },
  fix: () => ({
    refused: 'without a public address a task needs another way to its images',
    supply: 'a NAT gateway or endpoints of the VPC',
  }),
})
