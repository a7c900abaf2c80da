/** Takes the pictures of the README from the HTML reports of both examples: `npm run screenshots`. Needs Chromium. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { auditAndRepair, render } from '../src/index.ts'
import { chromiumPath, openBrowser } from '../test/browser/browser.ts'
import { root } from './rule-folders.ts'

if (chromiumPath === undefined) throw new Error('Chromium is not installed')

/** The picture is taken by itself, in a window where it need not be scrolled. */
const shots = [
  { example: 'finansecure', view: 'overview', scheme: 'light', width: 1280, part: null },
  { example: 'finansecure', view: 'architecture', scheme: 'light', width: 1520, part: '.arch' },
  { example: 'financehub', view: 'overview', scheme: 'dark', width: 1280, part: null },
] as const

const work = mkdtempSync(join(tmpdir(), 'drydock-screenshots-'))
const folder = join(root, 'docs/images')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
for (const { example, view, scheme, width, part } of shots) {
  const { report } = await auditAndRepair(join(root, 'examples', example))
  const page = join(work, `${example}.html`)
  writeFileSync(page, await render({ ...report, target: { path: `examples/${example}`, commit: null } }, 'html'))
  const shown = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme })
  await shown.goto(`${pathToFileURL(page)}#r0-${view}`)
  const file = join(folder, `${example}-${view}.png`)
  await (part === null ? shown : shown.locator(`#r0-${view} ${part}`).first()).screenshot({ path: file })
  console.log(file)
}
await browser.close()
rmSync(work, { recursive: true })
