import * as vscode from 'vscode';
import type { Channel } from '../../session/channel';
import { exportMarkdown } from '../../snippet/exportMarkdown';

/**
 * Opens all that is known of a channel as Markdown in an untitled editor: it is written nowhere before the person saves it.
 */
export async function exportChannel({ name, transcript }: Channel): Promise<void> {
  const { t } = vscode.l10n;
  const day = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'full' });
  const time = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' });
  const both = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const messages = transcript.entries.filter(({ kind }) => kind === 'message').length;
  const dates = { day: (date: number) => day.format(date), time: (date: number) => time.format(date) };
  const content = exportMarkdown(name, transcript.entries, dates, {
    summary: t('Exported {0} · messages: {1}', both.format(Date.now()), messages),
    somebody: t('Somebody'),
    onlyTo: to => t('only to {0}', to),
    edited: t('edited'),
    deleted: t('Message deleted'),
    image: file => t('Image: {0}', file),
    missing: count => t('Messages that are missing here: {0}', count),
  });
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}
