// Takes the place of the compiled part of @vscode/native-watchdog: ends an extension host whose server has died.
/* global exports, process, setInterval */
'use strict';

const interval = 3000;
const parentGone = 87;

exports.start = (parent) => {
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(parentGone);
    }
  }, interval);
  timer.unref();
};

exports.exit = (code) => process.exit(code);
