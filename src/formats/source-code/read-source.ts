/** The one way in: what a source file reads, whatever its language. */
import type { SourceText } from '../../core/text.ts'
import { readCSharp } from './csharp.ts'
import { readJavaScript } from './javascript.ts'
import type { Language } from './language.ts'
import { readPython } from './python.ts'
import { nothingRead, type SourceReads } from './reads.ts'
import { readShell } from './shell.ts'

/** Everything a source file reads from its surroundings. Never throws; of a language nobody here can read, anything may be read. */
export function readsOf(source: SourceText, language: Language): SourceReads {
  switch (language) {
    case 'csharp':
      return readCSharp(source)
    case 'javascript':
      return readJavaScript(source)
    case 'python':
      return readPython(source)
    case 'shell':
      return readShell(source)
    case 'other': {
      const origin = { kind: 'span', file: source.file, path: [], start: 0, end: 0 } as const
      return { ...nothingRead, readsAnything: { value: 'this language is not read', origin } }
    }
  }
}
