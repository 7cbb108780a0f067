import { readFileSync } from 'node:fs';
import { isRecord } from '../base/guards';

/** The version: esbuild puts it in the place of the variable; unbundled it is in package.json. */
export function version(): string {
  const built = process.env['LIVE_CHANNELS_VERSION'];
  if (built !== undefined) return built;
  try {
    const json: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    return isRecord(json) && typeof json['version'] === 'string' ? json['version'] : 'unknown';
  } catch {
    return 'unknown';
  }
}
