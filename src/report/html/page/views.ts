/** Shows one view at a time, by the address's fragment; printing prints that view with everything in it unfolded. */

const viewOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>('[data-view]') ?? null

const elementOf = (hash: string): Element | null => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)))
  } catch {
    return null
  }
}

export function startViews(): void {
  const reports = [...document.querySelectorAll<HTMLElement>('[data-report]')]
  const select = document.querySelector<HTMLSelectElement>('[data-report-select]')
  const show = (): void => {
    const target = elementOf(location.hash)
    const report = target?.closest<HTMLElement>('[data-report]') ?? reports[0]
    const view = viewOf(target) ?? report?.querySelector<HTMLElement>('[data-view]') ?? null
    for (const one of reports) one.hidden = one !== report
    if (select && report) select.value = report.dataset.report ?? ''
    for (const one of report?.querySelectorAll<HTMLElement>('[data-view]') ?? []) one.hidden = one !== view
    for (const link of report?.querySelectorAll<HTMLAnchorElement>('.side a') ?? []) {
      link.removeAttribute('aria-current')
      if (link.hash !== `#${view?.id}`) continue
      link.setAttribute('aria-current', 'page')
      // On a phone the list of views is wider than the screen.
      link.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' })
    }
    reveal(target, view)
  }
  select?.addEventListener('change', () => {
    const first = reports.find((report) => report.dataset.report === select.value)?.querySelector('[data-view]')
    if (first) location.hash = first.id
  })
  addEventListener('hashchange', () => {
    show()
    begin(document.querySelector('[data-report]:not([hidden]) [data-view]:not([hidden])'))
  })
  addEventListener('beforeprint', () => unfold())
  addEventListener('afterprint', () => fold())
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return
    const search = [...document.querySelectorAll<HTMLElement>('[data-view$="findings"] input[type="search"]')].find(
      (one) => one.closest<HTMLElement>('[data-report]')?.hidden === false,
    )
    const view = viewOf(search ?? null)
    if (!search || !view) return
    event.preventDefault()
    location.hash = view.id
    setTimeout(() => search.focus())
  })
  // Browsers go to the fragment once everything is loaded, which would leave the list of views out of sight.
  addEventListener('load', () => setTimeout(show))
  show()
}

/** Opens what the fragment names, and all that it is folded away in; a view by itself is shown from its top. */
function reveal(target: Element | null, view: HTMLElement | null): void {
  if (!target || target === view) {
    if (location.hash !== '') scrollTo({ top: 0, behavior: 'instant' })
    return
  }
  target.classList.remove('filtered')
  for (let at: Element | null = target; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true
    if (at instanceof HTMLElement && at.hasAttribute('data-finding')) at.hidden = false
  }
  target.scrollIntoView({ block: 'start' })
  target.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true })
}

/** Whoever reads by ear or goes by keyboard is taken along into the view; not where something in it has the focus already. */
function begin(view: HTMLElement | null): void {
  if (!view || view.contains(document.activeElement)) return
  const heading = view.querySelector<HTMLElement>('h2') ?? view
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** The table of a picture stays closed: on paper the picture says the same. */
const unfold = (): void => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>(
    '[data-view]:not([hidden]) details:not([open], .arch-table)',
  )) {
    one.dataset.folded = ''
    one.open = true
  }
}
const fold = (): void => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>('details[data-folded]')) {
    delete one.dataset.folded
    one.open = false
  }
}
