import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The message of each fault in a RUN of `sh`, and what of the text it points at. */
async function faultsIn(script: string): Promise<readonly string[]> {
  const text = `FROM debian:13.1-slim\nENV LEDGER_HOME=/srv\nRUN ${script}\n`
  const report = await auditWith([rule], memoryTree({ Dockerfile: text }), { persona: 'pedantic', today: '2026-06-01' })
  const lines = text.split('\n')
  return report.findings.flatMap(({ places }) =>
    places.flatMap(({ location }) =>
      location.kind === 'file'
        ? [lines[location.startLine - 1]?.slice(location.startColumn - 1, location.endColumn - 1) ?? '']
        : [],
    ),
  )
}

describe('faults', () => {
  it.each([
    ['rm -rf $LEDGER_HOME/cache', ['$LEDGER_HOME/cache']],
    ['rm -rf "$LEDGER_HOME"/$LEDGER_HOME', ['"$LEDGER_HOME"/$LEDGER_HOME']],
    ['chown $(id -u) /srv', ['$(id -u)']],
    ['chown `id -u` /srv', ['`id -u`']],
    ['cd /srv; make', ['cd /srv']],
    ['pushd /srv && make', ['pushd']],
    ['echo "$LEGDER_HOME"', ['$LEGDER_HOME']],
    ['echo "${LEGDER_HOME}"', ['${LEGDER_HOME}']],
    ['[[ -d /srv ]] && make', ['[[']],
  ])('%s', async (script, expected) => expect(await faultsIn(script)).toEqual(expected))
})

describe('no faults', () => {
  it.each([
    'rm -rf "$LEDGER_HOME/cache" "${LEDGER_HOME}"',
    "echo '$LEGDER_HOME `id`' \\$x",
    'x=$LEDGER_HOME; y=$(id -u); echo "$x$y" $? $# "$@"',
    'echo $((1 + 2)) "$(printf "%s" "$LEDGER_HOME")"',
    'cd /srv && make',
    'set -e; cd /srv; make',
    'ls ${LEDGER_HOME:+-l}',
    'for LEDGER_HOMES in a b; do echo "$LEDGER_HOMES"; done',
    'echo "$HTTPS_PROXY" "$no_proxy" "$HOME"',
  ])('%s', async (script) => expect(await faultsIn(script)).toEqual([]))

  it('of a shell that nobody here reads', async () =>
    expect(await faultsIn('true\nSHELL ["pwsh", "-c"]\nRUN Get-Item $env:x | Out-File')).toEqual([]))
})
