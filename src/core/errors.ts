/** Wrong usage or configuration: one clear sentence, a hint, exit code 2. Broken input is never an exception. */
export class UsageError extends Error {
  readonly hint: string | undefined
  constructor(message: string, hint?: string) {
    super(message)
    this.name = 'UsageError'
    this.hint = hint
  }
}
