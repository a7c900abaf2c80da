import { describe, expect, it } from 'vitest'
import type { Instruction } from './document.ts'
import { parseDockerfile } from './parse.ts'

const parse = (text: string) => parseDockerfile({ file: 'app/Dockerfile', text, utf8: true })
const texts = (instruction: Instruction | undefined) => instruction?.args.map((word) => word.text)
/** Keyword and arguments of every instruction, one line each. */
const outline = (text: string) =>
  parse(text).instructions.map(({ keyword, args }) => [keyword, ...args.map((word) => word.text)].join(' | '))

describe('arguments', () => {
  it.each([
    ['keywords in any case', 'From alpine:3.20 As base', ['from | alpine:3.20 | As | base']],
    ['shell form', 'RUN  apk add   curl ', ['run | apk add   curl']],
    ['exec form', 'CMD ["node", "\\u0061pp.js"]', ['cmd | node | app.js']],
    ['an array that is no JSON', "CMD ['node', 'app.js']", ["cmd | ['node', 'app.js']"]],
    ['a test command', 'RUN [ -f /etc/passwd ]', ['run | [ -f /etc/passwd ]']],
    ['an empty array', 'ENTRYPOINT []', ['entrypoint']],
    ['text behind an array', 'CMD ["a"] b', ['cmd | ["a"] b']],
    ['lists', 'COPY a\tb  /c/', ['copy | a | b | /c/']],
    ['arrays for COPY', 'COPY ["a b", "/c"]', ['copy | a b | /c']],
    ['name=value', 'ENV A=1 B="2 3" C=4\\ 5', ['env | A | 1 | = | B | "2 3" | = | C | 4\\ 5 | =']],
    ['name value', 'ENV  A  1 2 ', ['env | A | 1 2 | ']],
    ['ARG with and without default', 'ARG A B=1', ['arg | A | B=1']],
    ['text', 'WORKDIR /a b', ['workdir | /a b']],
    ['health checks', 'HEALTHCHECK CMD curl -f x || exit 1', ['healthcheck | CMD | curl -f x || exit 1']],
    ['unknown keywords', 'FRM alpine\nRUN x', ['frm', 'run | x']],
    ['no final newline, carriage returns, a byte order mark', '\ufeffFROM a\r\nRUN b', ['from | a', 'run | b']],
  ])('reads %s', (_, text, expected) => {
    expect(outline(text)).toEqual(expected)
  })

  it('reads flags with their quotes taken off', () => {
    const [run] = parse('RUN --mount=type=secret,id="a b" --network=none -- --x').instructions
    expect(run?.flags.map(({ name, value }) => [name, value?.text])).toEqual([
      ['mount', 'type=secret,id=a b'],
      ['network', 'none'],
    ])
    expect(texts(run)).toEqual(['--x'])
  })

  it('reads the instruction inside an ONBUILD', () => {
    const [onbuild] = parse('ONBUILD COPY --chown=1 a b').instructions
    expect([onbuild?.keyword, onbuild?.onbuild?.keyword, texts(onbuild?.onbuild)]).toEqual([
      'onbuild',
      'copy',
      ['a', 'b'],
    ])
    expect(onbuild?.onbuild?.flags[0]?.value?.text).toBe('1')
  })
})

describe('lines', () => {
  it('joins continuations over comments and empty lines', () => {
    const document = parse('RUN a && \\\n  # why\n\n  b \\ \t\n\tc\nUSER x')
    expect(document.instructions.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 5],
      [6, 6],
    ])
    expect(texts(document.instructions[0])).toEqual(['a &&   b \tc'])
    expect(document.comments).toMatchObject([{ text: 'why', line: 2 }])
  })

  it.each([
    ['an escaped escape', 'RUN a \\\\\nRUN b', 2],
    ['the escape directive', '# escape=`\nRUN a `\n b\nRUN c \\\nRUN d', 3],
    ['a continuation at the end of the file', 'RUN a \\', 1],
    ['a continuation before a carriage return', 'RUN a \\\r\n b', 1],
  ])('follows %s', (_, text, count) => {
    expect(parse(text).instructions).toHaveLength(count)
  })
})

describe('directives', () => {
  it('reads them at the top only', () => {
    const document = parse('# syntax = docker/dockerfile:1 \n#escape=`\n\n# check=skip=all\nFROM a')
    expect(document.directives).toMatchObject([
      { name: 'syntax', value: 'docker/dockerfile:1' },
      { name: 'escape', value: '`' },
    ])
    expect(document.escape).toBe('`')
    expect(document.comments.map(({ text }) => text)).toEqual(['check=skip=all'])
  })

  it.each([
    ['a comment', '# hi\n# escape=`\nFROM a', '\\'],
    ['an unknown directive', '# nope=1\n# escape=`\nFROM a', '\\'],
    ['an instruction', 'FROM a\n# escape=`', '\\'],
    ['nothing', '# Escape=`\nFROM a', '`'],
  ])('honours escape behind %s or not', (_, text, expected) => {
    expect(parse(text).escape).toBe(expected)
  })
})

