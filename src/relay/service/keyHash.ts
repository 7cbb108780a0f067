import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** What a new hash costs: 32 MiB and about a tenth of a second (OWASP's password storage cheat sheet: N=2^15, r=8, p=3). */
const COST = { ln: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** The most that a hash of a file may cost, so that a slip cannot stop the relay: 128 MiB. */
const MOST = { ln: 17, r: 8, p: 16 };

/** A key's hash: `$scrypt$ln=15,r=8,p=3$SALT$HASH`, both in base 64 without padding, like PHC strings. */
const SHAPE = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

type Cost = typeof COST;

function derive(key: string, salt: Buffer, length: number, { ln, r, p }: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 128 * r * (2 ** ln + p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(key, salt, length, options, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

/** A new hash of a key, as text, with a salt of its own. */
export async function hashKey(key: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(key, salt, HASH_BYTES, COST);
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${base64(salt)}$${base64(hash)}`;
}

/** A hash that was read from text. */
export class KeyHash {
  private constructor(
    private readonly cost: Cost,
    private readonly salt: Buffer,
    private readonly hash: Buffer,
  ) {}

  /** `undefined` when the text is no such hash, or one that costs far too much or nothing. */
  static read(text: string): KeyHash | undefined {
    const [, ln, r, p, salt = '', hash = ''] = SHAPE.exec(text) ?? [];
    const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
    const fits = (['ln', 'r', 'p'] as const).every(name => cost[name] >= 1 && cost[name] <= MOST[name]);
    return fits ? new KeyHash(cost, Buffer.from(salt, 'base64'), Buffer.from(hash, 'base64')) : undefined;
  }

  /** Whether it is this key's. Takes the time that it costs, in a thread of the pool. */
  async matches(key: string): Promise<boolean> {
    return timingSafeEqual(this.hash, await derive(key, this.salt, this.hash.length, this.cost));
  }
}
