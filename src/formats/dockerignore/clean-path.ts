/** The shortest form of a slash-separated path, as the builder's `filepath.Clean` writes it. */

/** Removes empty and `.` elements and resolves `..` where it can; an empty path becomes `.`. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/')
  const kept: string[] = []
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue
    if (element !== '..') kept.push(element)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!rooted) kept.push(element)
  }
  const joined = kept.join('/')
  return rooted ? `/${joined}` : joined === '' ? '.' : joined
}

/** The cleaned directory part of a path; `.` where there is none. */
export const directoryPart = (path: string): string => cleanPath(path.slice(0, path.lastIndexOf('/') + 1))
