import { MadeUp } from './madeUp';

/** A text with one secret in it, and what finds it. */
export interface SecretSample {
  readonly name: string;
  readonly text: string;
  readonly rule: RegExp;
}

const q = '"';

function tokensOfServices(up: MadeUp): SecretSample[] {
  const stripe = ['sk', 'live', ''].join('_');
  const openai = (n: number) => up.alphanumeric(n);
  const list: [string, string, string][] = [
    ['GitHub classic', 'github', `ghp_${up.alphanumeric(36)}`],
    ['GitHub OAuth', 'github', `gho_${up.alphanumeric(36)}`],
    ['GitHub app', 'github', `ghs_${up.alphanumeric(36)}`],
    ['GitHub fine-grained', 'github', `github_pat_${up.alphanumeric(22)}_${up.alphanumeric(59)}`],
    ['GitLab personal', 'gitlab', `glpat-${up.alphanumeric(20)}`],
    ['GitLab trigger', 'gitlab', `glptt-${up.hex(40)}`],
    ['npm', 'npm', `npm_${up.alphanumeric(36)}`],
    ['Slack bot', 'slack', ['xoxb', up.digits(12), up.digits(12), up.alphanumeric(24)].join('-')],
    ['Slack user', 'slack', ['xoxp', up.digits(12), up.digits(12), up.hex(32)].join('-')],
    [
      'Slack webhook',
      'slack',
      ['https://hooks.slack.com/services', `T${up.upper(8)}`, `B${up.upper(8)}`, up.alphanumeric(24)].join('/'),
    ],
    ['Stripe', 'stripe', stripe + up.alphanumeric(24)],
    ['Stripe webhook', 'stripe', `whsec_${up.alphanumeric(32)}`],
    ['SendGrid', 'sendgrid', ['SG', up.alphanumeric(22), up.alphanumeric(43)].join('.')],
    ['Shopify', 'shopify', `shpat_${up.hex(32)}`],
    ['AWS key id', 'aws', `AKIA${up.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`],
    ['AWS temporary key id', 'aws', `ASIA${up.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`],
    ['Anthropic', 'anthropic', `sk-ant-api03-${up.urlSafe(93)}AA`],
    ['OpenAI', 'openai', `sk-${openai(20)}T3BlbkFJ${openai(20)}`],
    ['OpenAI project', 'openai', `sk-proj-${up.urlSafe(74)}T3BlbkFJ${up.alphanumeric(74)}`],
    ['Hugging Face', 'huggingface', `hf_${up.letters(34)}`],
    ['Groq', 'groq', `gsk_${up.alphanumeric(52)}`],
    ['Linear', 'linear', `lin_api_${up.alphanumeric(40)}`],
    ['Notion', 'notion', `ntn_${up.digits(11)}${up.alphanumeric(35)}`],
    ['Vault', 'hashicorp-vault', `hvs.${up.urlSafe(94)}`],
    ['Docker Hub', 'docker', `dckr_pat_${up.urlSafe(27)}`],
    ['Databricks', 'databricks', `dapi${up.hex(32)}`],
    ['Figma', 'figma', `figd_${up.urlSafe(42)}`],
    ['Cloudflare', 'cloudflare', `cfut_${up.alphanumeric(40)}${up.hex(8)}`],
    ['Tailscale', 'tailscale', `tskey-auth-${up.alphanumeric(17)}-${up.alphanumeric(32)}`],
    ['Grafana', 'grafana', `glsa_${up.alphanumeric(32)}_${up.hex(8)}`],
    ['Vercel', 'vercel', `vcp_${up.alphanumeric(56)}`],
    ['Google API', 'google', `AIza${up.urlSafe(35)}`],
    ['Google client', 'google', `GOCSPX-${up.urlSafe(28)}`],
    ['Azure storage', 'azure', `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${up.base64(86)}==`],
    ['Azure client', 'azure', `${up.alphanumeric(3)}8Q~${up.urlSafe(33)}`],
    ['DigitalOcean', 'digitalocean', `dop_v1_${up.hex(64)}`],
    ['PyPI', 'pypi', `pypi-AgEIcHlwaS5vcmc${up.urlSafe(120)}`],
    ['RubyGems', 'rubygems', `rubygems_${up.hex(48)}`],
    ['Telegram', 'telegram', `${up.digits(9)}1:AA${up.urlSafe(33)}`],
    ['Discord', 'discord', `https://discord.com/api/webhooks/${up.digits(18)}/${up.urlSafe(68)}`],
    ['private invitation', 'invitation', `livechannels1.AGMB${up.urlSafe(96)}`],
    ['New Relic', 'newrelic', `NRAK-${up.upper(27)}`],
    ['Postman', 'postman', `PMAK-${up.hex(24)}-${up.hex(34)}`],
  ];
  return list.map(([name, rule, token]) => ({
    name: `token: ${name}`,
    text: `const client = connect(${q}${token}${q});`,
    rule: new RegExp(`^${rule}$`),
  }));
}

