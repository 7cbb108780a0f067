import { connectHost } from './host';
import { asHostToPage } from './inbox';
import { Memory } from './memory';
import { ChatPage } from './page';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');

const host = connectHost();
const page = new ChatPage(root, host, new Memory(host));

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = asHostToPage(event.data);
  if (message) page.receive(message);
});
host.post({ type: 'ready' });
