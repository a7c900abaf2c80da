/** The HTML report in a real browser: what it loads, what it lets run, how it is used by keyboard, on a phone and on paper. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { auditAndRepair, memoryTree, render } from '../../src/index.ts'
import { sampleReport } from '../../src/report/sample.fixture.ts'
import { openBrowser, withoutBrowser } from './browser.ts'

const today = '2026-11-22'
const work = mkdtempSync(join(tmpdir(), 'drydock-page-'))
const example = fileURLToPath(new URL('../../examples/finansecure', import.meta.url))
afterAll(() => rmSync(work, { recursive: true }))

/** What runs where text became markup. */
const attack = '</code></script></style>"\'><img src=x onerror=pwned()><svg onload=pwned()>{{script}}${pwned()}'

/** Keys whose values are words of the report's own. */
const words =
  /^(kind|severity|confidence|category|phase|status|grade|safety|createdAt|scanner|schemaVersion|platform|from|to)$/

/** A report in which every text attacks the page. */
function attacking(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return words.test(key) ? value : `${value}${attack}`
  if (Array.isArray(value)) return value.map((item) => attacking(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, attacking(item, name)]))
}

/** A stack whose every name attacks the page, as far as the formats let names. */
const hostileStack = memoryTree({
  'compose.yaml': `services:
  web:
    image: ${JSON.stringify(`nginx:latest${attack}`)}
    labels: { ${JSON.stringify(attack)}: ${JSON.stringify(attack)} }
    environment: { ${JSON.stringify(`PASSWORD${attack}`)}: ${JSON.stringify(`hunter2${attack}`)}, URL: "http://db${attack}/x" }
    ports: ["80:80"]
    networks: [${JSON.stringify(`n${attack}`)}]
networks: { ${JSON.stringify(`n${attack}`)}: {} }
`,
  '<img src=x onerror=pwned()>/Dockerfile': `FROM node:latest\nENV SECRET_KEY=${attack.replaceAll(' ', '')}\n# ${attack}\nRUN curl http://x | sh # ${attack}\n`,
  '.github/workflows/"><script>pwned()</script>.yml': `name: ${JSON.stringify(attack)}\non: push\njobs:\n  ${JSON.stringify(`j${attack}`)}:\n    runs-on: x\n    steps: [{ uses: "a/b@v1${attack}" }]\n`,
})

