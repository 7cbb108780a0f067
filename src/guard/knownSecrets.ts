import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { sentence, type Sentence } from '../base/sentence';
import { isHarmlessUrl } from './connections';
import type { Spot } from './finding';

// Its marks would pile up in the performance timeline that all extensions share.
secretLintProfiler.setEnabled(false);

const PREFIX = '@secretlint/secretlint-rule-';

/**
 * The scanners of secretlint's preset. Not its filter, which heeds `secretlint-disable` in comments: that somebody
 * decided to commit a thing does not mean that it may be sent. Nor its rule for Google's service accounts: it reads
 * files by name and JSON as a whole, and the private key in such a file is found as any other.
 */
const scanners = rules
  .filter(({ meta }) => meta.type === 'scanner' && meta.id !== `${PREFIX}gcp`)
  .map(rule => ({ id: rule.meta.id, rule }));

/** Rules that take templates and placeholders of documentation for passwords. */
const OF_URLS = new Set(['basicauth', 'database-connection-string']);

/** How a person knows what a rule finds; a rule that is not here is named by its id. */
const names: Readonly<Record<string, Sentence>> = {
  '1password': sentence('1Password service account token'),
  anthropic: sentence('Anthropic API key'),
  aws: sentence('AWS credential'),
  basicauth: sentence('Password in a URL'),
  cloudflare: sentence('Cloudflare API token'),
  'database-connection-string': sentence('Password in a connection string'),
  databricks: sentence('Databricks access token'),
  docker: sentence('Docker access token'),
  figma: sentence('Figma access token'),
  github: sentence('GitHub token'),
  gitlab: sentence('GitLab token'),
  grafana: sentence('Grafana token'),
  groq: sentence('Groq API key'),
  'hashicorp-vault': sentence('HashiCorp Vault token'),
  huggingface: sentence('Hugging Face token'),
  linear: sentence('Linear API key'),
  notion: sentence('Notion token'),
  npm: sentence('npm token'),
  openai: sentence('OpenAI API key'),
  privatekey: sentence('Private key'),
  sendgrid: sentence('SendGrid API key'),
  shopify: sentence('Shopify token'),
  slack: sentence('Slack token'),
  stripe: sentence('Stripe API key'),
  tailscale: sentence('Tailscale key'),
  vercel: sentence('Vercel token'),
};

/**
 * What secretlint's recommended rules find: private keys, the tokens of well-known services, passwords in the URLs of
 * databases and sites.
 *
 * @param fileName The file's name without its folders: some rules look at `.npmrc` and `package.json` only.
 */
export async function knownSecrets(text: string, fileName = 'text'): Promise<Spot[]> {
  const { messages } = await lintSource({
    source: { content: text, filePath: fileName, ext: '', contentType: 'text' },
    options: { config: { rules: scanners }, noPhysicFilePath: true, maskSecrets: true },
  });
  const spots = messages.map(({ ruleId, range: [start, end] }) => {
    const rule = ruleId.replace(PREFIX, '');
    return { rule, message: names[rule] ?? sentence('Secret ({0})', rule), start, end };
  });
  return spots.filter(({ rule, start, end }) => !OF_URLS.has(rule) || !isHarmlessUrl(text.slice(start, end)));
}
