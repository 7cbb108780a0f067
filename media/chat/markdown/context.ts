import type { PersonView } from '../../../src/protocol/panel';
import type { PlaceReference } from './tree';

/** What talk needs from the page that it stands in. */
export interface TalkParts {
  /** Who can be mentioned. */
  people(): readonly PersonView[];
  /** The person wants to see what a link leads to: the host shows them the address first. */
  openLink(address: string): void;
  /** The person wants to see a place in a file, if their workspace has it. */
  openPlace(place: PlaceReference): void;
}
