/** Signs in, lists the user's transactions and adds new ones. */
interface Transaction {
  readonly amountCents: number
  readonly currency: string
  readonly description: string
}

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
const loginForm = element<HTMLFormElement>('login')
const addForm = element<HTMLFormElement>('add')

/** The currency the container was started with, or euros where its configuration could not be written. */
async function displayCurrency(): Promise<string> {
  try {
    const { currency } = await (await fetch('/config.json')).json()
    return currency || 'EUR'
  } catch {
    return 'EUR'
  }
}

const currency = await displayCurrency()
// The token lives as long as the page: nothing that a script could find later is stored in the browser.
let accessToken = ''

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? response.statusText)
  return answer
}

async function showTransactions(): Promise<void> {
  const transactions = await call<readonly Transaction[]>('GET', '/api/transactions')
  element('transactions').replaceChildren(
    ...transactions.map(({ amountCents, currency, description }) => {
      const item = document.createElement('li')
      const amount = new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amountCents / 100)
      item.textContent = `${amount} ${description}`
      return item
    }),
  )
}

function onSubmit(form: HTMLFormElement, act: (fields: FormData) => Promise<void>): void {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const message = element('message')
    message.textContent = ''
    try {
      await act(new FormData(form))
      form.reset()
    } catch (error) {
      message.textContent = error instanceof Error ? error.message : String(error)
    }
  })
}

onSubmit(loginForm, async (fields) => {
  const credentials = { email: fields.get('email'), password: fields.get('password') }
  accessToken = (await call<{ accessToken: string }>('POST', '/api/auth/login', credentials)).accessToken
  loginForm.hidden = true
  addForm.hidden = false
  await showTransactions()
})

onSubmit(addForm, async (fields) => {
  const amountCents = Math.round(Number(fields.get('amount')) * 100)
  await call('POST', '/api/transactions', { amountCents, currency, description: fields.get('description') })
  await showTransactions()
})
