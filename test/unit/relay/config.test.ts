import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printConfig, readCommandLine, UsageError } from '../../../src/relay/service/config';
import { environmentName, OPTION_LIST } from '../../../src/relay/service/options';

describe('the configuration of the relay', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'live-channels-config-'))));
  after(() => rmSync(folder, { recursive: true }));

  function file(content: unknown): string {
    const path = join(folder, 'relay.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  it('takes flags before the environment before the file before the defaults', () => {
    const path = file({ port: 1, 'limit-rate': 2, 'limit-size': 3, 'allow-origin': ['https://file'] });
    const env = { LIVE_CHANNELS_PORT: '10', LIVE_CHANNELS_LIMIT_RATE: '20', LIVE_CHANNELS_ALLOW_ORIGIN: 'a, b' };
    const { config, action } = readCommandLine(['--config', path, '--port', '100'], env);
    assert.equal(action, 'serve');
    assert.deepEqual(
      [config.port, config['limit-rate'], config['limit-size'], config['limit-joins']],
      [100, 20, 3, 10],
    );
    assert.deepEqual(config['allow-origin'], ['a', 'b']);
    assert.deepEqual(readCommandLine([], { LIVE_CHANNELS_CONFIG: path }).config['allow-origin'], ['https://file']);
    assert.equal(readCommandLine([], { LIVE_CHANNELS_PORT: '' }).config.port, 0);
  });

  it('begins with the values that the public service publishes', () => {
    const { config } = readCommandLine([], {});
    assert.deepEqual(
      [config['limit-joins'], config['limit-rate'], config['rate-window'], config['limit-size']],
      [10, 40, 5, 100_000],
    );
    assert.equal(config['limit-warnings'], 3);
    assert.ok(config.ban > 0);
  });

  it('prints what it comes to as a file that comes to the same', () => {
    const args = ['--trust-proxy', 'local', '--trust-proxy', '10.0.0.0/8', '--limit-rate=7', '--metrics', 'off'];
    const { config } = readCommandLine(args, {});
    const again = readCommandLine(['--config', file(printConfig(config))], {}).config;
    assert.equal(printConfig(again), printConfig(config));
    assert.match(printConfig(config), /"limit-rate": 7/);
  });

  it('has a name in the environment for each option, no two the same', () => {
    const names = OPTION_LIST.map(([name]) => environmentName(name));
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^LIVE_CHANNELS_[A-Z_]+$/);
  });

  const flags: [args: string[], sentence: RegExp][] = [
    [['--nonsense'], /^There is no option '--nonsense'$/],
    [['--prot', '1'], /^There is no option '--prot'; did you mean '--port'\?$/],
    [['--limitRate', '1'], /did you mean '--limit-rate'/],
    [['-p', '1'], /^There is no option '-p'$/],
    [['positional'], /^There is no command 'positional'$/],
    [['--port', '65536'], /^Option '--port' must be a whole number from 0 to 65535, not 65536$/],
    [['--port', 'http'], /not "http"$/],
    [['--port=-1'], /not "-1"$/],
    [['--port', '1e3'], /not "1e3"$/],
    [['--port'], /^Option '--port' needs a value$/],
    [['--port='], /must be a whole number/],
    [['--host', ''], /^Option '--host' must not be empty$/],
    [['--limit-rate', '1.5'], /whole number/],
    [['--rate-window', '0'], /from 1 to/],
    [['--metrics', 'yes'], /must be one of local, all, off, not "yes"$/],
    [['--help=yes'], /^Option '--help' takes no value$/],
    [['--tls-cert', 'x'], /^Options '--tls-cert' and '--tls-key' go together$/],
    [['--redis', 'localhost:6379'], /^Option '--redis' must be a URL such as redis:/],
    [['--redis', 'http://:secret@host'], /^Option '--redis' must be a URL such as ((?!secret).)*$/],
    [['--redis', 'redis://host?password=secret'], /^Option '--redis' must be a URL such as ((?!secret).)*$/],
  ];
  for (const [args, sentence] of flags) {
    it(`says in one sentence what is wrong with ${args.join(' ')}`, () => {
      assert.throws(
        () => readCommandLine(args, {}),
        error => error instanceof UsageError && sentence.test(error.message),
      );
    });
  }

  const files: [content: unknown, sentence: RegExp][] = [
    ['{', /^The configuration file '.*' is not JSON: /],
    [[], /must be an object of options$/],
    [{ limitRate: 1 }, /There is no option in '.*' that is called 'limitRate'; did you mean 'limit-rate'\?$/],
    [{ port: '4500' }, /^Option 'port' in '.*' must be a whole number from 0 to 65535, not "4500"$/],
    [{ 'allow-origin': 'https://a' }, /must be a list of texts$/],
    [{ 'allow-origin': [1] }, /must be a text$/],
    [{ host: null }, /^Option 'host' in '.*' must be a text$/],
    [{ config: 'other.json' }, /There is no option/],
    ['{"__proto__": 1}', /There is no option/],
  ];
  for (const [content, sentence] of files) {
    it(`says in one sentence what is wrong with a file that is ${JSON.stringify(content)}`, () => {
      assert.throws(
        () => readCommandLine(['--config', file(content)], {}),
        error => error instanceof UsageError && sentence.test(error.message),
      );
    });
  }

  it('says which file cannot be read, and which variable is wrong', () => {
    assert.throws(() => readCommandLine(['--config', '/nowhere/x'], {}), /'\/nowhere\/x' cannot be read: ENOENT/);
    assert.throws(
      () => readCommandLine([], { LIVE_CHANNELS_LIMIT_RATE: 'many' }),
      /^UsageError|^Error: Environment variable LIVE_CHANNELS_LIMIT_RATE must be/,
    );
  });

  it('prints the URL of Redis without its password', () => {
    const { config } = readCommandLine([], { LIVE_CHANNELS_REDIS: 'rediss://ada:se%63ret@redis.example.com:6380/2' });
    const printed = printConfig(config);
    assert.equal((JSON.parse(printed) as typeof config).redis, 'rediss://ada:***@redis.example.com:6380/2');
    assert.doesNotMatch(printed, /secret|se%63ret/);
  });
});
