import { builtFiles } from './builtFiles';
import { GuestFiles } from './guestFiles';
import { GuestSite } from './guestSite';

/**
 * The page for guests, with all its files: loaded only where guests are wanted.
 * @param root the extension's folder. @param allowOrigins as in `DoorOptions`.
 */
export async function loadGuestSite(root: URL, allowOrigins: readonly string[]): Promise<GuestSite> {
  return new GuestSite({ files: new GuestFiles(await builtFiles(root)), allowOrigins });
}
