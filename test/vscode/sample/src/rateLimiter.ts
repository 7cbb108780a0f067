import { Bucket, type BucketOptions } from './bucket';

/** One bucket for each client, made when the client is first seen. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly options: BucketOptions) {}

  /** Whether this client may send a request now. */
  take(client: string): boolean {
    return this.bucketOf(client).take();
  }

  /** Milliseconds until this client may try again. */
  retryAfter(client: string): number {
    return this.bucketOf(client).retryAfter();
  }

  private bucketOf(client: string): Bucket {
    let bucket = this.buckets.get(client);
    if (!bucket) {
      bucket = new Bucket(this.options);
      this.buckets.set(client, bucket);
    }
    return bucket;
  }
}
