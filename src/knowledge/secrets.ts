/** Everything that is known of secrets, in one place: their names, their values, their forms, and where texts hide them. */
export type { CredentialKind } from './secrets/candidate.ts'
export { credentialsIn, credentialsInArguments } from './secrets/embedded.ts'
export { secretName } from './secrets/name.ts'
export { knownTokenFormat, tokensIn } from './secrets/tokens.ts'
export { classifySecretValue } from './secrets/value.ts'
