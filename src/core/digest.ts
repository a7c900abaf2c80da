/** A short name for plain data: equal data, equal name. For telling configurations and rule sets apart, not for secrecy. */

/** 64 bits of FNV-1a over UTF-16 code units, as two 32-bit lanes with different seeds, in hexadecimal. */
export function hashOf(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + i), 0x01000193)
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The digest of data; maps count as their entries, functions are left out. */
export const digest = (data: unknown): string =>
  hashOf(JSON.stringify(data, (_key, value: unknown) => (value instanceof Map ? [...value] : value)))
