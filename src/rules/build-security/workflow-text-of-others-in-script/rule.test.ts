/** How a text of outsiders becomes a variable, by the quotes that it stands in. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const title = '$' + '{{ github.event.issue.title }}'

/** The step after its repair; or why it is not repaired. */
async function repaired(...step: readonly string[]): Promise<readonly string[] | string> {
  const head = 'on: issues\njobs:\n  label:\n    runs-on: ubuntu-latest\n    steps:\n'
  const file = '.github/workflows/ci.yml'
  const text = head + step.map((line) => `      ${line}\n`).join('')
  const tree = memoryTree({ Dockerfile: 'FROM alpine:3.22.1\n', [file]: text })
  const { before, files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const after = files.get(file)
  if (after === undefined)
    return before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? [])).join()
  return after
    .slice(head.length)
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(6))
}

const env = ['- env:', `    ISSUE_TITLE: ${title}`]

describe('a text of outsiders in a script', () => {
  it.each([
    ['without quotes', `echo ${title}`, 'echo "$ISSUE_TITLE"'],
    ['in double quotes', `echo "New: ${title}!"`, 'echo "New: $ISSUE_TITLE!"'],
    ['before a letter', `echo "${title}s"`, 'echo "$' + '{ISSUE_TITLE}s"'],
    ['in single quotes', `echo '${title}'`, 'echo "$ISSUE_TITLE"'],
    ['inside a substitution', `x="$(printf %s ${title})"`, 'x="$(printf %s "$ISSUE_TITLE")"'],
    ['behind an apostrophe of a comment', `# it's new\n  echo ${title}`, '# it\'s new\n  echo "$ISSUE_TITLE"'],
  ])('%s', async (_name, line, becomes) => {
    const before = ['- run: |', ...`    ${line}`.replaceAll('\n', '\n    ').split('\n')]
    const after = [...env, '  run: |', ...`    ${becomes}`.replaceAll('\n', '\n    ').split('\n')]
    expect((await repaired(...before)) as readonly string[]).toEqual(after)
  })

  it('joins the variables that the step has, and is handed over once', async () => {
    const before = ['- name: Say it', '  env:', '    TO: us', `  run: echo "${title}" && echo ${title}`]
    expect(await repaired(...before)).toEqual([
      ...before.slice(0, 3),
      `    ISSUE_TITLE: ${title}`,
      '  run: echo "$ISSUE_TITLE" && echo "$ISSUE_TITLE"',
    ])
  })

  it.each([
    ['in PowerShell', ['- shell: pwsh', `  run: echo ${title}`], 'it is not a script of a POSIX shell'],
    ['in single quotes beside others', ['- run: |', `    echo 'New: ${title}'`], /single quotes beside others/],
    ['in a here-document', ['- run: |', "    cat <<'EOF'", `    ${title}`, '    EOF'], /not a script/],
    ['on one line with its step', [`- { run: 'echo ${title}' }`], 'the script is written in quotes'],
  ])('is left to a person %s', async (_name, step, because) => {
    expect(await repaired(...step)).toMatch(because)
  })
})
