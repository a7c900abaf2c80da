/** The items of the production checklist, in five groups; rules claim the items they decide by id. */

/** What a project must have for an item to mean anything. */
export type ChecklistNeed = 'dockerfiles' | 'composeFiles' | 'images'

export interface ChecklistDefinition {
  readonly id: string
  readonly group: ChecklistGroup
  readonly title: string
  /** Without it the item does not apply; `undefined` where it always does. */
  readonly needs: ChecklistNeed | undefined
  /**
   * A POSIX shell command that exits with 0 only when the item holds, for what files cannot tell. What the reader fills
   * in is written `${NAME:?what it is}`, so that a command with a blank left open fails too.
   */
  readonly command: string
}

/** Groups in report order, with their titles. */
export const checklistGroups = {
  'image-security': 'Image security',
  'runtime-security': 'Runtime security',
  'secrets-management': 'Secrets management',
  'logging-monitoring': 'Logging and monitoring',
  'ci-cd-pipeline': 'CI/CD pipeline',
} as const
export type ChecklistGroup = keyof typeof checklistGroups

/** Why an item does not apply to a project that lacks what it needs. */
export const notApplicableBecause: Record<ChecklistNeed, string> = {
  dockerfiles: 'the project has no Dockerfile',
  composeFiles: 'the project has no compose file',
  images: 'the project names no image',
}

const IMAGE = '"${IMAGE:?the image you deploy, with its tag or digest}"'
const LOG_GROUP = '"${LOG_GROUP:?the CloudWatch log group of the services}"'
const PIPELINES = '.github/workflows .gitlab-ci.yml .circleci azure-pipelines.yml Jenkinsfile'

/**
 * Fails where awk's condition holds for a line of the input, and where there is no input (the tool before it failed).
 * `show` is what it prints of such a line: only its number where the line could hold a secret.
 */
const noLine = (condition: string, show = '$0'): string =>
  `awk '${condition} { bad = 1; print ${show} } END { exit bad || NR == 0 }'`
const LINE_NUMBER = '"line " NR'

/** Inspects the running containers of the compose project, one line each. */
const running = (format: string, bad: string): string =>
  `docker compose ps -q | xargs docker inspect --format '${format}' | ${noLine(bad)}`

/** Asks the AWS CLI for one word; a failing call gives none. */
const aws = (call: string, query: string): string => `"$(aws ${call} --query '${query}' --output text)"`

const secretExists = (name: string, what: string): string =>
  `[ ${aws(`secretsmanager describe-secret --secret-id "\${${name}:?${what}}"`, 'DeletedDate')} = None ]`

type Row = readonly [id: string, title: string, needs: ChecklistNeed | undefined, command: string]

const group = (name: ChecklistGroup, rows: readonly Row[]): readonly ChecklistDefinition[] =>
  rows.map(([id, title, needs, command]) => ({ id, group: name, title, needs, command }))

const imageSecurity = group('image-security', [
  [
    'images-versioned',
    'Images are tagged with exact versions (no `latest`, no floating tag)',
    'images',
    `docker compose config --images | ${noLine('!/@sha256:/ && !/:[^\\/]*[0-9][.][0-9]+[.][0-9]/ && !/:[^\\/]*sha-/')}`,
  ],
  [
    'images-scanned',
    'A vulnerability scan of the images passes (Trivy, Grype or Snyk)',
    'images',
    `trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed ${IMAGE}`,
  ],
  [
    'dockerfiles-without-secrets',
    'No secret is written in a Dockerfile',
    'dockerfiles',
    `docker history --no-trunc --format '{{.CreatedBy}}' ${IMAGE} | ${noLine('toupper($0) ~ /(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY)[A-Z_]*=./', LINE_NUMBER)}`,
  ],
  [
    'no-default-credentials',
    'No default or well-known credential is in an image or its configuration',
    'images',
    `docker image inspect --format '{{range .Config.Env}}{{println .}}{{end}}' ${IMAGE} | ${noLine('tolower($0) ~ /(pass|secret|token|key)[a-z_]*=.*(admin|change|default|example|guest|password|postgres|root|secret|test)/', LINE_NUMBER)}`,
  ],
  [
    'images-signed',
    'Images are signed, and signatures are verified (cosign or Notation; Docker Content Trust is retired)',
    'images',
    `cosign verify --certificate-identity-regexp "\${SIGNER:?who may sign, e.g. ^https://github.com/OWNER/REPO/}" --certificate-oidc-issuer "\${ISSUER:?e.g. https://token.actions.githubusercontent.com}" ${IMAGE}`,
  ],
  [
    'base-images-fresh',
    'Images are rebuilt on updated base images at least every 7 days',
    'images',
    `oldest="$(date -u -d '7 days ago' +%F)" && docker image inspect --format '{{.Created}}' ${IMAGE} | awk -v oldest="$oldest" 'substr($0, 1, 10) < oldest { bad = 1; print } END { exit bad || NR == 0 }'`,
  ],
])

