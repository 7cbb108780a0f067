// `npm run bench:page`: the commands of package.json are found in this folder by their names.
import '../bench/page';
