"""Replay an access log against the limiter's rules: python3 tools/replay.py access.log --burst 10 --per-second 5"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Bucket:
    burst: float
    per_second: float
    tokens: float
    filled_at: float = 0.0

    def take(self, now: float) -> bool:
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


def replay(log: Path, burst: float, per_second: float) -> Counter[str]:
    """Count the requests that would have been refused, by client."""
    buckets: dict[str, Bucket] = {}
    refused: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        seconds, client = line.split(maxsplit=1)
        bucket = buckets.setdefault(client, Bucket(burst, per_second, burst, float(seconds)))
        if not bucket.take(float(seconds)):
            refused[client] += 1
    return refused


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--burst", type=float, default=10)
    parser.add_argument("--per-second", type=float, default=5)
    options = parser.parse_args()
    for client, count in replay(options.log, options.burst, options.per_second).most_common():
        print(f"{count:6}  {client}")
