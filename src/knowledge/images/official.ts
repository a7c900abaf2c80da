/** Names of Docker Hub's official images, past and present: a bare name that is not among them is somebody's own image. */
import { lazy } from '../../core/lazy.ts'

/** github.com/docker-library/official-images@37079fb (2026-08-22), and the retired ones of hub.docker.com/u/library. */
const OFFICIAL =
  'adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu ' +
  'backdrop bash bonita buildpack-deps busybox caddy cassandra celery chronograf cirros clearlinux clefos ' +
  'clickhouse clojure composer consul convertigo couchbase couchdb crate dart debian django docker drupal ' +
  'eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang espocrm fedora flink fluentd ' +
  'friendica fsharp gazebo gcc geonetwork ghost glassfish golang gradle groovy haproxy haskell haxe hello-world ' +
  'hipache hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb iojs irssi java jenkins jetty joomla jruby ' +
  'julia kaazing-gateway kapacitor kibana known kong krakend lightstreamer liquibase logstash mageia mariadb ' +
  'matomo maven mediawiki memcached mongo mongo-express monica mono mysql nats nats-streaming neo4j neurodebian ' +
  'nextcloud nginx nim node notary nuxeo odoo open-liberty openjdk opensuse oraclelinux orientdb owncloud ' +
  'percona perl photon php php-zendserver phpmyadmin piwik plone postfixadmin postgres pypy python r-base ' +
  'rabbitmq rails rakudo-star rapidoid redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust ' +
  'sapmachine satosa scratch sentry silverpeas solr sonarqube sourcemage spark spiped storm swift swipl ' +
  'teamspeak telegraf thrift tomcat tomee traefik ubuntu ubuntu-debootstrap unit varnish vault websphere- ' +
  'liberty wordpress xwiki yourls znc zookeeper'

const names = lazy((): ReadonlySet<string> => new Set(OFFICIAL.split(' ')))

/** Whether Docker Hub has, or had, an official image of this familiar name. */
export const isOfficial = (familiarName: string): boolean => names().has(familiarName)
