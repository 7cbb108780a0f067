import { readFileSync } from 'node:fs';

/** What another process uses, as far as this system tells: Linux does. */
export interface Usage {
  /** Microseconds of the processor since it began. */
  readonly cpu: number;
  /** Resident memory, bytes. */
  readonly memory: number;
}

/** The unit in which Linux tells processes the time that they used. Microseconds. */
const JIFFY = 10_000;
/** Where user and system time stand after the name, which is in brackets (proc(5)). */
const USER_TIME = 11;

export function usageOf(pid: number): Usage {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
    const kilobytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const cpu = ((fields[USER_TIME] ?? NaN) + (fields[USER_TIME + 1] ?? NaN)) * JIFFY;
    return { cpu, memory: Number(kilobytes) * 1_024 };
  } catch {
    return { cpu: NaN, memory: NaN };
  }
}
