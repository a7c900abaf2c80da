/** A rule that finds fault with every line of every file, so that reports show all of them. */
import { span } from '../src/core/origin.ts'
import { fail } from '../src/core/verdict.ts'
import { defineRule, type Rule } from '../src/rules/define-rule.ts'
import type { Files } from './canary-forms.ts'

export const everyLine = (files: Files): Rule =>
  defineRule({
    id: 'every-line',
    scope: 'project',
    kind: 'exposure',
    title: 'A line is written',
    category: 'build-security',
    threat: { from: 'repository', gains: 'access' },
    since: '0.1.0',
    why: 'It shows every line in a report.',
    remedy: 'Write nothing.',
    strength: 'Nothing is written',
    effort: 1,
    references: [],
    peers: [],
    check: () =>
      Object.entries(files).flatMap(([file, text]) => {
        // A secret's own file is not read, and so has no lines to show.
        if (file.startsWith('secrets/')) return []
        let at = 0
        return text.split('\n').map((line, index) => {
          const start = at
          at += line.length + 1
          return fail(span(file, ['line', index], start, start + line.length))
        })
      }),
  })
