/** Sizes as people write them: of memory for Docker, for Java and for databases; of files and images as Docker shows them. */

const units: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** Bytes of a text such as `512m`, `1.5 GiB`, `256MB` or `1073741824`; a thousand is 1024, as it is for all of them. */
export function byteSize(text: string): number | undefined {
  const match = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*([kmgt]?)(?:i?b)?\s*$/i.exec(text)
  if (!match) return undefined
  return Math.floor(Number(match[1]) * (units[(match[2] ?? '').toLowerCase() || 'b'] ?? 1))
}

const thousands = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** By thousands, as Docker shows the size of an image: `3.0 MB`, `429 MB`. */
export function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0]
  while (size >= 999.5 && unit < thousands.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${thousands[unit]}`
}
