// Loaded before the programs we start: one whose starter is gone without a goodbye, as after kill -9, ends as well. An
// orphan is handed to another parent. (Windows keeps the number of the dead one; there is nothing to see there.)
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
