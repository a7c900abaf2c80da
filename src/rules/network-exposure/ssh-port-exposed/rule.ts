/** An image that is there to be logged into. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ssh-port-exposed',
  scope: 'stage',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'The image exposes SSH',
  threat: { from: 'outside', gains: 'access', needs: ['a published port', 'a password or a key that fits'] },
  since: '0.1.0',
  why: 'A login server in the container is one more way in, with keys and passwords of its own that nobody rotates, and what is done through it leaves no trace in the image.',
  remedy:
    'Take sshd out of the image and use `docker exec` (or `aws ecs execute-command`); tunnel through a host that is made for it.',
  strength: 'No image exposes SSH',
  effort: 30,
  references: ['CIS Docker Benchmark 5.7', 'NIST SP 800-190 4.1.2'],
  peers: [
    'trivy:DS-0004',
    'checkov:CKV_DOCKER_1',
    'kics:5907595b-5b6d-4142-b173-dbb0e73fbff8',
    'nord:dfs011',
    'cis:5.7',
  ],
  check: (stage): readonly Judgement[] =>
    stage.exposes.flatMap(({ port, protocol, origin }): readonly Judgement[] => {
      if (!port.known || protocol.toLowerCase() !== 'tcp') return []
      return port.value === 22 ? [fail(origin, { message: 'port 22 is where SSH listens' })] : [pass(origin)]
    }),
  fix: () => ({ refused: 'who logs in over SSH needs another way in first', supply: 'whether `docker exec` will do' }),
})
