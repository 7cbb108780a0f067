import { t } from './l10n';

/** The way through the messages by keyboard: arrows lead from one to the next, and from button to button in a group. */

const MESSAGE = 'article';
const TOOLS = '.message-tools button';

/** In a group of buttons: arrows go round, Home and End to its ends. To be called with its keys. */
export function rove(event: KeyboardEvent): void {
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll('button')].filter(button => button.checkVisibility());
  const at = buttons.findIndex(button => button === document.activeElement);
  const next = at < 0 ? undefined : nextOf(event.key, buttons, at);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function nextOf<T>(key: string, all: readonly T[], at: number): T | undefined {
  switch (key) {
    case 'ArrowRight':
      return all[(at + 1) % all.length];
    case 'ArrowLeft':
      return all.at(at - 1);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}

/**
 * Arrows up and down lead from message to message, and Tab from there to what can be done with that one: the tools of
 * all the others are not in its way.
 * @param list the element that scrolls.
 */
export function roamMessages(list: HTMLElement): void {
  list.ariaDescription = t('Arrows lead from message to message, Tab to what can be done with one');
  list.addEventListener('focusin', ({ target }) => letIn(messageOf(target), true));
  list.addEventListener('focusout', ({ target, relatedTarget }) => {
    const left = messageOf(target);
    if (left !== messageOf(relatedTarget)) letIn(left, false);
  });
  list.addEventListener('keydown', event => {
    const from = messageOf(event.target);
    // In the buttons and fields of a message keys are theirs.
    if (event.target !== list && event.target !== from) return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = messageFor(event.key, list, from);
    if (!next) return;
    event.preventDefault();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  });
}

function messageOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(MESSAGE) : null;
}

/** Whether Tab stops at the tools of this message. */
function letIn(message: HTMLElement | null, in_: boolean): void {
  const buttons = [...(message?.querySelectorAll<HTMLElement>(TOOLS) ?? [])];
  const first = buttons.find(button => button.checkVisibility());
  for (const button of buttons) button.tabIndex = in_ && button === first ? 0 : -1;
}

/** `undefined` where the key is no way to another message, or the list has to scroll first. */
function messageFor(key: string, list: HTMLElement, from: HTMLElement | null): HTMLElement | undefined {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const view = list.getBoundingClientRect();
  const all = [...list.querySelectorAll<HTMLElement>(MESSAGE)];
  if (!from) return all.findLast(one => one.getBoundingClientRect().top < view.bottom);
  const { top, bottom } = from.getBoundingClientRect();
  const goesOn = key === 'ArrowUp' ? top < view.top : bottom > view.bottom;
  // Larger than what is in sight: it is read to its end first.
  if (goesOn && bottom - top > view.height) return undefined;
  return all[all.indexOf(from) + (key === 'ArrowUp' ? -1 : 1)];
}