const runtimeSecurity = group('runtime-security', [
  [
    'containers-non-root',
    'Every container runs as a user other than root',
    'images',
    running('{{.Name}} {{.Config.User}}', 'NF < 2 || $2 ~ /^(0|root)(:|$)/'),
  ],
  [
    'capabilities-dropped',
    'Every container drops all capabilities and adds back only what it needs',
    'composeFiles',
    running('{{.HostConfig.CapDrop}}', 'toupper($0) !~ /ALL/'),
  ],
  [
    'read-only-root',
    'Every container has a read-only root filesystem',
    'composeFiles',
    running('{{.HostConfig.ReadonlyRootfs}}', '$0 != "true"'),
  ],
  [
    'health-checks',
    'Every container has a health check that works',
    'images',
    running('{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}', '$0 != "healthy"'),
  ],
  [
    'resource-limits',
    'Every container has CPU and memory limits',
    'composeFiles',
    running('{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}', '$1 == 0 || $2 == 0'),
  ],
  [
    'no-new-privileges',
    'Every container sets `no-new-privileges`',
    'composeFiles',
    running('{{.HostConfig.SecurityOpt}}', '!/no-new-privileges/ || /no-new-privileges[:=]false/'),
  ],
  [
    'started-stack',
    'The stack was started with these settings, a second time with the volumes of the first, and worked',
    'composeFiles',
    // That some repair breaks it (exit code 1) is no fault of the stack as it is.
    'drydock prove --yes --write || [ $? -eq 1 ]',
  ],
])

const secretsManagement = group('secrets-management', [
  [
    'signing-key-in-secrets-manager',
    'Token-signing keys (such as `JWT_SECRET_KEY`) are kept in a secrets manager',
    undefined,
    secretExists('SIGNING_KEY_ID', 'the name of the signing key in AWS Secrets Manager'),
  ],
  [
    'database-password-in-secrets-manager',
    'Database passwords are kept in a secrets manager',
    undefined,
    secretExists('DB_PASSWORD_ID', 'the name of the database password in AWS Secrets Manager'),
  ],
  [
    'secret-rotation',
    'Secrets are rotated on a schedule (at most 90 days)',
    undefined,
    `[ ${aws(
      'secretsmanager describe-secret --secret-id "${SECRET_ID:?the name of the secret}"',
      'RotationEnabled && RotationRules.AutomaticallyAfterDays',
    )} -le 90 ]`,
  ],
  [
    'least-privilege-roles',
    'Roles may read only the secrets their service needs',
    undefined,
    `case ${aws(
      'iam simulate-principal-policy --policy-source-arn "${TASK_ROLE_ARN:?the role of one service}" --action-names secretsmanager:GetSecretValue --resource-arns "${OTHER_SECRET_ARN:?a secret this service must not read}"',
      'EvaluationResults[0].EvalDecision',
    )} in implicitDeny | explicitDeny) ;; *) false ;; esac`,
  ],
  ['git-history-clean', 'No secret is in the git history', undefined, 'gitleaks git --exit-code 1 --redact .'],
  [
    'compose-secrets-by-reference',
    'Compose files take secrets from `${VAR:?}` or secret files, never from literals or fallbacks',
    'composeFiles',
    `docker compose config --no-interpolate | ${noLine(
      'tolower($1) ~ /(password|passwd|secret|token|api_?key)[a-z_]*:$/ && tolower($1) !~ /_file:$/ && NF > 1 && $2 != "null" && !/[$][{][A-Za-z0-9_]+(:?[?][^}]*)?[}]/',
      '$1',
    )}`,
  ],
])

