import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credentialsIn, credentialsInArguments } from './embedded.ts'

/** Reads `«marked»` stretches: the text without the marks, and what they enclose. */
function marked(text: string): { readonly plain: string; readonly secrets: readonly string[] } {
  return { plain: text.replace(/[«»]/g, ''), secrets: [...text.matchAll(/«([^»]*)»/g)].map((match) => match[1] ?? '') }
}

describe('credentialsIn', () => {
  it.each([
    ['postgres://u:«p4X9»@h/db', 'url'],
    ['redis://:«s3kr1t»@redis:6379/0', 'url'],
    ['postgresql+psycopg2://airflow:«airflow»@postgres/airflow', 'url'],
    ['mongodb://root:«example»@mongo:27017,mongo2:27017/?authSource=admin', 'url'],
    ['amqp://guest:«guest»@rabbit//', 'url'],
    ['postgres://${DB_USER:?err}:«hunter2»@db/app', 'url'],
    ['postgres://u:«a@b:c»@h/db', 'url'],
    ['postgres://u:${PW:-«fallback9»}@h/db', 'url'],
    ['a postgres://a:«pwA1»@h1/x b postgres://b:«pwB2»@h2/y', 'url'],
    ['Server=db;Database=x;User Id=sa;Password=«My Secret 1»;TrustServerCertificate=true', 'connection-string'],
    ['Host=db;Username=app;Password=«abc123xyz»', 'connection-string'],
    ['DefaultEndpointsProtocol=https;AccountName=x;AccountKey=«AbCd0123+/==»;EndpointSuffix=y', 'connection-string'],
    ['jdbc:mysql://db/x?user=root&password=«q1w2e3»&useSSL=false', 'assignment'],
    ['redis:6380,password=«ZxCv12»,ssl=True', 'assignment'],
    ['export API_KEY=«abcd1234» && run', 'assignment'],
    ['PGPASSWORD=«letmein9» psql -h db', 'assignment'],
    ['psql "host=db password=«letmein9» user=x"', 'assignment'],
    ['docker run -e POSTGRES_PASSWORD=«hunter2» postgres', 'assignment'],
    ['mysqladmin ping --password=«whalehello»', 'assignment'],
    ['npm config set //registry.npmjs.org/:_authToken=«0123-abcd»', 'assignment'],
    ["SECRET_KEY = '«x7#kkq0!»'", 'assignment'],
    ['{"auth": {"password": "«tr0ub4dor»"}}', 'assignment'],
    ['redis-server --requirepass «foobared» --appendonly yes', 'argument'],
    ['redis-cli -a «foobared» ping', 'argument'],
    ['redis-cli -a "$${REDIS_PASSWORD:-«foobared9»}" ping', 'argument'],
    ['mysqladmin ping -h localhost -u root -p«secret»', 'argument'],
    ["sh -c 'mysqladmin ping -uroot -p«secret1»'", 'argument'],
    ['/usr/bin/mongosh -u root -p «example1» --eval x', 'argument'],
    ['curl -fsS -u admin:«s3same» http://localhost', 'argument'],
    ['docker login -u me -p «mytok3n» registry', 'argument'],
    ['sshpass -p «opens9» ssh host', 'argument'],
    ['/opt/mssql-tools/bin/sqlcmd -S localhost -U sa -P «example_123» -Q "SELECT 1"', 'argument'],
    ['rabbitmqctl add_user app «rabb1t»', 'argument'],
    ['mc alias set local http://minio:9000 minio «minio123»', 'argument'],
    ['myapp --admin-password «hello9» --port 80', 'argument'],
    ['curl -H "Authorization: Bearer «abcdef123456»" http://x', 'header'],
    ["curl -H 'X-Api-Key: «abcdef123456»' http://x", 'header'],
    ['traefik.http.middlewares.auth.basicauth.users=admin:«$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/»', 'hash'],
  ])('%s', (text, kind) => {
    const { plain, secrets } = marked(text)
    const found = credentialsIn(plain)
    expect(found.map(({ start, end }) => plain.slice(start, end))).toEqual(secrets)
    for (const credential of found) expect(credential.kind).toBe(kind)
  })

  it.each([
    '',
    'camera=(self), otp-credentials=(), identity-credentials-get=(), usb=()',
    'postgres://app@db/app',
    'postgres://u:${PW}@h/db',
    'postgres://u:$PW@h/db',
    'postgres://u:$${PW}@h/db',
    'postgres://u:${PW:?required}@h/db',
    'postgres://postgres:%s@db:5432/example',
    'postgres://user:<password>@host/db',
    'postgres://u:@h/db',
    'http://localhost:8080/path@x',
    'http://host:80/a:b@c',
    'git@github.com:owner/repo.git',
    'ssh://git@host/x',
    'jdbc:mysql://db/example?allowPublicKeyRetrieval=true&useSSL=false',
    '--default-authentication-plugin=mysql_native_password',
    'mysqladmin ping -h 127.0.0.1 --password="$(cat /run/secrets/db-password)" --silent',
    'mysqladmin ping -h localhost -p$MYSQL_ROOT_PASSWORD',
    'mysql -h db -P 3306 -p',
    'MYSQL_ROOT_PASSWORD_FILE=/run/secrets/db-password',
    'DATABASE_PASSWORD=/run/secrets/db-password',
    'docker login --password-stdin -u me',
    'docker build --secret id=npm,src=.npmrc --build-arg TOKEN .',
    'docker run -p 8080:80 nginx',
    'RUN --mount=type=secret,id=aws-key,env=AWS_SECRET_ACCESS_KEY make',
    'aws configure set aws_secret_access_key $(cat /run/secrets/aws)',
    'if [ "$PASSWORD" == "x" ]; then exit 1; fi',
    'redis-server --requirepass ${REDIS_PASSWORD}',
    'redis-server --requirepass "$REDIS_PASSWORD" --port 1',
    'curl -u "$USER:$PASS" http://x',
    'curl -H "Authorization: Bearer $TOKEN" http://x',
    'server_tokens off;',
    'proxy_pass http://backend:8000;',
    'Server=db;Database=x;Trusted_Connection=True;',
    'Server=db;Password=${DB_PASSWORD};',
    'USE_TOKEN=true',
    'password=***',
    'TOKEN_EXPIRY=3600',
    'ssl_certificate_key /etc/ssl/private/key.pem',
    'tar -p file',
    'mkdir -p /data',
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'const password = process.env.PASSWORD',
    'password=getenv("X")',
    'password=File.ReadAllText("/run/secrets/x");',
    'TOKEN="$1"',
    'TOKEN="${TOKEN:-}"',
    'host=db;\npassword=pf.read(),',
  ])('leaves %j alone', (text) => {
    expect(credentialsIn(text)).toEqual([])
  })

  it('stays inside the text and never throws', () => {
    const piece = fc.constantFrom(
      '://',
      ':',
      '@',
      ' -p',
      'mysql ',
      'password=',
      '"',
      "'",
      '$',
      '{',
      '}',
      '(',
      ')',
      ';',
      'x9',
      '\n',
      '\\',
      'sh -c ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        ),
        (text) => {
          let last = 0
          for (const { start, end } of credentialsIn(text)) {
            expect(start).toBeGreaterThanOrEqual(last)
            expect(end).toBeGreaterThan(start)
            expect(end).toBeLessThanOrEqual(text.length)
            last = end
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it.each([
    'a'.repeat(200_000),
    '"'.repeat(200_000),
    'a=b '.repeat(50_000),
    '://'.repeat(50_000),
    'x:$apr1$'.repeat(20_000),
    '$('.repeat(100_000),
  ])('copes with long monotonous text (case %#)', (text) => expect(credentialsIn(text)).toBeDefined())
})

describe('credentialsInArguments', () => {
  it.each([
    [['redis-server', '--requirepass', '«foobared»']],
    [['CMD', 'mysqladmin', 'ping', '-uroot', '-p«secret»']],
    [['CMD-SHELL', 'mysqladmin ping -uroot -p«secret1»']],
    [['psql', 'postgres://u:«p4X9»@h/db']],
    [['myapp', '--password=«hello9»']],
    [['redis-server', '--requirepass', '$PW']],
    [['nginx', '-g', 'daemon off;']],
  ])('%j', (words) => {
    const expected = words.flatMap((text, word) => marked(text).secrets.map((secret) => ({ word, secret })))
    const plain = words.map((text) => marked(text).plain)
    const found = credentialsInArguments(plain)
    expect(found.map(({ word, start, end }) => ({ word, secret: plain[word]?.slice(start, end) }))).toEqual(expected)
  })
})
