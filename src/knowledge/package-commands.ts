/** How each package manager's command line is read: what its subcommands do, and which options take the next word. */
import type { PackageManager } from './tools.ts'

/** `index` fetches the list of what there is; `upgrade` brings everything that is installed up to date. */
export type PackageAction = 'install' | 'remove' | 'index' | 'upgrade' | 'clean'

export interface PackageCommandForm {
  readonly verbs: Readonly<Partial<Record<PackageAction, readonly string[]>>>
  /** Options whose value is the next word. */
  readonly valued: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

const REMOVE = words('remove purge autoremove erase del')

/** From each program's own manual page, read 2026-11-22. */
export const packageCommandForms: Readonly<Record<PackageManager, PackageCommandForm>> = {
  apt: {
    verbs: {
      install: words('install reinstall'),
      remove: REMOVE,
      index: ['update'],
      upgrade: words('upgrade dist-upgrade full-upgrade safe-upgrade'),
      clean: words('clean autoclean auto-clean distclean dist-clean'),
    },
    valued: words('-t --target-release --default-release -o --option -c --config-file -a --host-architecture'),
  },
  apk: {
    verbs: { install: ['add'], remove: REMOVE, index: ['update'], upgrade: ['upgrade'], clean: ['cache'] },
    valued: words('-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --cache-dir'),
  },
  dnf: {
    verbs: {
      install: words('install in localinstall groupinstall reinstall rei'),
      remove: [...REMOVE, 'rm', 'groupremove'],
      index: words('makecache mc check-update'),
      upgrade: words(
        'update upgrade up update-minimal upgrade-minimal up-min update-to upgrade-to distro-sync dist-sync dsync',
      ),
      clean: ['clean'],
    },
    valued: words(
      '-c --config --releasever --installroot --enablerepo --disablerepo --repo --repoid --setopt -x --exclude --forcearch',
    ),
  },
  zypper: {
    verbs: {
      install: words('install in source-install si'),
      remove: words('remove rm'),
      index: words('refresh ref'),
      upgrade: words('update up dist-upgrade dup patch'),
      clean: words('clean cc'),
    },
    valued: words('-R --root -r --repo --from -t --type -p --plus-repo -D --reposd-dir -C --cache-dir -c --config'),
  },
  pip: {
    verbs: { install: ['install'], remove: ['uninstall'], clean: ['cache'] },
    valued: words(
      '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src --timeout --retries --trusted-host --proxy --cache-dir --platform --python-version --implementation --abi --upgrade-strategy --global-option --no-binary --only-binary --progress-bar --config-settings --python -p --group --requirements --constraints --override --python-preference --index-strategy --default-index --index --prerelease --resolution --link-mode --exclude-newer --extra --build-constraint --torch-backend --keyring-provider --report --log',
    ),
  },
  npm: {
    verbs: {
      install: words('install i add global ci clean-install'),
      remove: words('uninstall remove rm prune'),
      clean: ['cache'],
    },
    valued: words(
      '--prefix --registry --cache -C --dir --cwd --omit --include --only --network-timeout --network-concurrency --filter --cache-folder --global-folder --modules-folder --loglevel --userconfig --tag --scope --fetch-timeout --fetch-retries --maxsockets --mutex',
    ),
  },
  gem: {
    verbs: { install: words('install i'), remove: ['uninstall'] },
    valued: words('-v --version -i --install-dir -n --bindir -s --source --platform'),
  },
  cargo: {
    verbs: { install: ['install'], remove: ['uninstall'] },
    valued: words(
      '--version --vers --git --branch --tag --rev --path --root --features -F --target -j --profile --bin',
    ),
  },
  go: {
    verbs: { install: words('install get run') },
    valued: words('-tags -ldflags -mod -C -gcflags -o'),
  },
}
