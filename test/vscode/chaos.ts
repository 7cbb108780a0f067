// `npm run test:chaos`: the commands of package.json are found in this folder by their names.
import '../chaos/run';
