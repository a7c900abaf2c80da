/** A listener of a load balancer that serves plain HTTP. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { CloudResource } from '../../../stack/infrastructure/model.ts'
import { attribute } from '../../../stack/infrastructure/module-scope.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'load-balancer-without-tls',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Load balancer serves plain HTTP',
  threat: { from: 'outside', gains: 'access', needs: ['a place between the browser and the load balancer'] },
  since: '0.1.0',
  why: 'Passwords, cookies and answers can be read and changed by whoever sits on the way, from the café to the provider.',
  remedy:
    'Let the listener on port 80 redirect to HTTPS (`default_action { type = "redirect" }`), and serve on 443 with a certificate.',
  strength: 'Load balancers serve HTTPS only',
  effort: 30,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html'],
  peers: ['checkov:CKV_AWS_2', 'trivy:AWS-0054'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_lb_listener' && resource.type !== 'aws_alb_listener') return []
    const protocol = textOfResource(resource, 'protocol')
    if (!protocol.known) return [unknown(protocol.origin, protocol.because)]
    // Without a protocol it is HTTP on application load balancers, which are those with a default action of that kind.
    if (protocol.value !== undefined && protocol.value !== 'HTTP') return [pass(protocol.origin)]
    const action = textOfResource(resource, 'default_action', 0, 'type')
    if (!action.known) return [unknown(action.origin, action.because)]
    if (action.value === 'redirect' || action.value === 'fixed-response' || isInternal(resource))
      return [pass(protocol.origin)]
    return [
      fail(protocol.origin, {
        message: `${resource.address} passes plain HTTP on, which anybody on the way can read and change`,
      }),
    ]
  },
  fix: () => ({ refused: 'a listener for HTTPS needs a certificate', supply: 'the ARN of the certificate' }),
})

/** Whether the listener belongs to a load balancer that only the network inside can reach. */
function isInternal(listener: CloudResource): boolean {
  const arn = attribute(listener.block, 'load_balancer_arn')
  if (arn === undefined) return false
  return [...listener.infrastructure.mentions(arn, listener)].some((balancer) => {
    const internal = textOfResource(balancer, 'internal')
    return internal.known && internal.value === 'true'
  })
}
