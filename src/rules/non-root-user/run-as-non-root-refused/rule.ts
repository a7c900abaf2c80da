/** A pod that may not run as root, with an image whose user is root or a name. */
import type { Known } from '../../../core/known.ts'
import { nodeAt, textOf } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { accountNumber } from '../../../knowledge/image-accounts.ts'
import { setIn } from '../../../stack/deployed-edits.ts'
import { imageUser } from '../../../stack/service.ts'
import type { Service, UserSpec } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'run-as-non-root-refused',
  scope: 'service',
  platforms: ['kubernetes'],
  kind: 'breakage',
  category: 'non-root-user',
  title: 'Kubernetes refuses the user of the image',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'With `runAsNonRoot: true` the kubelet looks at the user of the image. It refuses root, and it refuses a name as well, because only the image can tell which number that is. The container stays at CreateContainerConfigError.',
  remedy: 'End the Dockerfile with a numeric user (`USER 1000`), or add `runAsUser` to the `securityContext`.',
  strength: 'Images have users that the kubelet accepts',
  effort: 5,
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  peers: [],
  check(service): readonly Judgement[] {
    const [own, ofPod] = [nodeAt(service.node, 'securityContext'), nodeAt(service.pod, 'securityContext')]
    const [asked, uid] = ['runAsNonRoot', 'runAsUser'].map((key) => nodeAt(own, key) ?? nodeAt(ofPod, key))
    if (textOf(asked) !== 'true' || asked === undefined) return []
    if (uid !== undefined) return [pass(uid.origin)]
    const user = userOfImage(service)
    if (!user.known) return []
    const { root, numeric, name, uid: number } = user.value
    if (!root && (numeric || (user.origin.kind === 'default' && number !== undefined))) return [pass(asked.origin)]
    const what = root ? 'runs as root' : `ends as ${name}, a name that only it can resolve`
    return [
      fail(asked.origin, {
        message: `Kubernetes starts ${service.name} only as a user other than root, and its image ${what}`,
        related: [{ origin: user.origin, message: 'the user of the image' }],
      }),
    ]
  },
  fix(_, service) {
    const uid = numberOf(service)
    const { node, name } = service
    if (uid === undefined || node.kind !== 'map')
      return { refused: 'the number of the user of the image is not known', supply: 'the user, by number' }
    const effect = `${name} runs as ${uid}, whatever the image calls it`
    const deed = { title: `Run ${name} as user ${uid}`, safety: 'guarded', effect } as const
    return setIn(node, deed, ['securityContext', 'runAsUser'], uid)
  },
})

const userOfImage = ({ finalStage, profile, image, origin }: Service): Known<UserSpec> =>
  finalStage ? finalStage.user : imageUser(profile, image?.written ?? '', origin)

/** The number of the image's user, which the image that it is made from may know by name. */
function numberOf(service: Service): number | undefined {
  const user = userOfImage(service)
  if (!user.known || user.value.root) return undefined
  const repository = service.finalStage?.rootImage?.profile?.repository ?? service.profile?.repository
  return user.value.uid ?? (repository === undefined ? undefined : accountNumber(repository, user.value.name))
}
