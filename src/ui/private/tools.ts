import type { JoinedChannels } from '../joinedChannels';
import type { ServerAccess } from '../server';
import type { TargetPicker } from '../targets';
import type { Keyring } from './keyring';
import type { Verified } from './verified';

/** What the commands about private channels and invitations work with. */
export interface PrivateTools {
  channels: JoinedChannels;
  server: ServerAccess;
  targets: TargetPicker;
  verified: Verified;
  keyring: () => Promise<Keyring>;
  /** What others see of this person. */
  displayName: () => Promise<string>;
  /** The extension's id, to which links go. */
  extension: string;
}