function privateKeys(up: MadeUp): SecretSample[] {
  const kind = (words: string) => `${words}PRIVATE KEY`;
  const escaped = up.pem(kind(''), 'MIIEvQIBADANBg', 24).replaceAll('\n', '\\n');
  const list: [string, string][] = [
    ['PKCS #8', up.pem(kind(''), 'MIIEvQIBADANBg', 24)],
    ['RSA', up.pem(kind('RSA '), 'MIIEpAIBAAKCAQ', 24)],
    ['EC', up.pem(kind('EC '), 'MHcCAQEEI', 3)],
    ['OpenSSH', up.pem(kind('OPENSSH '), 'b3BlbnNzaC1rZXktdjE', 6)],
    ['encrypted', up.pem(kind('ENCRYPTED '), 'MIIFHDBOBgkq', 24)],
    ['PGP', up.pem(`${kind('PGP ')} BLOCK`, '\nlQdGBGB', 24)],
    ['its first lines only', up.pem(kind('RSA '), 'MIIEpAIBAAKCAQ', 3, false)],
    ['in JSON', `{ "type": "service_account", "private_key": "${escaped}" }`],
    ['with CRLF', up.pem(kind('RSA '), 'MIIEpAIBAAKCAQ', 24).replaceAll('\n', '\r\n')],
    ['in a patch', up.pem(kind('RSA '), 'MIIEpAIBAAKCAQ', 24).replaceAll(/^/gm, '+')],
    ['indented in YAML', `key: |\n${up.pem(kind(''), 'MIIEvQIBADANBg', 24).replaceAll(/^/gm, '    ')}`],
  ];
  const age: SecretSample = { name: 'private key: age', text: `AGE-SECRET-KEY-1${up.upper(58)}`, rule: /^age$/ };
  return [age, ...list.map(([name, text]) => ({ name: `private key: ${name}`, text, rule: /^privatekey$/ }))];
}

function connections(up: MadeUp): SecretSample[] {
  const password = () => up.alphanumeric(12);
  const basic = btoa(`deploy:${up.password(14)}`);
  const list: [string, string][] = [
    ['PostgreSQL', `postgres://app:${password()}@db.internal:5432/shop`],
    ['MySQL', `DSN = 'mysql://root:${password()}@10.0.3.4/shop'`],
    ['MongoDB', `mongodb+srv://svc:${password()}@cluster0.ab1cd.mongodb.net/shop?retryWrites=true`],
    ['Redis without a user', `redis://:${password()}@cache.internal:6379/0`],
    ['AMQP', `amqps://orders:${password()}@mq.internal/prod`],
    ['JDBC', `jdbc:postgresql://app:${password()}@db.internal/shop`],
    ['a site', `https://build:${password()}@artifacts.corp.io/repo`],
    ['a git remote', `url = https://ci-bot:${password()}@git.corp.io/team/app.git`],
    ['a proxy', `HTTPS_PROXY=http://jdoe:${up.password(11)}@proxy.corp.io:3128`],
    ['SMTP', `MAILER_DSN=smtp://notify:${password()}@mail.corp.io:587`],
    ['a bearer header', `curl -H ${q}Authorization: Bearer ${up.alphanumeric(40)}${q} https://api.corp.io`],
    ['a basic header', `headers: { 'Authorization': 'Basic ${basic}' }`],
    ['ADO.NET', `Server=db.corp.io;Database=shop;User Id=sa;Password=${up.password(12)};`],
  ];
  const rule = /^(?:url-password|basicauth|database-connection-string|authorization|assignment)$/;
  const jwt = up.jwt({ sub: up.uuid(), admin: true, iat: 1_790_000_000 });
  return [
    ...list.map(([name, text]) => ({ name: `connection: ${name}`, text, rule })),
    { name: 'connection: JSON Web Token', text: `const session = '${jwt}';`, rule: /^jwt$/ },
    { name: 'connection: JSON Web Token in a cookie', text: `Cookie: sid=${jwt}; theme=dark`, rule: /^jwt$/ },
  ];
}

