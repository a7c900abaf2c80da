/** A real Chromium for tests: the machine's own, which loads nothing from anywhere. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const { PATH = '', CI } = process.env

/** Where the machine's Chromium is; undefined where it has none. */
export const chromiumPath: string | undefined = PATH.split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find(existsSync)

/** Whether tests in a browser have to be left out; on a machine of continuous integration that is a fault. */
export function withoutBrowser(): boolean {
  if (chromiumPath !== undefined) return false
  if (CI === 'true') throw new Error('Chromium is not installed: apt-get install chromium')
  console.log('skipped: Chromium is not installed, so the HTML report is not opened in a browser')
  return true
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }), args: ['--no-sandbox'] })
