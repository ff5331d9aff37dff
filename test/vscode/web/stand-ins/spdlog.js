// Takes the place of @vscode/spdlog, whose compiled part needs a compiler to install: plain log files, no rotation.
/* global exports, require */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let initialLevel = levels.indexOf('info');

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = initialLevel;
    this.formatted = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }

  write(level, message) {
    if (level < this.level) return;
    const line = this.formatted ? `${new Date().toISOString()} [${levels[level]}] ${message}\n` : message;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // A log folder that a finished test run has already removed must not end the extension host.
    }
  }

  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.formatted = false;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

const createLogger = async (name, file) => new Logger('rotating', name, file);

exports.version = 0;
exports.Logger = Logger;
exports.setFlushOn = () => {};
exports.setLevel = (level) => {
  initialLevel = level;
};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