function assignments(up: MadeUp): SecretSample[] {
  const p = (length = 12) => up.password(length);
  const t = (length = 32) => up.alphanumeric(length);
  const aws = `${up.base64(20)}9z${up.base64(18)}`;
  const list: [string, string][] = [
    ['.env', `DB_HOST=db\nDB_PASSWORD=${p()}\n`],
    ['.env, only letters', `DB_PASSWORD=${up.letters(14)}`],
    ['.env, quoted', `SMTP_PASS="${p()}"`],
    ['.env, exported', `export API_TOKEN=${t()}`],
    ['.env with a comment', `REDIS_PASSWORD=${up.alphanumeric(16)} # cluster 3`],
    ['.env, Django', `SECRET_KEY='${up.alphanumeric(50)}'`],
    ['.env, Rails', `SECRET_KEY_BASE=${up.hex(128)}`],
    ['.env of production', `STRIPE_SECRET_PROD=${t()}`],
    ['.env with CRLF', `A=1\r\nMYSQL_PWD=${p()}\r\nB=2`],
    ['AWS secret key', `aws_secret_access_key = ${aws}`],
    ['Dockerfile', `FROM node:22\nENV NPM_TOKEN=${t(36)}`],
    ['YAML', `database:\n  user: app\n  password: ${up.alphanumeric(10)}7x\n`],
    ['YAML, quoted', `  password: '${p()}'`],
    ['Kubernetes', `env:\n- name: DB_PASSWORD\n  value: ${up.alphanumeric(15)}4\n`],
    ['Spring', `spring.datasource.password=${up.alphanumeric(11)}3`],
    ['JSON', `{ "user": "app", "password": "${p()}" }`],
    ['JSON, client secret', `{"client_id":"app","client_secret":"${t()}"}`],
    ['TOML', `[db]\npassword = "${p()}"`],
    ['TypeScript', `const apiKey = '${t()}';`],
    ['TypeScript with a type', `private readonly apiKey: string = '${t()}';`],
    ['TypeScript, an object', `connect({ user: 'app', password: '${p()}' });`],
    ['Python', `PASSWORD = "${p()}"`],
    ['Python, environ', `os.environ["AUTH_TOKEN"] = "${t()}"`],
    ['Go', `token := "${t()}"`],
    ['PHP', `'password' => '${p()}',`],
    ['Ruby', `config.secret_key = '${up.hex(64)}'`],
    ['C#', `private const string ClientSecret = "${t()}";`],
    ['XML', `<password>${up.alphanumeric(9)}5Q</password>`],
    ['web.config', `<add key="ApiKey" value="${t()}" />`],
    ['a flag', `docker login --username ci --password=${up.alphanumeric(11)}8`],
    ['a patch', `@@ -1 +1 @@\n-DB_PASSWORD=${p()}\n+DB_PASSWORD=\${DB_PASSWORD}\n`],
    ['.npmrc', `//registry.corp.io/:_authToken=${up.uuid()}`],
    ['Java', `String dbPassword = "${p()}";`],
    ['a shell, before a command', `PGPASSWORD=${up.alphanumeric(12)}7 psql -h db.corp.io`],
    ['a URL’s query', `fetch('https://api.corp.io/v1/items?api_key=${t()}&page=2')`],
    ['a signed query', `See https://app.corp.io/share?x=1&access_token=${t(40)}#top`],
    ['a name in one word', `dbpassword: "${p()}"`],
    ['Laravel', `APP_KEY=base64:${up.base64(43)}=`],
    ['a Kubernetes secret', `data:\n  password: ${btoa(p())}\n`],
    ['appsettings.json', `"Default": "Server=db.corp.io;User Id=sa;Password=${p()};Encrypt=true"`],
    ['PowerShell', `$env:API_TOKEN = "${t()}"`],
    ['Jenkins', `withEnv(["SONAR_TOKEN=${t()}"]) {`],
    ['a comparison', `if (token === '${t()}') return true;`],
  ];
  return list.map(([name, text]) => ({ name: `assignment: ${name}`, text, rule: /^(?:assignment|aws|npm)$/ }));
}

/** One text for each way in which a secret is written, with other secrets for another seed. */
export function secretSamples(seed = 20_261_124): SecretSample[] {
  const up = new MadeUp(seed);
  return [...tokensOfServices(up), ...privateKeys(up), ...connections(up), ...assignments(up)];
}
