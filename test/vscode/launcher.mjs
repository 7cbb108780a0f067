#!/usr/bin/env node
// What @vscode/test-electron is given as a VS Code where no desktop one can be had: understands the flags that are used
// for extension tests, runs them in the VS Code that is put together here, and ends with their exit code.
import { register } from 'tsx/cjs/api';
import { createRequire } from 'node:module';

register();
createRequire(import.meta.url)('./launch.ts');
