/** Takes the pictures of the README from the HTML reports of both examples: `npm run screenshots`. Needs Chromium. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { auditAndRepair, render } from '../src/index.ts'
import { chromiumPath, openBrowser } from '../test/browser/browser.ts'
import { root } from './rule-folders.ts'

if (chromiumPath === undefined) throw new Error('Chromium is not installed')

const shots = [
  { example: 'finansecure', view: 'overview', scheme: 'light' },
  { example: 'finansecure', view: 'architecture', scheme: 'light' },
  { example: 'financehub', view: 'overview', scheme: 'dark' },
] as const

const work = mkdtempSync(join(tmpdir(), 'drydock-screenshots-'))
const folder = join(root, 'docs/images')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
for (const { example, view, scheme } of shots) {
  const { report } = await auditAndRepair(join(root, 'examples', example))
  const page = join(work, `${example}.html`)
  writeFileSync(page, await render({ ...report, target: { path: `examples/${example}`, commit: null } }, 'html'))
  const shown = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme })
  await shown.goto(`${pathToFileURL(page)}#r0-${view}`)
  const file = join(folder, `${example}-${view}.png`)
  await shown.screenshot({ path: file })
  console.log(file)
}
await browser.close()
rmSync(work, { recursive: true })
