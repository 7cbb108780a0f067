import { globalAgent } from 'node:https';
import { format } from 'node:util';
import * as vscode from 'vscode';
import { privateCa } from '../unit/support/privateCa';
import { runTests } from './runTests';

/**
 * The newer VS Code asks Node for the authorities of the system, which come from the file of `SSL_CERT_FILE`. The older
 * reads files of the system itself, and what stands here in a run of tests.
 */
function trustPrivateCa(): void {
  const { defaultValue } = vscode.workspace.getConfiguration('http').inspect('systemCertificatesNode') ?? {};
  if (defaultValue !== true) Object.assign(globalAgent, { testCertificates: [privateCa.cert] });
}

/** VS Code calls this in the extension host with Node; a rejection becomes its exit code 1. */
export function run(): Promise<void> {
  trustPrivateCa();
  return runTests({ format, loadMocha: async () => (await import('mocha')).default });
}
