/** Policies of AWS: the statements of a document, written as JSON, with `jsonencode`, or as a data block. */
import { type Known, unknowable } from '../../core/known.ts'
import { type MapNode, type Node, textOf } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import { jsonValue } from '../../formats/hcl/json-text.ts'
import type { Expression } from '../../formats/hcl/syntax.ts'
import { fieldOf, isUnknown } from '../../formats/hcl/value.ts'
import type { CloudResource } from './model.ts'
import { attribute } from './module-scope.ts'
import { blocksAt, textsAt, whyOpen } from './questions.ts'

export interface Statement {
  readonly allows: boolean
  readonly actions: readonly Known<string>[]
  readonly resources: readonly Known<string>[]
  /** `AWS: *` and the like: who it speaks of; empty in a policy of an identity. */
  readonly principals: readonly Known<string>[]
  /** Whether something narrows it down. */
  readonly conditional: boolean
  readonly origin: Origin
}

export interface PolicyDocument {
  readonly statements: readonly Statement[]
  /** Why there may be more statements than these. */
  readonly unknown: string | undefined
  readonly origin: Origin
}

/** The document that an attribute of a resource holds; `undefined` where it has none. */
export function policyOf(resource: CloudResource, name: string): PolicyDocument | undefined {
  const expression = attribute(resource.block, name)
  return expression && documentIn(expression, resource)
}

const identities = new Set(['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'])

/** The documents that say what somebody may do: a policy's own, and those inside a role. */
export function identityPolicies(resource: CloudResource): readonly PolicyDocument[] {
  if (identities.has(resource.type)) return [policyOf(resource, 'policy') ?? []].flat()
  if (resource.type !== 'aws_iam_role') return []
  const inside = resource.block.body.blocks.filter(({ type }) => type === 'inline_policy')
  return inside.flatMap((block) => {
    const expression = attribute(block, 'policy')
    return expression === undefined ? [] : [documentIn(expression, resource)]
  })
}

function documentIn(expression: Expression, resource: CloudResource): PolicyDocument {
  const node = jsonValue(expression, resource.scope)
  if (node.kind === 'map') return fromJson(node)
  const lookups = [...resource.infrastructure.mentions(expression, resource)].filter(
    ({ type, block }) => type === 'aws_iam_policy_document' && block.type === 'data',
  )
  if (lookups.length === 0) return { statements: [], unknown: whyOpen(node), origin: expression.origin }
  const read = lookups.map(fromBlocks)
  return {
    statements: read.flatMap(({ statements }) => statements),
    unknown: read.find(({ unknown }) => unknown !== undefined)?.unknown,
    origin: expression.origin,
  }
}

function fromJson(document: MapNode): PolicyDocument {
  const written = fieldOf(document, 'Statement')
  const items = written === undefined ? [] : written.kind === 'list' ? written.items : [written]
  const doubtful = items.find(isUnknown)
  return {
    statements: items.flatMap((item) => (item.kind === 'map' ? [statementOf(item)] : [])),
    unknown: doubtful && whyOpen(doubtful),
    origin: document.origin,
  }
}

function statementOf(node: MapNode): Statement {
  const principal = fieldOf(node, 'Principal')
  const condition = fieldOf(node, 'Condition')
  return {
    allows: textOf(fieldOf(node, 'Effect')) === 'Allow',
    actions: textsAt(node, 'Action'),
    resources: textsAt(node, 'Resource'),
    principals:
      principal?.kind === 'map'
        ? principal.entries.flatMap(({ key }) => textsAt(principal, key))
        : textsAt(node, 'Principal'),
    conditional: condition !== undefined && !isEmpty(condition),
    origin: node.origin,
  }
}

const isEmpty = (node: Node): boolean => node.kind === 'map' && node.entries.length === 0

function fromBlocks(lookup: CloudResource): PolicyDocument {
  const { maps, unknown } = blocksAt(lookup.body, 'statement')
  const others = ['source_policy_documents', 'override_policy_documents'].filter(
    (name) => fieldOf(lookup.body, name) !== undefined,
  )
  return {
    statements: maps.map((node) => {
      const principals = blocksAt(node, 'principals')
      return {
        allows: (textOf(fieldOf(node, 'effect')) ?? 'Allow') === 'Allow',
        actions: textsAt(node, 'actions'),
        resources: textsAt(node, 'resources'),
        principals: [
          ...principals.maps.flatMap((one) => textsAt(one, 'identifiers')),
          ...(principals.unknown === undefined ? [] : [unknowable<string>(principals.unknown, node.origin)]),
        ],
        conditional: blocksAt(node, 'condition').maps.length > 0 || blocksAt(node, 'condition').unknown !== undefined,
        origin: node.origin,
      }
    }),
    unknown: unknown ?? (others.length > 0 ? `${lookup.address} takes in other documents` : undefined),
    origin: lookup.origin,
  }
}
