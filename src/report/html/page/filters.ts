/** Filters the findings of one report: a finding is shown while one of its places matches everything that is chosen. */

interface Choice {
  readonly text: string
  readonly severities: ReadonlySet<string>
  readonly service: string
  readonly file: string
  readonly phase: string
  readonly kind: string
  readonly state: string
}

export function startFilters(report: HTMLElement): void {
  const form = report.querySelector<HTMLFormElement>('[data-filters]')
  if (!form) return
  form.hidden = false
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]
  const control = (name: string): HTMLInputElement | HTMLSelectElement | null =>
    form.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-filter="${name}"]`)
  const value = (name: string): string => control(name)?.value ?? ''
  const apply = (): void =>
    filter(report, {
      text: value('text').trim().toLowerCase(),
      severities: new Set(boxes.filter((box) => box.checked).map((box) => box.value)),
      service: value('service'),
      file: value('file'),
      phase: value('phase'),
      kind: value('kind'),
      state: value('state'),
    })
  const clear = (): void => {
    form.reset()
    apply()
  }
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', apply)
  for (const button of report.querySelectorAll('[data-clear]')) button.addEventListener('click', clear)
  // A number of the overview shows those findings; a service of the picture shows its own.
  for (const link of report.querySelectorAll<HTMLElement>('a[data-severity]')) {
    link.addEventListener('click', () => {
      form.reset()
      for (const box of boxes) box.checked = box.value === link.dataset.severity
      apply()
    })
  }
  for (const node of report.querySelectorAll<SVGElement | HTMLElement>('[data-node]')) {
    node.addEventListener('click', () => {
      form.reset()
      const ids = new Set((node.dataset.places ?? '').split(' '))
      filterPlaces(report, (place) => ids.has(place.dataset.place ?? ''))
      const said = report.querySelector('[data-shown]')
      const name = (node.dataset.node ?? '').replace(/^[a-z]+:/, '')
      if (said) said.textContent += ` at ${name}`
    })
  }
  apply()
}

function filter(report: HTMLElement, choice: Choice): void {
  filterPlaces(report, (place, finding) => {
    const of = (name: string): string => place.dataset[name] ?? ''
    return (
      choice.severities.has(of('severity')) &&
      (choice.service === '' || of('service') === choice.service) &&
      (choice.file === '' || of('file') === choice.file) &&
      (choice.phase === '' || finding.dataset.phase === choice.phase) &&
      (choice.kind === '' || finding.dataset.kind === choice.kind) &&
      (choice.state === '' || (choice.state === 'fix' ? of('fix') === 'offered' : of('state') === choice.state)) &&
      (choice.text === '' || (finding.textContent ?? '').toLowerCase().includes(choice.text))
    )
  })
}

function filterPlaces(report: HTMLElement, matches: (place: HTMLElement, finding: HTMLElement) => boolean): void {
  const findings = [...report.querySelectorAll<HTMLElement>('[data-finding]')]
  let shown = 0
  let places = 0
  for (const finding of findings) {
    let matching = 0
    for (const place of finding.querySelectorAll<HTMLElement>('[data-place]')) {
      const wanted = matches(place, finding)
      place.hidden = !wanted
      if (wanted) matching++
    }
    finding.hidden = matching === 0
    if (matching > 0) shown++
    places += matching
  }
  const said = report.querySelector('[data-shown]')
  if (said) said.textContent = `${shown} of ${findings.length} findings, ${places} ${places === 1 ? 'place' : 'places'}`
  const none = report.querySelector<HTMLElement>('[data-none]')
  if (none) none.hidden = shown > 0
}
