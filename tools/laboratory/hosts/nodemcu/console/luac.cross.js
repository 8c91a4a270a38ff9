#!/usr/bin/env node
// The luac.cross that belongs to the model of NodeMCU's console: told the same, it says the same, and writes what the model
// loads: a file that is compiled stays source.
import { readFileSync, writeFileSync } from "node:fs";

const VERSION = "Lua 5.1.4  Copyright (C) 1994-2011 Lua.org, PUC-Rio";

const given = process.argv.slice(2);
const argumentOf = (flag) => (given.includes(flag) ? given.splice(given.indexOf(flag), 2)[1] : undefined);
const isGiven = (flag) => given.includes(flag) && given.splice(given.indexOf(flag), 1).length > 0;

function fail(words) {
  console.error(`luac.cross: ${words}`);
  process.exit(1);
}

if (isGiven("-v")) {
  console.log(VERSION);
  process.exit(0);
}
const output = argumentOf("-o") ?? "luac.out";
isGiven("-s");
if (given.length !== 1) fail("the model compiles one file at a time");
writeFileSync(output, readFileSync(given[0], "latin1"), "latin1");
