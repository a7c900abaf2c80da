import { describe, expect, it } from 'vitest'
import { expand } from './expand.ts'

const variables: Readonly<Record<string, string>> = {
  A: 'foo',
  PATH: '/usr/bin:/bin',
  FILE: 'x.tar.gz',
  EMPTY: '',
  STAR: 'a*b?c',
}
const value = (word: string, escapeToken?: '\\' | '`') => {
  const result = expand(word, (name) => variables[name], escapeToken)
  return result.error === undefined ? result.value : { error: result.error }
}

describe('expand', () => {
  it.each([
    ['plain', 'plain'],
    ['$A-${A}', 'foo-foo'],
    ['"a $A" \'$A\'', 'a foo $A'],
    ['\\$A \\"x\\"', '$A "x"'],
    ['"\\x \\" \\$A"', '\\x " $A'],
    ['$', '$'],
    ['$U|${U}', '|'],
    ['${U:-d} ${U-d} ${EMPTY:-d} ${EMPTY-d}', 'd d d '],
    ['${A:+y} ${U:+y} ${EMPTY:+y} ${EMPTY+y}', 'y   y'],
    ['${A:?no}', 'foo'],
    ['${U:-${A:-x}/${U2:-"y z"}}', 'foo/y z'],
    ['${FILE%.*} ${FILE%%.*} ${FILE#*.} ${FILE##*.}', 'x.tar x tar.gz gz'],
    ['${PATH/bin/lib} ${PATH//bin/lib}', '/usr/lib:/bin /usr/lib:/lib'],
    ['${PATH//\\//_}', '_usr_bin:_bin'],
    ['${STAR#a\\*}', 'b?c'],
    ['${STAR%"?c"}', 'a*b'],
    ['${A//o/\\$0\\$0}', 'f\\o\\o\\o\\o'],
    ['${A/x*/y}', 'foo'],
    ['$1x $?', 'x '],
  ])('%s becomes %s', (word, expected) => {
    expect(value(word)).toBe(expected)
  })

  it.each([
    ['${A', 'unsupported modifier (\ufffd) in substitution'],
    ['${A:-', "syntax error: missing '}'"],
    ['${}', 'syntax error: bad substitution'],
    ['${U:?gone}', 'U: gone'],
    ['${U?}', 'U: is not allowed to be unset'],
    ['${EMPTY:?}', 'EMPTY: is not allowed to be empty'],
    ['${A:=x}', 'unsupported modifier (:=) in substitution'],
    ['${A/x}', "syntax error: missing '/' in ${}"],
    ['${A#\\x}', "invalid pattern (\\x) in substitution: invalid escape '\\x'"],
    ['"x', 'unexpected end of statement while looking for matching double-quote'],
    ["'x", 'unexpected end of statement while looking for matching single-quote'],
  ])('%s is refused', (word, error) => {
    expect(value(word)).toEqual({ error: `failed to process ${JSON.stringify(word)}: ${error}` })
  })

  it('knows the escape character', () => {
    expect(value('`$A C:\\x', '`')).toBe('$A C:\\x')
  })

  it('names what had no value, once and in order', () => {
    expect(expand('$B ${A:-$C} $B', (name) => variables[name]).unset).toEqual(['B', 'C'])
  })
})
