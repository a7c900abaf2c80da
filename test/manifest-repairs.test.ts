/** Repairs of Kubernetes manifests, several of them in one file: each pod gets what is its own, and the API takes what is written. */
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { fixWith } from '../src/repair.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { memoryTree } from '../src/trees/memory.ts'

const ids = [
  'no-new-privileges-missing',
  'capabilities-not-dropped',
  'root-filesystem-writable',
  'memory-limit-missing',
  'sensitive-host-path-mounted',
]
const some = rules.filter(({ id }) => ids.includes(id))

const deployment = (name: string, container: string, pod = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: ${name}
${container.replace(/^(?=.)/gm, '          ')}${pod.replace(/^(?=.)/gm, '      ')}`

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n'

/** The documents of the repaired file, after a second run has found nothing to do. */
async function repaired(...documents: readonly string[]): Promise<readonly string[]> {
  const options = { only: ids, guarded: true, today: '2026-06-01' }
  const text = documents.join('---\n')
  const { files, reverted } = await fixWith(some, memoryTree({ 'k8s/app.yaml': text }), options)
  expect(reverted).toEqual([])
  const after = files.get('k8s/app.yaml') ?? text
  expect(parseAllDocuments(after, { logLevel: 'silent' })).toHaveLength(documents.length)
  const again = await fixWith(some, memoryTree({ 'k8s/app.yaml': after }), options)
  expect(again.applied).toEqual([])
  return after.split('---\n')
}

const containerOf = (document = '') =>
  parseAllDocuments(document)[0]?.toJS().spec.template.spec as {
    readonly containers: readonly Record<string, unknown>[]
    readonly volumes?: readonly unknown[]
  }

describe('several manifests in a file', () => {
  it('gives every workload its own, and leaves the others as they are', async () => {
    const [first, web, between, store] = await repaired(
      service,
      deployment('web', 'image: nginx:1.29.3\n'),
      '# nothing\n',
      deployment('store', 'image: redis:8.2.2\nresources:\n  limits: { memory: 1Gi }\n'),
    )
    expect(first).toBe(service)
    expect(between).toBe('# nothing\n')
    const front = containerOf(web)
    expect(front.containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'] },
      },
      resources: { limits: { memory: '256Mi' } },
    })
    expect(front.volumes).toContainEqual({ name: 'web-tmp', emptyDir: {} })
    expect(containerOf(store).containers[0]).toMatchObject({ resources: { limits: { memory: '1Gi' } } })
    expect(JSON.stringify(containerOf(store))).not.toContain('web-')
  })

  it('mounts a directory of the host read-only by the key of a pod', async () => {
    const mount = 'image: acme/agent:1.2.3\nvolumeMounts:\n  - name: logs\n    mountPath: /host/log\n'
    const [, agent] = await repaired(
      service,
      deployment('agent', mount, 'volumes:\n  - name: logs\n    hostPath: { path: /var/log }\n'),
    )
    expect(containerOf(agent).containers[0]?.['volumeMounts']).toEqual([
      { name: 'logs', mountPath: '/host/log', readOnly: true },
    ])
  })

  it('leaves privileges to a pod that the API takes with them only', async () => {
    const [, agent = ''] = await repaired(
      service,
      deployment('agent', 'image: acme/agent:1.2.3\nsecurityContext:\n  capabilities: { add: [SYS_ADMIN] }\n'),
    )
    expect(agent).not.toContain('allowPrivilegeEscalation')
  })
})
