/** Takes values out of a record that the validator has made sure of: these only tell the compiler of which type they are. */
import type { Checked, CheckedRecord } from './validate.ts'

export const isRecord = (value: Checked | undefined): value is CheckedRecord =>
  typeof value === 'object' && !Array.isArray(value)

export const text = (record: CheckedRecord, key: string): string | undefined => {
  const value = record.fields.get(key)
  return typeof value === 'string' ? value : undefined
}

export const number = (record: CheckedRecord, key: string): number | undefined => {
  const value = record.fields.get(key)
  return typeof value === 'number' ? value : undefined
}

export const list = (record: CheckedRecord, key: string): readonly Checked[] => {
  const value = record.fields.get(key)
  return Array.isArray(value) ? value : []
}

export const texts = (record: CheckedRecord, key: string): readonly string[] =>
  list(record, key).filter((item) => typeof item === 'string')
