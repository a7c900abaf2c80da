/** Who else reports a weakness, for weaknesses that several rules share. */

/** A container that is root: of every image, where USER names root, and where there is no USER. */
export const rootUser = {
  image: ['trivy:DS-0002', 'dockle:CIS-DI-0001', 'cis:4.1', 'nord:dfs002'],
  written: [
    ...['hadolint:DL3002', 'checkov:CKV_DOCKER_8', 'kics:67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae'],
    'semgrep:last-user-is-root',
  ],
  missing: [
    ...['checkov:CKV_DOCKER_3', 'kics:fd54f200-402c-4333-a5a4-36ef6709af2f', 'semgrep:missing-user'],
    'semgrep:missing-user-entrypoint',
  ],
} as const

/** A service that is root: where compose says so, and where it is left to the image. */
export const rootService = {
  written: ['compose-lint:CL-0018', 'nord:dfs002', 'cis:4.1'],
  image: ['docksec:compose-no-non-root-user', 'cis:4.1'],
} as const

/** A command in shell form: in every stage, and in the last one. */
export const shellForm = {
  anywhere: ['hadolint:DL3025', 'semgrep:prefer-json-notation', 'buildkit:JSONArgsRecommended', 'nord:dfs005'],
  inFinal: ['kics:b86987e1-6397-4619-81d5-8807f2387c79'],
} as const

/** A health check that is missing: of a service, and of an image. */
export const healthcheck = {
  service: ['kics:698ed579-b239-4f8f-a388-baa4bcb13ef8', 'docksec:compose-missing-healthcheck', 'cis:5.27'],
  image: [
    ...['kics:b03a748a-542d-44f4-bb86-9199ab4fd2d5', 'trivy:DS-0026', 'checkov:CKV_DOCKER_2', 'hadolint:DL3057'],
    ...['dockle:CIS-DI-0006', 'cis:4.6'],
  ],
} as const
