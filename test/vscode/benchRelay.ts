// `npm run bench:relay`: the commands of package.json are found in this folder by their names.
import '../bench/relay/main';
