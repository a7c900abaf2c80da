/** What a job's token may do. */
import { entryOf, type Node, textOf } from '../../core/node.ts'
import { absent, type Origin } from '../../core/origin.ts'
import type { Permissions, Scope, Workflow, WorkflowJob } from './document.ts'

const accesses: ReadonlySet<string> = new Set(['read', 'write', 'none'])

/** The `permissions` of a workflow or a job; `parent` is what lacks them where there are none. */
export function permissionsOf(node: Node | undefined, parent: Origin): Permissions {
  const entry = entryOf(node, 'permissions')
  if (entry === undefined) return { kind: 'absent', origin: absent('permissions', parent) }
  const { value, keyOrigin } = entry
  if (value.kind === 'map') {
    const scopes = value.entries.map((scope): Scope => {
      const access = textOf(scope.value) ?? ''
      return { name: scope.key, access: isAccess(access) ? access : 'unknown', origin: scope.value.origin }
    })
    return { kind: 'scopes', scopes, origin: keyOrigin }
  }
  const text = textOf(value)
  if (text === 'read-all' || text === 'write-all') return { kind: text, origin: value.origin }
  return text === undefined
    ? { kind: 'scopes', scopes: [], origin: keyOrigin }
    : { kind: 'unknown', origin: value.origin }
}

const isAccess = (text: string): text is Scope['access'] => accesses.has(text)

/** A job's own permissions replace the workflow's altogether. */
export const effectivePermissions = (workflow: Workflow, job: WorkflowJob): Permissions =>
  job.permissions.kind === 'absent' ? workflow.permissions : job.permissions

/** What the permissions grant for a scope such as `id-token`; `unknown` where the repository's default decides. */
export function grants(permissions: Permissions, scope: string): Scope['access'] {
  switch (permissions.kind) {
    case 'absent':
    case 'unknown':
      return 'unknown'
    case 'read-all':
      // A token for OpenID Connect can only be written.
      return scope === 'id-token' ? 'none' : 'read'
    case 'write-all':
      return 'write'
    case 'scopes':
      return permissions.scopes.find(({ name }) => name === scope)?.access ?? 'none'
  }
}