const loggingMonitoring = group('logging-monitoring', [
  [
    'log-shipping-configured',
    'A log shipper is configured (the `awslogs` or FireLens driver, or the CloudWatch agent)',
    undefined,
    running(
      '{{.HostConfig.LogConfig.Type}}',
      '!/^(awslogs|awsfirelens|fluentd|gelf|gcplogs|journald|splunk|syslog|loki.*)$/',
    ),
  ],
  [
    'logs-arrive',
    'Container logs arrive in CloudWatch',
    undefined,
    `[ ${aws(
      `logs filter-log-events --log-group-name ${LOG_GROUP} --start-time "$(( ($(date +%s) - 3600) * 1000 ))" --max-items 1`,
      'length(events)',
    )} -ge 1 ]`,
  ],
  [
    'image-pull-audit',
    'Image pulls are written to an audit log',
    undefined,
    `[ ${aws('cloudtrail get-trail-status --name "${TRAIL:?the CloudTrail trail}"', 'IsLogging')} = True ] && [ ${aws(
      'cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=BatchGetImage --max-results 1',
      'length(Events)',
    )} -ge 1 ]`,
  ],
  [
    'deployment-alerts',
    'Failed deployments raise an alert',
    undefined,
    `aws events list-rules --query 'Rules[?State==\`ENABLED\`].EventPattern' --output text | grep -q 'ECS Deployment State Change'`,
  ],
  [
    'resource-metrics',
    'CPU, memory and network metrics are collected',
    undefined,
    `case ${aws(
      'ecs describe-clusters --clusters "${CLUSTER:?the ECS cluster}" --include SETTINGS',
      'clusters[0].settings[?name==`containerInsights`].value | [0]',
    )} in enabled | enhanced) ;; *) false ;; esac`,
  ],
  [
    'security-alerts',
    'Unauthorised access attempts raise an alert',
    undefined,
    `[ ${aws(
      'guardduty get-detector --detector-id "$(aws guardduty list-detectors --query \'DetectorIds[0]\' --output text)"',
      'Status',
    )} = ENABLED ]`,
  ],
])

const pipeline = group('ci-cd-pipeline', [
  [
    'buildkit-enabled',
    'Images are built with BuildKit, and build secrets use secret mounts',
    undefined,
    '[ "${DOCKER_BUILDKIT:-1}" != 0 ] && docker buildx inspect',
  ],
  [
    'scan-in-pipeline',
    'The pipeline scans images, and a finding fails it',
    undefined,
    `grep -rqEi 'trivy|grype|snyk|docker/scout|anchore' ${PIPELINES}`,
  ],
  [
    'build-logs-without-secrets',
    'No secret is printed in build logs',
    undefined,
    `gh run view "\${RUN_ID:?the number of a workflow run}" --log | ${noLine('tolower($0) ~ /(password|secret|token|api_?key)[a-z_]*[=:] *[^ *$]/', LINE_NUMBER)}`,
  ],
  [
    'pipeline-signs-images',
    'The pipeline signs what it pushes (cosign or Notation; Docker Content Trust is retired)',
    undefined,
    `grep -rqE 'cosign sign|notation sign|attest-build-provenance' ${PIPELINES}`,
  ],
  [
    'deployment-approval',
    'A deployment to production needs an approval',
    undefined,
    `[ "$(gh api "repos/\${REPOSITORY:?owner/name}/environments/\${ENVIRONMENT:?e.g. production}" --jq '[.protection_rules[] | select(.type == "required_reviewers")] | length')" -ge 1 ]`,
  ],
  [
    'rollback-plan',
    'A rollback plan is written down',
    undefined,
    `git grep -qiE 'roll(ing)?[ -]?back' -- '*.md' '*.adoc' '*.rst'`,
  ],
])

/** All items in report order. */
export const checklist: readonly ChecklistDefinition[] = [
  ...imageSecurity,
  ...runtimeSecurity,
  ...secretsManagement,
  ...loggingMonitoring,
  ...pipeline,
]