describe('heredocs', () => {
  it('reads bodies in order, with what their words say', () => {
    const text = 'COPY <<A <<-"B" /x\n1\nA\n\t2\n\tB\nUSER u'
    const document = parse(text)
    const [copy, user] = document.instructions
    expect(copy?.heredocs).toMatchObject([
      { name: 'A', content: '1\n', expand: true, chomp: false },
      { name: 'B', content: '\t2\n', expand: false, chomp: true },
    ])
    expect(copy?.heredocs.map(({ origin }) => text.slice(origin.start, origin.end))).toEqual(['1\n', '\t2\n'])
    expect([copy?.startLine, copy?.endLine, user?.startLine]).toEqual([1, 5, 6])
  })

  it('gives an ONBUILD and the instruction inside it the same bodies', () => {
    const [onbuild] = parse('ONBUILD RUN <<E\nx\nE').instructions
    expect(onbuild?.heredocs).toHaveLength(1)
    expect(onbuild?.onbuild?.heredocs).toEqual(onbuild?.heredocs)
  })

  it.each([
    ['CMD', 'CMD <<E\nRUN x\nE'],
    ['exec form', 'RUN ["<<E"]\nRUN x'],
    ['quoted text', 'RUN echo "<<E"\nRUN x'],
    ['here strings', 'RUN cat <<<E\nRUN x'],
  ])('finds none in %s', (_, text) => {
    expect(parse(text).instructions[1]?.keyword).toBe('run')
  })
})

describe('places', () => {
  it('gives every part its stretch of the file', () => {
    const text = 'FROM a\n  RUN --mount=type=cache,target=/c ab\\\nc \\\n # no\n d\nENV A="1" B=2\n'
    const [, run, env] = parse(text).instructions
    const at = (origin: { start: number; end: number } | undefined) => text.slice(origin?.start, origin?.end)
    expect(at(run?.origin)).toBe('RUN --mount=type=cache,target=/c ab\\\nc \\\n # no\n d')
    expect(at(run?.keywordOrigin)).toBe('RUN')
    expect(at(run?.flags[0]?.origin)).toBe('--mount=type=cache,target=/c')
    expect(at(run?.flags[0]?.value?.origin)).toBe('type=cache,target=/c')
    expect(at(run?.args[0]?.origin)).toBe('ab\\\nc \\\n # no\n d')
    expect(env?.args.map(({ origin }) => at(origin))).toEqual(['A', '"1"', '=', 'B', '2', '='])
  })

  it('names places by stage, keyword and number, not by line', () => {
    const document = parse('ARG V\nFROM a\nRUN x\nRUN y\nFROM b\nRUN --mount=a --mount=b z\nENV N=v')
    expect(document.instructions.map(({ origin }) => origin.path.slice(1))).toEqual([
      [-1, 'arg', 0],
      [0, 'from', 0],
      [0, 'run', 0],
      [0, 'run', 1],
      [1, 'from', 0],
      [1, 'run', 0],
      [1, 'env', 0],
    ])
    expect(document.instructions[5]?.flags[1]?.origin.path).toEqual(['instruction', 1, 'run', 0, '--mount', 1])
    expect(document.instructions[6]?.args[1]?.origin.path).toEqual(['instruction', 1, 'env', 0, 'N', 'value'])
  })
})

describe('problems', () => {
  it.each([
    ['', 'file with no instructions', ''],
    ['# only a comment', 'file with no instructions', '# only a comment'],
    ['FROM a\nRUN <<E\nx', 'unterminated heredoc', 'RUN <<E'],
    ['FROM a\nENV A', 'ENV must have two arguments', 'A'],
    ['FROM a\nLABEL a=b c', 'Syntax error - can\'t find = in "c". Must be of the form: name=value', 'c'],
    ['FROM a\nCMD ["a", 1]', 'when using JSON array syntax, arrays must be comprised of strings only', '["a", 1]'],
    ['# escape=x\nFROM a', "invalid escape token 'x' does not match ` or \\", 'x'],
    ['FROM a\nFRO b', 'unknown instruction: FRO', 'FRO'],
    ['RUN x\nUSER y', 'no build stage yet: FROM has to come first', 'RUN'],
    ['FROM a b', 'FROM requires either one or three arguments', 'FROM a b'],
    ['FROM a\nCOPY x', 'COPY requires at least two arguments', 'COPY x'],
    ['FROM a\nONBUILD ONBUILD RUN x', "ONBUILD isn't allowed as an ONBUILD trigger", 'ONBUILD RUN x'],
    ['FROM a\nRUN --mont=x y', 'unknown flag: --mont', '--mont=x'],
    ['FROM a\nHEALTHCHECK curl x', 'unknown type curl in HEALTHCHECK', 'curl'],
  ])('of %j: %s', (text, message, at) => {
    const { problems } = parse(text)
    expect(problems.map((problem) => problem.message)).toEqual([message])
    expect(text.slice(problems[0]?.origin.start, problems[0]?.origin.end)).toBe(at)
  })

  it.each([
    ['CMD a\nFROM b', 'from-not-first'],
    ['FROM a\nFRM b', 'unknown-instruction'],
    ['FROM a\nADD', 'no-arguments'],
    ['FROM a\nUSER', 'no-arguments'],
    ['FROM a\nCOPY b', 'too-few-arguments'],
    ['FROM a\nENV A=1 B', 'malformed-env'],
    ['FROM a\nENV A', 'malformed-env'],
    ['FROM a\nLABEL a=1 b', 'malformed-label'],
    ['FROM a\nSHELL bash', 'malformed-shell'],
    ['FROM a\nONBUILD FROM b', 'onbuild-trigger'],
    ['FROM a b', undefined],
  ])('names the sort of %j', (text, code) => {
    expect(parse(text).problems.map((problem) => problem.code)).toEqual([code])
  })

  it('leaves flags to a frontend of its own', () => {
    expect(parse('# syntax=me/mine\nFROM a\nRUN --mont=x y').problems).toEqual([])
  })

  it('reads on behind what is broken', () => {
    expect(outline('FROM a\nENV A\nCMD ["b", 1]\nRUN <<E\nx\nUSER c')).toEqual([
      'from | a',
      'env | A',
      'cmd | b',
      'run | <<E',
      'user | c',
    ])
  })
})
