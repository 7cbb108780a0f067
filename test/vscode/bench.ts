// `npm run bench`: the commands of package.json are found in this folder by their names.
import '../bench/window/main';
