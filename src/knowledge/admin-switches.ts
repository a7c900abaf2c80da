/** Options of programs that open an interface for administrators to everybody. */

export interface AdminSwitch {
  /** Matches the image as it is written. */
  readonly image: RegExp
  /** Matches a word of the command, or a variable as `NAME=value`. */
  readonly option: RegExp
  /** What it opens, as the end of a sentence. */
  readonly opens: string
}

/** The programs' own manuals, read 2026-11-22. */
export const adminSwitches: readonly AdminSwitch[] = [
  {
    image: /(?:^|\/)traefik(?:[:@]|$)/,
    option: /--api\.insecure(?:=true)?(?=\s|$)|^TRAEFIK_API_INSECURE=true$/i,
    opens: 'its dashboard and API answer anybody on port 8080',
  },
  {
    image: /jupyter|notebook|datascience/,
    option: /--(?:NotebookApp|ServerApp|IdentityProvider)\.(?:token|password)=(?:''|"")?(?=\s|$)|^JUPYTER_TOKEN=$/,
    opens: 'whoever opens a notebook runs code in it',
  },
  {
    image: /(?:^|\/)(?:grafana|grafana-oss|grafana-enterprise)(?:[:@]|$)/,
    option: /^GF_AUTH_ANONYMOUS_ORG_ROLE=Admin$/i,
    opens: 'whoever opens it is its administrator',
  },
  {
    image: /(?:^|\/)kibana(?:[:@]|$)/,
    option: /^XPACK_SECURITY_ENABLED=false$/i,
    opens: 'whoever opens it reads every index',
  },
]
