/** A tool for administrators or developers that production would start too. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { onlyForDevelopment } from '../../../stack/role-edits.ts'
import { defineRule } from '../../define-rule.ts'

const kinds: Readonly<Record<string, string>> = {
  'admin-tool': 'an administration tool',
  'dev-tool': 'a development tool',
}

export default defineRule({
  id: 'dev-tool-in-production',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Development or admin tool starts in production',
  threat: { from: 'outside', gains: 'access', needs: ['a way to its port'] },
  since: '0.1.0',
  why: 'An admin console is the data store with a web page in front: its own flaws, its stored logins and its default account all lead to the data.',
  remedy:
    'Put it behind a profile (`profiles: [dev]`) or in a development overlay; in production reach the store through a bastion or a session manager.',
  remedies: {
    ecs: 'Keep it out of the production task definition; reach the store through ECS Exec or a bastion.',
    kubernetes: 'Keep it out of the production manifests; reach the store with `kubectl port-forward`.',
  },
  strength: 'Admin and development tools stay out of production',
  effort: 5,
  references: [
    'NIST SP 800-190 4.4.5',
    'OWASP Docker Security Cheat Sheet',
    'https://docs.docker.com/compose/how-tos/profiles/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    if (!(service.role in kinds)) return []
    if (!runsInProduction(service)) return [pass(service.origin)]
    const published = service.ports.items.find((port) => port.known && port.value.everyInterface)
    return [
      fail(service.image?.origin ?? service.origin, {
        message: `${service.name} is ${kinds[service.role]}, and nothing keeps it out of production`,
        severity: published ? 'high' : 'medium',
        related: published ? [{ origin: published.origin, message: 'published on every interface of the host' }] : [],
      }),
    ]
  },
  fix: (_, service) => onlyForDevelopment(service),
})
