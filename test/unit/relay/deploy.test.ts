import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { readCommandLine } from '../../../src/relay/service/config';
import { environmentName, OPTION_LIST } from '../../../src/relay/service/options';

const ROOT = resolve(import.meta.dirname, '../../..');
const DEPLOY = join(ROOT, 'src/relay/deploy');
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');

/** The entries of a systemd unit, by section; anything that is neither one nor a comment is a mistake. */
function readUnit(text: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  let section = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const found = /^\[(\w+)\]$/.exec(line);
    if (found) section = found[1] ?? '';
    else {
      const [, key, value] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? assert.fail(`not an entry: ${line}`);
      const name = `${section}.${String(key)}`;
      entries.set(name, [...(entries.get(name) ?? []), value ?? '']);
    }
  }
  return entries;
}

describe('what helps to run the relay', () => {
  const config = readCommandLine(['--config', join(DEPLOY, 'relay.json')], {}).config;
  const target = `${String(config.host)}:${config.port}`;

  it('has a configuration that is one, for a relay behind a proxy on its machine', () => {
    assert.deepEqual([config.host, config['trust-proxy']], ['127.0.0.1', ['local']]);
    assert.notEqual(config.port, 0);
  });

  it('has a systemd unit that starts it by that, reloads it, and gives it time to stop', () => {
    const unit = readUnit(read('live-channels-relay.service'));
    const [start = ''] = unit.get('Service.ExecStart') ?? [];
    const [node, bundle, ...args] = start.split(' ');
    assert.deepEqual([node, bundle], ['/usr/bin/node', '/opt/live-channels/relay.mjs']);
    assert.deepEqual(args, ['--config', '/etc/live-channels/relay.json']);
    assert.deepEqual(unit.get('Service.ExecReload'), ['/bin/kill -HUP $MAINPID']);
    assert.ok(Number(unit.get('Service.TimeoutStopSec')?.[0]) > config.drain);
    for (const [name, value] of [
      ['DynamicUser', 'yes'],
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['CapabilityBoundingSet', ''],
    ] as const) {
      assert.deepEqual(unit.get(`Service.${name}`), [value]);
    }
  });

  it('has examples for nginx and Caddy that lead to it', () => {
    const nginx = read('nginx.conf');
    assert.ok(nginx.includes(`server ${target};`));
    for (const line of [
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header X-Forwarded-For $remote_addr;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
    ]) {
      assert.ok(nginx.includes(line), line);
    }
    const format = /log_format live_channels '([^']*)'/.exec(nginx)?.[1] ?? assert.fail('its own log');
    assert.doesNotMatch(format, /\$request\b|\$request_uri|\$uri|\$args|\$http_referer|\$document_uri/);
    assert.equal(nginx.split('{').length, nginx.split('}').length);
    assert.ok(read('Caddyfile').includes(`reverse_proxy ${target}`));
  });

  it('names options that there are, and every one of them', () => {
    const flags = new Set<string>([...OPTION_LIST.map(([name]) => name), 'config', 'print-config', 'version', 'help']);
    const readme = readFileSync(join(ROOT, 'src/relay/README.md'), 'utf8');
    for (const text of [readme, ...readdirSync(DEPLOY).map(read)]) {
      for (const [, name] of text.matchAll(/(?<![\w-])--([a-z][a-z-]+)/g)) {
        assert.ok(flags.has(name ?? '') || ['now'].includes(name ?? ''), `--${String(name)}`);
      }
      for (const [name] of text.matchAll(/LIVE_CHANNELS_[A-Z_]+/g)) {
        assert.ok(
          [...flags].some(flag => environmentName(flag) === name),
          name,
        );
      }
    }
    for (const name of flags) assert.ok(readme.includes(`--${name}`), `--${name} is not in the README`);
  });
});

describe('the embedded relay', () => {
  it('has nothing in it that only the service needs', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const walk = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = ts.transpileModule(readFileSync(file, 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      }).outputText;
      for (const { fileName } of ts.preProcessFile(code, true, true).importedFiles) {
        if (fileName.startsWith('.')) walk(`${resolve(dirname(file), fileName)}.ts`);
        else packages.add(fileName);
      }
    };
    walk(join(ROOT, 'src/node/embeddedRelay.ts'));
    const files = [...seen].map(file => relative(join(ROOT, 'src'), file).replaceAll('\\', '/'));
    assert.ok(files.includes('relay/server.ts'));
    assert.deepEqual(
      files.filter(file => file.startsWith('relay/service/')),
      [],
    );
    assert.deepEqual(
      [...packages].filter(name => !name.startsWith('node:')),
      ['ws'],
    );
  });
});
