/** Names that sound like a credential, judged by single words: wider than what a careful reading takes for one. */

const secretWord =
  /(?:^|[_.-])(?:api_?key|auth|access_?key|credentials?|key|passphrase|passwd|password|passcode|psw|pword|secret|token|usr)(?=$|[_.-])/i
/** What tells that it is meant to be seen, or is about a secret and none itself. */
const harmless =
  /^google_application_credentials$|(?:^|[_.-])public(?:$|[_.-])|(?:^|[_.-])(?:file|path|dir|version|url|uri|name|length|size|ttl|type|timeout)$/i

/** Whether a variable's name sounds like a credential; time is linear in the name. */
export const namedLikeSecret = (name: string): boolean => {
  const text = name.slice(0, 256)
  return secretWord.test(text) && !harmless.test(text)
}
