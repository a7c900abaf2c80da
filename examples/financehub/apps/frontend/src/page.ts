/** The page as text. */
export interface Account {
  readonly id: number
  readonly name: string
  readonly balanceCents: number
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })

/** The list of accounts, or a word of apology where they could not be had. */
export function renderPage(accounts: readonly Account[] | null): string {
  const rows = accounts?.map(
    ({ name, balanceCents }) => `<tr><td>${escapeHtml(name)}</td><td>${money.format(balanceCents / 100)}</td></tr>`,
  )
  const body = rows ? `<table>${rows.join('')}</table>` : '<p>The accounts cannot be shown right now.</p>'
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>FinanceHub</title><h1>Accounts</h1>${body}</html>`
}
