/** What well-known actions do with the job's token, from each action's own documentation (read 2026-11-22). */

/** Permissions by scope. */
export type TokenScopes = Readonly<Record<string, 'read' | 'write'>>

/** An action, with the permissions it asks for; `where` is asked of its inputs where those decide. */
interface ActionNeeds {
  readonly action: RegExp
  readonly needs: TokenScopes
  readonly where?: (input: (name: string) => string | undefined) => boolean
}

type Input = (name: string) => string | undefined

const isTrue = (value: string | undefined): boolean => value === 'true'

/** Actions that do with the token only what their rows say. A row without permissions: it does nothing that needs one. */
const known: readonly ActionNeeds[] = [
  { action: /^actions\/checkout$/, needs: { contents: 'read' } },
  {
    action:
      /^actions\/(?:setup-[a-z]+|cache(?:\/(?:save|restore))?|upload-artifact|upload-pages-artifact)$|^actions\/download-artifact$/,
    needs: {},
  },
  {
    action: /^actions\/download-artifact$/,
    needs: { actions: 'read' },
    where: (input) => input('run-id') !== undefined,
  },
  { action: /^actions\/dependency-review-action$/, needs: { contents: 'read' } },
  {
    action: /^actions\/dependency-review-action$/,
    needs: { 'pull-requests': 'write' },
    where: (input) => /^(?:always|on-failure|true)$/.test(input('comment-summary-in-pr') ?? ''),
  },
  { action: /^actions\/attest(?:-build-provenance|-sbom)?$/, needs: { 'id-token': 'write', attestations: 'write' } },
  { action: /^actions\/deploy-pages$/, needs: { pages: 'write', 'id-token': 'write' } },
  {
    action:
      /^docker\/(?:setup-[a-z]+-action|metadata-action|login-action|build-push-action|bake-action)$|^crazy-max\/ghaction-setup-docker$/,
    needs: {},
  },
  { action: /^aws-actions\/(?:amazon-ecr-login|amazon-ecs-[a-z-]+|setup-sam)$/, needs: {} },
  { action: /^aws-actions\/configure-aws-credentials$/, needs: {} },
  {
    action: /^aws-actions\/configure-aws-credentials$/,
    needs: { 'id-token': 'write' },
    where: (input: Input) => input('role-to-assume') !== undefined && input('aws-access-key-id') === undefined,
  },
  { action: /^google-github-actions\/(?:auth|setup-gcloud|deploy-cloudrun|get-gke-credentials)$/, needs: {} },
  {
    action: /^google-github-actions\/auth$/,
    needs: { 'id-token': 'write' },
    where: (input) => input('workload_identity_provider') !== undefined,
  },
  {
    action:
      /^azure\/(?:login|docker-login|cli|setup-kubectl|setup-helm|aks-set-context|k8s-set-context|webapps-deploy)$/,
    needs: {},
  },
  {
    action: /^azure\/login$/,
    needs: { 'id-token': 'write' },
    where: (input) => input('client-id') !== undefined && input('creds') === undefined,
  },
  { action: /^github\/codeql-action\/upload-sarif$/, needs: { contents: 'read', 'security-events': 'write' } },
  {
    action: /^github\/codeql-action\/(?:init|autobuild|analyze)$/,
    needs: { contents: 'read', actions: 'read', 'security-events': 'write' },
  },
  { action: /^(?:aquasecurity\/(?:trivy-action|setup-trivy)|anchore\/scan-action)$/, needs: {} },
  { action: /^(?:hadolint\/hadolint-action|sigstore\/cosign-installer|goodwithtech\/dockle-action)$/, needs: {} },
  { action: /^snyk\/actions(?:\/[a-z0-9-]+)?$|^sonarsource\/sonar(?:qube-scan|cloud-github)-action$/, needs: {} },
  { action: /^codecov\/codecov-action$/, needs: {} },
  { action: /^codecov\/codecov-action$/, needs: { 'id-token': 'write' }, where: (input) => isTrue(input('use_oidc')) },
  { action: /^hashicorp\/(?:setup-[a-z]+|vault-action)$/, needs: {} },
  { action: /^hashicorp\/vault-action$/, needs: { 'id-token': 'write' }, where: (input) => input('method') === 'jwt' },
  { action: /^appleboy\/(?:ssh|scp)-action$|^easingthemes\/ssh-deploy$|^webfactory\/ssh-agent$/, needs: {} },
  { action: /^superfly\/flyctl-actions\/setup-flyctl$|^digitalocean\/action-doctl$/, needs: {} },
  { action: /^(?:pnpm\/action-setup|oven-sh\/setup-bun|astral-sh\/setup-uv|denoland\/setup-deno)$/, needs: {} },
  { action: /^(?:dtolnay\/rust-toolchain|swatinem\/rust-cache|actions-rs\/toolchain|ruby\/setup-ruby)$/, needs: {} },
  { action: /^(?:shivammathur\/setup-php|gradle\/actions\/(?:setup-gradle|wrapper-validation))$/, needs: {} },
  { action: /^(?:jlumbroso\/free-disk-space|docker-library\/bashbrew|helm\/kind-action|jdx\/mise-action)$/, needs: {} },
  { action: /^(?:slackapi\/slack-github-action|rtcamp\/action-slack-notify|8398a7\/action-slack)$/, needs: {} },
  { action: /^(?:peter-evans\/dockerhub-description|actions\/create-github-app-token)$/, needs: {} },
  { action: /^(?:ludeeus\/action-shellcheck|astral-sh\/ruff-action|re-actors\/alls-green)$/, needs: {} },
  { action: /^geekyeggo\/delete-artifact$/, needs: { actions: 'write' } },
  { action: /^softprops\/action-gh-release$/, needs: { contents: 'write' } },
  { action: /^dorny\/paths-filter$|^tj-actions\/changed-files$/, needs: { contents: 'read', 'pull-requests': 'read' } },
]

/** What an action (`owner/name`, lower case) needs of the token with these inputs; `undefined` for one that is not known. */
export function tokenScopesOf(action: string, input: Input): TokenScopes | undefined {
  const rows = known.filter((row) => row.action.test(action))
  if (rows.length === 0) return undefined
  return Object.assign({}, ...rows.filter(({ where }) => where?.(input) ?? true).map(({ needs }) => needs))
}
