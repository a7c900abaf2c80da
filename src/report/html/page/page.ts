/** What the page does in a browser: one view at a time, filters, ticks, themes. Everything can be read without it. */
import { startFilters } from './filters.ts'
import { startTicks } from './ticks.ts'
import { startViews } from './views.ts'

document.documentElement.classList.add('scripted')
startTheme()
for (const report of document.querySelectorAll<HTMLElement>('[data-report]')) {
  startFilters(report)
  startTicks(report)
  startVariants(report)
}
startViews()
startCopying()

/** Follows the system until somebody chooses; the choice is kept in this browser. */
function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-button]')
  const root = document.documentElement
  const dark = (): boolean =>
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark'
  const kept = remembered('drydock:theme')
  if (kept === 'light' || kept === 'dark') root.dataset.theme = kept
  if (!button) return
  button.hidden = false
  const name = (): void => {
    button.textContent = dark() ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Switch to the ${dark() ? 'light' : 'dark'} theme`)
  }
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark'
    remember('drydock:theme', root.dataset.theme)
    name()
  })
  name()
}

/** One picture per variant; buttons choose. */
function startVariants(report: HTMLElement): void {
  for (const group of report.querySelectorAll<HTMLElement>('[data-variants]')) {
    const buttons = [...group.querySelectorAll<HTMLButtonElement>('[data-variant-button]')]
    const pictures = [...group.querySelectorAll<HTMLElement>('[data-variant]')]
    const show = (name: string | undefined): void => {
      for (const picture of pictures) picture.hidden = picture.dataset.variant !== name
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.dataset.variantButton === name))
      }
    }
    for (const button of buttons) button.addEventListener('click', () => show(button.dataset.variantButton))
    const chosen = buttons.find((button) => button.getAttribute('aria-pressed') === 'true') ?? buttons[0]
    if (chosen) show(chosen.dataset.variantButton)
    const choice = group.querySelector<HTMLElement>('.switch')
    if (choice) choice.hidden = false
  }
}

/** A browser may forbid storage, or the clipboard, for pages from a disk; the page then does without. */
function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.copy')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      const text = button.parentElement?.querySelector('code')?.textContent ?? ''
      try {
        await navigator.clipboard.writeText(text)
        button.textContent = 'Copied'
      } catch {
        button.textContent = 'Select and copy'
      }
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 1500)
    })
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
}

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Not kept, then.
  }
}
