import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Repository } from '../../../src/protocol/bodies';
import { FOR_GUEST } from '../hosted';
import { t } from '../l10n';
import { saidIn } from '../markdown/said';
import { saidView } from '../markdown/view';
import { path as safePath, shorten } from '../text';
import type { CardContext } from './context';
import { menuContext } from './context';

/** What all cards have in common. */

const MAX_FILE_NAME = 80;
const MAX_BRANCH = 40;
/** As git shortens the name of a commit. */
const SHORT_COMMIT = 7;

export interface Frame {
  icon: string;
  /** What a screen reader calls the card. */
  label: string;
  /** Beside the icon: what it is and where it is from. */
  head: TemplateResult;
  tools: TemplateResult;
  content: unknown;
  /** It can be applied: that has a button of its own below. */
  apply?: boolean;
}

export function card(context: CardContext, comment: string | undefined, frame: Frame): TemplateResult {
  const { icon, label, head, tools, content, apply } = frame;
  const said = comment === undefined ? undefined : saidIn(context.entry.body, comment.trim());
  return html`${said === undefined || said.text === '' ? nothing : saidView(context, said)}
    <div class="card" role="group" aria-label=${label} data-vscode-context=${menuContext(context)}>
      <div class="card-head">
        <span class="codicon codicon-${icon}" aria-hidden="true"></span>
        <span class="place">${head}</span>
        ${tools}
      </div>
      ${content} ${apply && !FOR_GUEST ? applyButton(context) : nothing}
    </div>`;
}

function applyButton(context: CardContext): TemplateResult {
  return html`<div class="card-foot">
    <button
      type="button"
      class="primary"
      title=${t('Shows what would change first')}
      @click=${() => context.act('apply')}
    >
      <span class="codicon codicon-check" aria-hidden="true"></span> ${t('Apply…')}
    </button>
  </div>`;
}

/** A file's name with its folder. @param full made harmless already. */
export function fileName(full: string): TemplateResult {
  const slash = full.lastIndexOf('/') + 1;
  const file = shorten(full.slice(slash), MAX_FILE_NAME);
  // Where there is no room the beginning gives way: the end is what tells files apart. All of it is one line of text,
  // so that it is one line when it is copied.
  return html`<span class="path" title=${full}
    ><bdi dir="ltr"><span class="folder">${full.slice(0, slash)}</span><span class="file">${file}</span></bdi></span
  >`;
}

export function shortCommit(commit: string): string {
  return safePath(commit).slice(0, SHORT_COMMIT);
}

/** The branch and the commit something is from. */
export function repositoryNote(repository: Repository | undefined): TemplateResult | typeof nothing {
  const branch = repository?.branch ? shorten(safePath(repository.branch), MAX_BRANCH) : undefined;
  const commit = repository?.commit ? shortCommit(repository.commit) : undefined;
  const words = [branch, commit].filter(word => word !== undefined).join(' · ');
  if (words === '') return nothing;
  return html`<span class="repository" title=${`${branch ?? ''} ${safePath(repository?.commit ?? '')}`.trim()}
    ><span class="codicon codicon-${branch === undefined ? 'git-commit' : 'git-branch'}" aria-hidden="true"></span
    ><bdi>${words}</bdi></span
  >`;
}

/** A part of a card with a line of its own that opens it. */
export interface Part {
  /** Names the part within its card. */
  id: string;
  open: boolean;
  head: TemplateResult;
  tools?: TemplateResult;
  /** Only asked for while it is open. */
  content: () => unknown;
  item?: number;
}

export function part(context: CardContext, { id, open, head, tools, content, item }: Part): TemplateResult {
  const own = item === undefined ? nothing : menuContext(context, item);
  return html`<li class="part" data-vscode-context=${own}>
    <div class="part-head">
      <button type="button" class="part-toggle" aria-expanded=${open} @click=${() => context.flip(id)}>
        <span class="codicon codicon-${open ? 'chevron-down' : 'chevron-right'}" aria-hidden="true"></span>
        <span class="place">${head}</span>
      </button>
      ${tools ?? nothing}
    </div>
    ${open ? content() : nothing}
  </li>`;
}

/** At the end of what is folded: shows all of it, or less again. */
export function foldButton(
  context: CardContext,
  id: string,
  open: boolean,
  [more, fewer]: [string, string],
): TemplateResult {
  return html`<button type="button" class="fold" aria-expanded=${open} @click=${() => context.flip(id)}>
    ${open ? fewer : more}
  </button>`;
}
