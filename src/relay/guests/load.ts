import { builtFiles } from './builtFiles';
import { GuestFiles } from './guestFiles';
import { GuestSite, type GuestOptions } from './guestSite';

/**
 * The page for guests, with all its files: loaded only where guests are wanted.
 * @param root the extension's folder.
 */
export async function loadGuestSite(root: URL, options: Omit<GuestOptions, 'files'>): Promise<GuestSite> {
  return new GuestSite({ ...options, files: new GuestFiles(await builtFiles(root)) });
}
