/** Who else reports that a container runs as root, by where that is said (the tools' rule lists, read 2026-11-22). */

/** A Dockerfile that ends as root. */
export const rootInDockerfile: readonly string[] = [
  ...['hadolint:DL3002', 'trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'checkov:CKV_DOCKER_8', 'dockle:CIS-DI-0001'],
  ...['kics:fd54f200-402c-4333-a5a4-36ef6709af2f', 'kics:67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae', 'nord:dfs002'],
  ...['semgrep:missing-user', 'semgrep:missing-user-entrypoint', 'semgrep:last-user-is-root', 'cis:4.1'],
]

/** A `user: root` in compose. */
export const rootInCompose: readonly string[] = ['compose-lint:CL-0018', 'nord:dfs002', 'cis:4.1']

/** A service that leaves it to its image. */
export const rootByImage: readonly string[] = ['docksec:compose-no-non-root-user', 'cis:4.1']
