/** Variables that runtimes and libraries read by themselves, so that no line of a service's own sources does. */
import type { Origin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { type Ecosystem, manifestKind, parseManifest } from './manifest.ts'

interface Reader {
  /** Who reads. */
  readonly reader: string
  /** Exact names, and beginnings that end with `*`. */
  readonly names: readonly string[]
  /** Any of these libraries must be declared; without them the reader is part of the runtime. */
  readonly libraries?: RegExp
  /** Only for services of these ecosystems; without them everywhere. */
  readonly ecosystems?: readonly Ecosystem[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** From the documentation of each program and library: what it takes from its environment. */
const readers: readonly Reader[] = [
  {
    reader: 'the system',
    names:
      words(`PATH HOME HOSTNAME LANG LANGUAGE LC_* TZ TERM SHELL USER PWD TMPDIR TMP TEMP UMASK PUID PGID UID GID DEBIAN_FRONTEND
      LD_LIBRARY_PATH LD_PRELOAD MALLOC_* GLIBC_TUNABLES SSL_CERT_FILE SSL_CERT_DIR http_proxy https_proxy no_proxy all_proxy HTTP_PROXY
      HTTPS_PROXY NO_PROXY ALL_PROXY NO_COLOR FORCE_COLOR COLUMNS CI XDG_* S6_* TINI_* COMPOSE_* DOCKER_* VIRTUAL_HOST VIRTUAL_PORT
      VIRTUAL_PATH VIRTUAL_PROTO LETSENCRYPT_HOST LETSENCRYPT_EMAIL`),
  },
  { reader: 'OpenTelemetry', names: ['OTEL_*'] },
  {
    reader: 'cloud and monitoring libraries',
    names: words('AWS_* AZURE_* GOOGLE_* GCLOUD_* GCP_* DD_* SENTRY_* NEW_RELIC_* ELASTIC_APM_* APPLICATIONINSIGHTS_*'),
  },
  {
    reader: 'PostgreSQL client libraries',
    names: words(
      'PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSSL* PGAPPNAME PGOPTIONS PGSERVICE* PGCONNECT_TIMEOUT PGTZ PGCLIENTENCODING',
    ),
  },
  {
    reader: 'Node.js',
    names: words(
      'NODE_ENV NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_DEBUG NODE_NO_WARNINGS NODE_VERSION NODE_ICU_DATA NODE_COMPILE_CACHE NODE_* UV_THREADPOOL_SIZE DEBUG DEBUG_* npm_config_* NPM_* YARN_* PNPM_* COREPACK_* CHOKIDAR_* WATCHPACK_* TS_NODE_* TSC_* BROWSERSLIST* BABEL_ENV HUSKY DOTENV_*',
    ),
    ecosystems: ['npm'],
  },
  {
    reader: 'Next.js',
    libraries: /^next$/,
    names: words('PORT HOSTNAME NEXT_* __NEXT_* VERCEL* KEEP_ALIVE_TIMEOUT ANALYZE'),
  },
  { reader: 'NextAuth', libraries: /^(next-auth|@auth\/.+)$/, names: words('NEXTAUTH_* AUTH_*') },
  { reader: 'Nuxt', libraries: /^(nuxt|nuxt3|@nuxt\/.+|nitropack)$/, names: words('PORT HOST NUXT_* NITRO_*') },
  {
    reader: 'Create React App',
    libraries: /^react-scripts$/,
    names: words(
      'PORT HOST HTTPS PUBLIC_URL BROWSER REACT_APP_* WDS_* SKIP_PREFLIGHT_CHECK GENERATE_SOURCEMAP FAST_REFRESH ESLINT_* DISABLE_* INLINE_RUNTIME_CHUNK IMAGE_INLINE_SIZE_LIMIT BUILD_PATH',
    ),
  },
  {
    reader: 'Vite',
    libraries: /^(vite|@sveltejs\/kit|astro|vitest)$/,
    names: words('VITE_* PORT HOST ORIGIN BODY_SIZE_LIMIT PROTOCOL_HEADER HOST_HEADER ADDRESS_HEADER ASTRO_* PUBLIC_*'),
  },
  { reader: 'Vue CLI', libraries: /^@vue\/cli-service$/, names: words('VUE_* BASE_URL PORT HOST') },
  { reader: 'Angular', libraries: /^@angular\/.+/, names: words('NG_*') },
  { reader: 'Gatsby', libraries: /^gatsby/, names: words('GATSBY_*') },
  { reader: 'Remix', libraries: /^@(remix-run|react-router)\/.+/, names: words('PORT HOST') },
  {
    reader: 'Strapi',
    libraries: /^@strapi\/.+/,
    names: words(
      'STRAPI_* PORT HOST APP_KEYS API_TOKEN_SALT ADMIN_JWT_SECRET TRANSFER_TOKEN_SALT JWT_SECRET DATABASE_*',
    ),
  },
  { reader: 'AdonisJS', libraries: /^@adonisjs\/.+/, names: words('APP_KEY PORT HOST TZ LOG_LEVEL') },
  {
    reader: 'Prisma',
    libraries: /^(prisma|@prisma\/.+)$/,
    names: words('DATABASE_URL DIRECT_URL SHADOW_DATABASE_URL PRISMA_*'),
  },
  { reader: 'TypeORM', libraries: /^typeorm$/, names: words('TYPEORM_*') },
  {
    reader: 'node-config',
    libraries: /^config$/,
    names: words('NODE_CONFIG* NODE_APP_INSTANCE ALLOW_CONFIG_MUTATIONS SUPPRESS_*'),
  },
  { reader: 'pm2', libraries: /^pm2$/, names: words('PM2_*') },
  {
    reader: 'Puppeteer and Playwright',
    libraries: /^(puppeteer|puppeteer-core|playwright|@playwright\/.+)$/,
    names: words('PUPPETEER_* PLAYWRIGHT_* CHROME_*'),
  },
  {
    reader: 'Python',
    names: words(
      'PYTHON* PIP_* UV_* POETRY_* PIPENV_* PIPX_* VIRTUAL_ENV CONDA_* REQUESTS_CA_BUNDLE CURL_CA_BUNDLE OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS WEB_CONCURRENCY FORWARDED_ALLOW_IPS',
    ),
    ecosystems: ['python'],
  },
  {
    reader: 'Django',
    libraries: /^django/,
    names: words(
      'DJANGO_SETTINGS_MODULE DJANGO_SUPERUSER_* DJANGO_ALLOW_ASYNC_UNSAFE DJANGO_CONFIGURATION DJANGO_COLORS DJANGO_RUNSERVER_HIDE_WARNING',
    ),
  },
  { reader: 'Flask', libraries: /^(flask|quart)/, names: words('FLASK_* QUART_* WERKZEUG_*') },
  {
    reader: 'Gunicorn',
    libraries: /^(gunicorn|uvicorn-worker)/,
    names: words('GUNICORN_CMD_ARGS WEB_CONCURRENCY PORT SENDFILE'),
  },
  {
    reader: 'Uvicorn',
    libraries: /^(uvicorn|fastapi|hypercorn|granian)/,
    names: words(
      'UVICORN_* WEB_CONCURRENCY FORWARDED_ALLOW_IPS GRANIAN_* HYPERCORN_* PORT HOST MAX_WORKERS APP_MODULE',
    ),
  },
  { reader: 'Celery', libraries: /^(celery|flower|django-celery.*)$/, names: words('CELERY_* C_FORCE_ROOT FLOWER_*') },
  { reader: 'Airflow', libraries: /^apache-airflow/, names: words('AIRFLOW_* _AIRFLOW_*') },
  { reader: 'Streamlit and Gradio', libraries: /^(streamlit|gradio)/, names: words('STREAMLIT_* GRADIO_*') },
  {
    reader: 'Hugging Face',
    libraries: /^(transformers|huggingface-hub|datasets|sentence-transformers|diffusers|torch|tensorflow.*)$/,
    names: words('HF_* TRANSFORMERS_* HUGGINGFACE_* HUGGING_FACE_* TORCH_* CUDA_* NVIDIA_* TF_* TOKENIZERS_* KERAS_*'),
  },
  {
    reader: 'language model clients',
    libraries:
      /^(openai|anthropic|@anthropic-ai\/.+|langchain.*|@langchain\/.+|ai|@ai-sdk\/.+|groq.*|cohere.*|mistralai|google-generativeai)$/,
    names: words('OPENAI_* ANTHROPIC_* LANGCHAIN_* LANGSMITH_* GROQ_* COHERE_* MISTRAL_* GEMINI_*'),
  },
  { reader: 'Scrapy', libraries: /^scrapy/, names: words('SCRAPY_*') },
  {
    reader: '.NET',
    names: words(
      'ASPNETCORE_* DOTNET_* COMPlus_* CORECLR_* NUGET_* MSBUILD* COMPlus* URLS ENVIRONMENT CONTENTROOT APPLICATIONNAME',
    ),
    ecosystems: ['dotnet'],
  },
  {
    // Sections of the configuration that the web host, its server and its log read.
    reader: 'ASP.NET Core',
    names: words(
      'Logging__* Kestrel__* AllowedHosts HttpsRedirection__* HTTPS_PORT HTTP_PORTS HTTPS_PORTS Authentication__* ReverseProxy__* HostOptions__* FeatureManagement__* services__*',
    ),
    ecosystems: ['dotnet'],
  },
  { reader: 'Serilog', libraries: /^serilog/, names: words('Serilog__*') },
  {
    reader: 'Application Insights',
    libraries: /applicationinsights/,
    names: words('ApplicationInsights__* APPINSIGHTS_*'),
  },
  { reader: 'Microsoft Identity', libraries: /^microsoft\.identity/, names: words('AzureAd__* AzureAdB2C__*') },
  { reader: 'Java', names: words('JAVA_* _JAVA_OPTIONS JDK_* MAVEN_* GRADLE_* CATALINA_* SPRING_*') },
]

export interface FrameworkRead {
  readonly reader: string
  /** Where the library is declared; `undefined` for a runtime. */
  readonly origin: Origin | undefined
}

export interface FrameworkVariables {
  /** Who reads the variable by itself; `undefined` where nobody of the table does. .NET's names are compared without regard to case. */
  reads(variable: string): FrameworkRead | undefined
}

/**
 * What something other than the service's own sources reads, by the manifests among `files`; `written` are the ecosystems that
 * its sources show without a manifest.
 */
export function frameworkVariables(
  files: readonly SourceText[],
  written: readonly Ecosystem[] = [],
): FrameworkVariables {
  const manifests = files.flatMap((source) => {
    const kind = manifestKind(source.file)
    return kind === undefined ? [] : [parseManifest(source, kind)]
  })
  const present = [...written, ...manifests.map(({ ecosystem }) => ecosystem)]
  const inForce = readers.flatMap(({ reader, names, libraries, ecosystems }) => {
    if (ecosystems !== undefined && !present.some((ecosystem) => ecosystems.includes(ecosystem))) return []
    const library =
      libraries && manifests.flatMap((manifest) => manifest.libraries).find(({ name }) => libraries.test(name))
    return libraries !== undefined && library === undefined ? [] : [{ reader, names, origin: library?.origin }]
  })
  const anyCase = present.includes('dotnet')
  const folded = (name: string): string => (anyCase ? name.toLowerCase() : name)
  return {
    reads: (variable) => {
      const name = folded(variable)
      const found = inForce.find(({ names }) =>
        names.some((pattern) =>
          pattern.endsWith('*') ? name.startsWith(folded(pattern.slice(0, -1))) : name === folded(pattern),
        ),
      )
      return found && { reader: found.reader, origin: found.origin }
    },
  }
}
