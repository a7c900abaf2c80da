/** Credentials that are written out in Terraform: in resources, in defaults of variables, in files of values. */
import { type Node, textOf } from '../../core/node.ts'
import { type SpanOrigin, span } from '../../core/origin.ts'
import { isUnknown } from '../../formats/hcl/value.ts'
import { parseJson } from '../../formats/json/parse.ts'
import { type Grade, literalCredentials, worstOf } from '../credentials.ts'
import type { Infrastructure } from './model.ts'

export interface LiteralSecret {
  /** The attribute, variable or key. */
  readonly name: string
  readonly value: string
  readonly grade: Grade
  readonly origin: SpanOrigin
  /** Whether it is only a part of the value, e.g. a line of a script. */
  readonly inside: boolean
  /** What it belongs to, as people call it: a resource's address, `var.x`, a file of values. */
  readonly of: string
}

/** Attributes whose value is a secret whatever it looks like, by resource type. */
const secretAttributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws_secretsmanager_secret_version', ['secret_string']],
  ['aws_ssm_parameter', ['value']],
])

/** Called tokens, and chosen by whoever asks: they tell one request from another. */
const requestTokens = new Set(['creation_token', 'client_token', 'client_request_token', 'idempotency_token'])

/** Nobody nests configuration deeper. */
const deepest = 20

/** The texts of a JSON object by their names; `undefined` for any other text. */
function membersOf(text: string): readonly (readonly [string, string])[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  const { root } = parseJson({ file: '', text, utf8: true })
  return root?.kind === 'map'
    ? root.entries.flatMap(({ key, value }) => [[key, textOf(value) ?? ''] as const])
    : undefined
}

/** The place of a part of a value, where it is written as it reads. */
function placeWithin(origin: SpanOrigin, value: string, { text }: Infrastructure): SpanOrigin {
  const at = text(origin.file)?.slice(0, origin.end).indexOf(value, origin.start) ?? -1
  return at === -1 ? origin : span(origin.file, origin.path, at, at + value.length)
}

/** Every credential that a project's Terraform spells out. What a variable brings in is found where the variable is set. */
export function literalSecrets(infrastructure: Infrastructure): readonly LiteralSecret[] {
  const { resources, settings, variables } = infrastructure
  const found: LiteralSecret[] = []
  const tell = (name: string, node: Node, of: string, depth: number): void => {
    if (depth > deepest || requestTokens.has(name)) return
    if (node.kind === 'list') for (const item of node.items) tell(name, item, of, depth + 1)
    else if (node.kind === 'map') {
      for (const { key, value } of node.entries) tell(key, value, of, depth + 1)
    } else if (node.origin.kind === 'span' && !isUnknown(node) && typeof node.value === 'string') {
      for (const [key, text] of membersOf(node.value) ?? [[name, node.value] as const]) {
        const worst = worstOf(literalCredentials(key, text))
        if (!worst) continue
        const value = text.slice(worst.start, worst.end)
        const inside = worst.kind !== 'value'
        const origin = inside ? placeWithin(node.origin, value, infrastructure) : node.origin
        found.push({ name: key, value, grade: worst.grade, origin, inside, of })
      }
    }
  }
  for (const { type, address, body } of resources) {
    const always =
      type === 'aws_ssm_parameter' && textOf(body.entries.find(({ key }) => key === 'type')?.value) !== 'SecureString'
    const secret = always ? [] : (secretAttributes.get(type) ?? [])
    for (const { key, value } of body.entries) {
      // Its containers are services, whose variables are judged as those of any other.
      if (key === 'container_definitions') continue
      tell(secret.includes(key) ? 'password' : key, value, address, 0)
    }
  }
  for (const { name, value, subject } of variables) if (value) tell(name, value, subject.name, 0)
  for (const { name, value, file } of settings) tell(name, value, file, 0)
  return found
}