describe.skipIf(withoutBrowser())('the HTML report', () => {
  let browser: Browser
  let report: Report
  beforeAll(async () => {
    browser = await openBrowser()
    report = (await auditAndRepair(example, { today })).report
  }, 120_000)
  afterAll(() => browser?.close())

  /** Opens a report from disk, and says what went wrong or was asked for meanwhile. */
  async function open(shown: Report, options: BrowserContextOptions = {}, view = 'overview') {
    const file = join(work, `${Math.random().toString(36).slice(2)}.html`)
    writeFileSync(file, await render(shown, 'html'))
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== page.url().replace(/#.*/, '') && !request.isNavigationRequest())
        complaints.push(request.url())
    })
    await page.exposeFunction('pwned', () => complaints.push('a text of the audited files ran'))
    await page.goto(`${pathToFileURL(file)}${view === '' ? '' : `#r0-${view}`}`)
    return { page, complaints, close: () => context.close() }
  }

  const views = (page: Page): Promise<readonly string[]> =>
    page.$$eval('[data-view]', (all) => all.map((view) => view.id.replace('r0-', '')))
  const goTo = (page: Page, view: string): Promise<unknown> =>
    page.evaluate((id) => {
      location.hash = id
    }, `r0-${view}`)
  const shownViews = (page: Page): Promise<readonly string[]> =>
    page.$$eval('[data-view]', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.id))

  it('loads nothing, complains of nothing, and has every id once and every link a target', async () => {
    const { page, complaints, close } = await open(report)
    for (const view of await views(page)) await goTo(page, view)
    const [twice, dangling] = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
      const targets = [...document.querySelectorAll('a[href^="#"]')].map(
        (link) => link.getAttribute('href')?.slice(1) ?? '',
      )
      return [ids.filter((id, at) => ids.indexOf(id) !== at), targets.filter((id) => !ids.includes(id))]
    })
    expect({ complaints, twice, dangling }).toEqual({ complaints: [], twice: [], dangling: [] })
    await close()
  })

  it.each([
    ['names in the audited files', async () => (await auditAndRepair(hostileStack, { today })).report],
    ['a report that somebody else made', async () => attacking(sampleReport()) as Report],
  ])('lets nothing run of %s', async (_, made) => {
    const { page, complaints, close } = await open(await made())
    for (const view of await views(page)) await goTo(page, view)
    const found = await page.evaluate(() => ({
      scripts: document.querySelectorAll('script').length,
      images: document.querySelectorAll('img, iframe, object, embed, link, base, form[action]').length,
      handlers: [...document.querySelectorAll('*')].filter((one) =>
        [...one.attributes].some(({ name }) => /^on|^style$/.test(name)),
      ).length,
      addresses: [...document.querySelectorAll('a')]
        .map((link) => link.getAttribute('href') ?? '')
        .filter((href) => !/^(#|https:\/\/)/.test(href)),
    }))
    expect({ ...found, complaints }).toEqual({ scripts: 1, images: 0, handlers: 0, addresses: [], complaints: [] })
    await close()
  })

  it('forbids everything but its own style and script', async () => {
    const { page, complaints, close } = await open(report)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'pwned()'
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/x.png'
      document.body.append(script, image)
    })
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toHaveLength(2)
    expect(complaints.join()).not.toContain('ran')
    await close()
  })

  it('shows one view at a time, and everything where no script runs', async () => {
    const { page, close } = await open(report, {}, 'plan')
    expect(await shownViews(page)).toEqual(['r0-plan'])
    await close()
    const still = await open(report, { javaScriptEnabled: false })
    const all = await still.page.locator('[data-view]').count()
    expect(await still.page.locator('[data-view]:visible').count()).toBe(all)
    await still.close()
  })

  it('is used by keyboard', async () => {
    const { page, close } = await open(report, {}, '')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.locator('.side a', { hasText: 'Findings' }).focus()
    await page.keyboard.press('Enter')
    expect(await shownViews(page)).toEqual(['r0-findings'])
    const first = page.locator('[data-finding]').first()
    await first.locator('summary').first().focus()
    await page.keyboard.press('Enter')
    expect(await first.getAttribute('open')).not.toBeNull()
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent)
    await page.locator('.side a', { hasText: 'Decisions' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.matches('h2'))
    expect(await focused()).toBe('Decisions')
    await page.goBack()
    expect(await shownViews(page)).toEqual(['r0-findings'])
    expect(await focused()).toBe('Findings')
    await goTo(page, 'plan')
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement?.matches('input[type="search"]'))
    await page.keyboard.type('capabilit')
    const titles = await page.locator('[data-finding]:visible .title').allTextContents()
    expect(titles.length).toBeGreaterThan(0)
    expect(titles.length).toBeLessThan(report.findings.length)
    await close()
  })

  it('filters by severity, service, file, phase and kind', async () => {
    const { page, close } = await open(report, {}, 'findings')
    const shown = (): Promise<number> =>
      page
        .locator('[data-place]')
        .evaluateAll(
          (all) =>
            all.filter((one) => !(one as HTMLElement).hidden && !one.closest<HTMLElement>('[data-finding]')?.hidden)
              .length,
        )
    const places = report.findings.flatMap((finding) => finding.places.map((place) => ({ finding, place })))
    expect(await shown()).toBe(places.length)
    await page.selectOption('[data-filter="service"]', 'pgadmin')
    expect(await shown()).toBe(
      places.filter(({ place }) => place.subject.name === 'pgadmin' && place.subject.kind === 'service').length,
    )
    await page.locator('[data-filters] [data-clear]').click()
    await page.selectOption('[data-filter="file"]', 'FinanSecure.Auth/Dockerfile')
    expect(await shown()).toBe(
      places.filter(({ place }) => place.location.file === 'FinanSecure.Auth/Dockerfile').length,
    )
    await page.locator('[data-filters] [data-clear]').click()
    await page.selectOption('[data-filter="phase"]', '1')
    await page.selectOption('[data-filter="kind"]', 'breakage')
    expect(await shown()).toBe(
      places.filter(({ finding }) => finding.phase === 1 && finding.kind === 'breakage').length,
    )
    await goTo(page, 'overview')
    await page.locator('.tally .sev-high').click()
    expect(await shownViews(page)).toEqual(['r0-findings'])
    expect(await shown()).toBe(places.filter(({ place }) => place.severity === 'high').length)
    await close()
  })

  it('leads from a service of the picture to what is open there', async () => {
    const { page, close } = await open(report, {}, 'architecture')
    const node = page.locator('#r0-architecture [data-node="service:pgadmin"]')
    const ids = (await node.getAttribute('data-places'))?.split(' ') ?? []
    await node.click()
    expect(await shownViews(page)).toEqual(['r0-findings'])
    const shown = await page
      .locator('[data-place]:not([hidden])')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-place') ?? ''))
    expect(shown.toSorted()).toEqual(ids.toSorted())
    expect(await page.locator('[data-shown]').textContent()).toContain(`${ids.length} places at pgadmin`)
    await page.locator('[data-filters] [data-clear]').click()
    expect(await page.locator('[data-place][hidden]').count()).toBe(0)
    await close()
  })

  it('says of an empty directory that there was nothing to judge, and of an incomplete audit that it is', async () => {
    const empty = await open((await auditAndRepair(memoryTree({ 'readme.md': 'nothing' }), { today })).report)
    const text = await empty.page.locator('[data-view]:visible').textContent()
    expect(text).toContain('Nothing to judge')
    expect(text).not.toContain('Go for production')
    await empty.close()
    const broken = memoryTree({ 'compose.yaml': 'services:\n  web:\n   image: [nginx\n' })
    const incomplete = await open((await auditAndRepair(broken, { today })).report)
    await incomplete.page.locator('a', { hasText: 'The audit is incomplete' }).first().click()
    expect(await shownViews(incomplete.page)).toEqual(['r0-limits'])
    await incomplete.close()
  })

  it('keeps what is ticked', async () => {
    const { page, close } = await open(report, {}, 'checklist')
    const box = page.locator('#r0-checklist input[data-tick]:not([data-decided])').first()
    const before = await page.locator('[data-progress] span').textContent()
    await box.check()
    expect(await page.locator('[data-progress] span').textContent()).not.toBe(before)
    await page.reload()
    expect(await box.isChecked()).toBe(true)
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-save]').click()])
    expect(download.suggestedFilename()).toBe('checklist.md')
    await close()
  })

  const schemes = ['light', 'dark'] as const
  it.each(schemes)(
    'meets WCAG 2.2 AA in every view, in the %s theme',
    async (colorScheme) => {
      const { page, close } = await open(report, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') })
      const faults: string[] = []
      for (const view of await views(page)) {
        await goTo(page, view)
        await page.evaluate(() => {
          for (const folded of [
            ...document.querySelectorAll<HTMLDetailsElement>('[data-view]:not([hidden]) details'),
          ].slice(0, 8))
            folded.open = true
        })
        faults.push(...(await page.evaluate(checkAccess, view)))
      }
      expect(faults).toEqual([])
      await close()
    },
    300_000,
  )

  it('switches themes and remembers', async () => {
    const { page, close } = await open(report, { colorScheme: 'light' })
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.locator('[data-theme-button]').click()
    const dark = await background()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await background()).toBe(dark)
    await close()
  })

  it('fits a phone', async () => {
    const { page, close } = await open(report, { viewport: { width: 360, height: 740 }, hasTouch: true })
    const wide: string[] = []
    for (const view of await views(page)) {
      await goTo(page, view)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wide.push(`${view}: ${over} px`)
      const small = await page
        .locator('button:visible, select:visible, summary:visible, .ticks input:visible')
        .evaluateAll((all) =>
          all.filter((one) => Math.min(one.clientWidth, one.getBoundingClientRect().height) < 24).map(String),
        )
      if (small.length > 0) wide.push(`${view}: ${small.length} too small to tap`)
    }
    expect(wide).toEqual([])
    await close()
  })

  it('prints one view with everything unfolded, and nothing of the screen', async () => {
    const { page, close } = await open(report, {}, 'one-page')
    const sheets = async (): Promise<number> =>
      ((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length
    expect(await sheets()).toBe(1)
    await goTo(page, 'executive')
    expect(await sheets()).toBe(1)
    await goTo(page, 'findings')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await page.locator('[data-finding]:not([open])').count()).toBe(0)
    expect(await page.locator('.bar:visible, .side:visible, .filters:visible, .copy:visible').count()).toBe(0)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await page.locator('[data-finding][open]').count()).toBe(0)
    await close()
  })
})

/** Runs axe in the page, where it has been loaded; one sentence per fault. */
async function checkAccess(view: string): Promise<readonly string[]> {
  const { axe } = globalThis as unknown as typeof import('axe-core') & { readonly axe: typeof import('axe-core') }
  const { violations } = await axe.run(
    { include: [['.bar'], ['.side'], [`#r0-${view}`]] },
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] },
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        ({ target, failureSummary }) =>
          `${view}: ${id} at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`,
      ),
  )
}
