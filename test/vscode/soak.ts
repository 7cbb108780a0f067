// `npm run soak`: the commands of package.json are found in this folder by their names.
import '../soak/run';
