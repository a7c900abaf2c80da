/** What BuildKit refuses in a Dockerfile, by what other readers of Dockerfiles call it (their rule lists, read 2026-11-22). */
export const dockerfileRefusalPeers: Readonly<Record<string, readonly string[]>> = {
  'from-not-first': ['hadolint:DL3061', 'dockerfilelint:from_first'],
  'unknown-instruction': ['dockerfilelint:invalid_command'],
  'no-arguments': ['dockerfilelint:required_params', 'dockerfilelint:invalid_line'],
  'too-few-arguments': ['dockerfilelint:missing_args'],
  'malformed-env': ['dockerfilelint:invalid_format'],
  'malformed-shell': ['dockerfilelint:invalid_format'],
  'malformed-label': ['dockerfilelint:label_invalid'],
  'onbuild-trigger': ['hadolint:DL3043'],
}
