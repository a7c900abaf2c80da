/** Credentials that everybody knows: defaults that images and guides ship, and the words such values are made of. */

export interface WellKnownGroup {
  readonly source: string
  /** ISO date on which the source was read. */
  readonly date: string
  /** Values in lower case, separated by spaces. */
  readonly values: string
}

export const WELL_KNOWN: readonly WellKnownGroup[] = [
  {
    source:
      'github.com/docker-library/docs (postgres, mysql, mariadb, mongo, rabbitmq, ghost, wordpress and other pages)',
    date: '2026-08-22',
    values:
      'mysecretpassword my-secret-pw my-secret examplepass example exampleuser ghost guest guest/guest root secret ' +
      'some-password some_password my_password my_root_password my_cool_secret my-secret-pass my_user password ' +
      'swordfish wordpress somewordpress drupal joomla nextcloud testpass',
  },
  {
    source: 'learn.microsoft.com/sql/linux/quickstart-install-connect-docker',
    date: '2026-11-22',
    values: 'yourstrong!passw0rd yourstrong(!)password yourstrong@passw0rd <yourstrong@passw0rd> strong@passw0rd',
  },
  {
    source:
      'defaults of widely used images: RabbitMQ, MinIO, Grafana, Keycloak, Airflow, Jenkins, SonarQube, pgAdmin, Neo4j, Elasticsearch, CouchDB, Portainer, Zabbix, mongo-express, Guacamole, Harbor, InfluxDB',
    date: '2026-11-22',
    values:
      'minioadmin minio123 minio grafana keycloak airflow jenkins sonar sonarqube admin neo4j elastic changeme zabbix ' +
      'pass guacadmin harbor12345 influxdb portainer rabbitmq gitea pgadmin pgadmin4 postgres mysql mariadb mongo ' +
      'mongodb redis oracle sa system manager tomcat prom-operator localstack redispassword rootpassword ' +
      'dbpassword userpassword adminpassword default default_password mysecret supersecret',
  },
  {
    source: 'the most used passwords of published breach collections (SecLists, Passwords/Common-Credentials)',
    date: '2026-11-22',
    values:
      '123 1234 12345 123456 1234567 12345678 123456789 1234567890 111111 000000 123123 121212 654321 666666 abc123 ' +
      'qwerty qwerty123 qwertyuiop 1q2w3e4r 1qaz2wsx zaq12wsx asdf asdfgh iloveyou letmein welcome welcome1 monkey ' +
      'dragon master sunshine princess football baseball shadow superman batman trustno1 hunter2 login access passw0rd ' +
      'p@ssw0rd p@ssword p4ssw0rd pa$$w0rd toor test test123 testing demo foobar foo bar baz admin123 root123 pass123 ' +
      'secret123 password1 password123 s3cr3t t0ps3cr3t topsecret',
  },
  {
    source: 'framework guides: jwt.io, express-session, Rails, Django, Laravel, Symfony',
    date: '2026-11-22',
    values:
      'your-256-bit-secret your-384-bit-secret your-512-bit-secret shhhhh keyboardcat secret_key secretkey thisisasecret thisisnotsecret !changeme!',
  },
  {
    source: 'docs.aws.amazon.com (documentation keys)',
    date: '2026-11-22',
    values:
      'akiaiosfodnn7example akiai44qh8dhbexample wjalrxutnfemi/k7mdeng/bpxrficyexamplekey je7mtgbclwbf/2zk/h3ycvo4exampleke',
  },
]

/**
 * Words that published sample secrets are put together from (`your-secret-key-change-in-production`). A value made of
 * nothing else, digits and punctuation aside, is guessable, and many programs run with it as it stands.
 */
export const SAMPLE_WORDS =
  'a access account admin again an and any api app application at auth authentication auto bad before bit bits bytes ' +
  'change changed changeit changeme changethis char character characters chars client cookie credential credentials ' +
  'custom data database db default demo deploy dev develop development do docker dont dummy encrypt encryption env ' +
  'environment example fake for foo for from generate generated guest hash here hello hidden i in insecure insert is ' +
  'it jwt key keys least length local long made mail make manager master me min minimum minio mongo mongodb mqtt must ' +
  'my mysql name need never new no not note of on only or oracle panel pass passphrase password passwords passwd ' +
  'placeholder please pls postgres postgresql prod production pwd rabbitmq random really redis refresh replace root ' +
  'safe salt sample secret secrets secure security server service session set should shared sign signing site some ' +
  'something staging strong super supersecret system tbd temp temporary test testing that the this to todo token top ' +
  'tops unsafe update use user username value very web with word world you your yours ' +
  'base cambiar cambia cambiame clave contrasena desarrollo por favor produccion secreto secreta segura segundo senha'

/** One of these must be among the words, so that a passphrase of plain words is not taken for a sample. */
export const TELLTALE_WORDS =
  'admin cambia cambiame cambiar change changed changeit changeme changethis clave contrasena default demo dummy example ' +
  'fake guest insecure jwt key mysql oracle pass passphrase passwd password passwords placeholder postgres postgresql ' +
  'production pwd rabbitmq redis replace root salt sample secret secreta secreto secrets senha supersecret temporary test ' +
  'testing token unsafe user mongo mongodb minio'
