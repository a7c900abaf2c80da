/** Boxes to tick, kept in this browser for the target they are about, and saved as a list that `drydock diff` reads. */

export function startTicks(report: HTMLElement): void {
  const key = `drydock:ticks:${report.dataset.target ?? ''}`
  const boxes = [...report.querySelectorAll<HTMLInputElement>('input[data-tick]')]
  const ticked = new Set(read(key))
  const nameOf = (box: HTMLInputElement): string => box.dataset.tick ?? ''
  const show = (): void => {
    for (const box of boxes) {
      if (box.dataset.decided === undefined) box.checked = ticked.has(nameOf(box))
      box.closest('li')?.querySelector('[data-tick-label]')?.classList.toggle('ticked-label', isByHand(box))
    }
    progress(report)
  }
  for (const box of boxes) {
    // What the files decide is not for a person to tick off or on.
    if (box.dataset.decided !== undefined) continue
    box.disabled = false
    box.addEventListener('change', () => {
      if (box.checked) ticked.add(nameOf(box))
      else ticked.delete(nameOf(box))
      write(key, [...ticked])
      show()
    })
  }
  const save = report.querySelector<HTMLButtonElement>('[data-save]')
  if (save) {
    save.hidden = false
    save.addEventListener('click', () => download('checklist.md', listOf(boxes)))
  }
  show()
}

const isByHand = (box: HTMLInputElement): boolean => box.checked && box.dataset.decided === undefined

function progress(report: HTMLElement): void {
  const shown = report.querySelector<HTMLElement>('[data-progress]')
  const bar = shown?.querySelector('progress')
  if (!shown || !bar) return
  const boxes = [...report.querySelectorAll<HTMLInputElement>('input[data-tick^="check:"]')]
  const done = boxes.filter((box) => box.checked).length
  shown.hidden = false
  bar.max = boxes.length
  bar.value = done
  const text = shown.querySelector('span')
  if (text) text.textContent = `${done} of ${boxes.length}`
}

const listOf = (boxes: readonly HTMLInputElement[]): string =>
  boxes
    .map((box) => {
      const title = (box.getAttribute('aria-label') ?? '').replace(/^Done: /, '')
      return `- [${box.checked ? 'x' : ' '}] ${title} <!-- ${box.dataset.tick ?? ''} -->\n`
    })
    .join('')

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

function read(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

function write(key: string, ticked: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(ticked))
  } catch {
    // A browser may forbid storage for pages from a disk; the ticks then last as long as the page.
  }
}
