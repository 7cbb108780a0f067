import { strict as assert } from 'node:assert';
import { neverSend } from '../../../src/guard/neverSend';
import { settings } from '../../../src/ui/contributions';

describe('files that are never to be sent', () => {
  const byDefault = neverSend(settings['liveChannels.neverSend'].default);

  it('are by default those that hold keys, passwords and tokens', () => {
    const kept = [
      ...['.env', '.env.local', 'apps/web/.env.production', '.envrc', 'SERVER.PEM', 'certs/tls.key', 'a.p12', 'a.PFX'],
      ...['id_rsa', '.ssh/id_ed25519', '/home/ada/.ssh/config', '/home/ada/.aws/credentials', '.npmrc', '.netrc'],
      ...['config/credentials.json', 'secrets.yaml', 'terraform.tfstate', 'prod.tfvars', '/home/ada/.kube/config'],
      ...['c:/Users/ada/.ssh/id_rsa', 'home/.docker/config.json', 'keys/release.jks', 'putty.ppk', '.git-credentials'],
    ];
    assert.deepEqual(
      kept.filter(path => byDefault([path]) === undefined),
      [],
    );
  });

  it('are not those that only sound like it', () => {
    const sent = [
      ...['.env.example', 'apps/web/.env.sample', '.env.local.template', 'src/environment.ts', 'env.ts', 'id_rsa.pub'],
      ...['src/keys.ts', 'src/credentialsForm.tsx', 'secrets.md', 'src/secrets/index.ts', 'monkey.ts', 'config.json'],
      ...['docs/ssh.md', 'package.json', 'key', 'src/token.ts', 'pem.go'],
    ];
    assert.deepEqual(
      sent.filter(path => byDefault([path]) !== undefined),
      [],
    );
  });

  it('are told with the pattern that says so', () => {
    assert.equal(byDefault(['apps/.env']), '**/.env*');
  });

  it('go by the last pattern that matches', () => {
    const patternOf = neverSend(['**/*.log', '!**/public.log', '**/secret/public.log']);
    assert.deepEqual(
      ['a.log', 'b/public.log', 'secret/public.log', 'a.ts'].map(path => patternOf([path])),
      ['**/*.log', undefined, '**/secret/public.log', undefined],
    );
  });

  it('may be named by their place in the workspace folder or on the disk', () => {
    const patternOf = neverSend(['config/prod/**', '**/work/closed/**']);
    assert.equal(patternOf(['config/prod/a.yml', '/home/ada/app/config/prod/a.yml']), 'config/prod/**');
    assert.equal(patternOf(['a.ts', '/home/ada/work/closed/a.ts']), '**/work/closed/**');
    assert.equal(patternOf(['config/dev/a.yml', '/home/ada/app/config/dev/a.yml']), undefined);
  });

  it('are none without patterns, and an empty one matches nothing', () => {
    assert.equal(neverSend([])(['.env']), undefined);
    assert.equal(neverSend(['', ' ', '!'])(['.env']), undefined);
  });
});
