import { startNode } from './redis';

/** A relay with Redis in a process of its own, to be killed: prints where it is. */
void startNode(process.argv[2] ?? '').then(({ base }) => console.log(base));
