'use strict';
// Parameters: process, require, native. Returns whether the console's one way out was found; if not, nothing was changed.
const console = require('internal/console/global');
const { getOwnPropertySymbols, getOwnPropertyDescriptor, defineProperty } = Object;
const symbol = getOwnPropertySymbols(console).find((s) => s.description === 'kWriteToConsole');
if (symbol === undefined) return false;
const descriptor = getOwnPropertyDescriptor(console, symbol);
if (typeof descriptor.value !== 'function' || !descriptor.configurable && !descriptor.writable) return false;
descriptor.value = native.wrapConsoleWrite(descriptor.value);
defineProperty(console, symbol, descriptor);
return true;
