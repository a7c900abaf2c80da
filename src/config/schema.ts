/** The JSON schema of `drydock.yaml`, for editors: made from the same table as the validator. */
import { fields } from './fields.ts'
import type { Fields, Shape } from './shape.ts'

/** A piece of JSON schema. */
export type JsonSchema = { readonly [key: string]: unknown }

/** The schema, with the rules that exist. */
export const configSchema = (ruleIds: readonly string[]): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'drydock.yaml',
  ...objectSchema({ $schema: { shape: { kind: 'text' }, about: 'Where this schema is.' }, ...fields }, ruleIds),
})

function objectSchema(table: Fields, ruleIds: readonly string[]): JsonSchema {
  const required = Object.keys(table).filter((key) => table[key]?.required === true)
  const properties = Object.entries(table).map(([key, field]) => {
    const schema = schemaOf(field.shape, ruleIds)
    // A key with nothing behind it is the same as no key.
    const nullable = field.required === true ? schema : { anyOf: [schema, { type: 'null' }] }
    return [key, { description: field.about, ...nullable }]
  })
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    patternProperties: { '^x-': {} },
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  }
}

function schemaOf(shape: Shape, ruleIds: readonly string[]): JsonSchema {
  switch (shape.kind) {
    case 'text':
      return {
        type: ['string', 'number'],
        pattern: '\\S',
        ...(shape.example === undefined ? {} : { examples: [shape.example] }),
      }
    case 'number':
      return { type: shape.whole ? 'integer' : 'number', minimum: shape.least, maximum: shape.most }
    case 'choice':
      return { enum: shape.of }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'rule':
      return { enum: ruleIds }
    case 'list': {
      const items = schemaOf(shape.of, ruleIds)
      return { anyOf: [{ type: 'array', items }, items] }
    }
    case 'rules': {
      const value = schemaOf(shape.of, ruleIds)
      const properties = Object.fromEntries(ruleIds.map((id) => [id, value]))
      return { type: 'object', properties, additionalProperties: false }
    }
    case 'texts':
      return { type: 'object', additionalProperties: { type: ['string', 'number'] } }
    case 'command': {
      const word = { type: ['string', 'number'], pattern: '\\S' }
      return { anyOf: [{ type: 'array', items: { type: ['string', 'number'] }, minItems: 1 }, word] }
    }
    case 'object':
      return {
        ...objectSchema(shape.fields, ruleIds),
        ...(shape.oneOf ? { oneOf: shape.oneOf.map((required) => ({ required })) } : {}),
      }
  }
}
