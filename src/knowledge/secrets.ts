/** Everything that is known of secrets, in one place: their names, their values, their forms, and where texts hide them. */
export type { CredentialKind, FoundCredential } from './secrets/candidate.ts'
export { credentialsIn, credentialsInArguments } from './secrets/embedded.ts'
export { type SecretName, secretName } from './secrets/name.ts'
export { type FoundToken, knownTokenFormat, type TokenFormat, tokensIn } from './secrets/tokens.ts'
export { classifySecretValue, entropyOf, type SecretValue } from './secrets/value.ts'
