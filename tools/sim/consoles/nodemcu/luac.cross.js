#!/usr/bin/env node
// The luac.cross that belongs to the model of NodeMCU's console: told the same, it says the same, and writes what the model
// loads. A file that is compiled stays source; an image of the LFS holds each module's name, its length and its source.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

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
const most = Number(argumentOf("-m") ?? Number.POSITIVE_INFINITY);
if (most % 4096 > 0) fail("'-e' maximum size must be a multiple of 4,096");
const isForLfs = isGiven("-f");
isGiven("-s");
const sources = given.map((name) => ({ name, text: readFileSync(name, "latin1") }));
if (!isForLfs && sources.length !== 1) fail("the model compiles one file at a time");
const modules = sources.map(({ name, text }) => `${basename(name, ".lua")} ${text.length}\n${text}`);
const content = isForLfs ? `LFS\n${modules.join("")}` : sources[0].text;
if (isForLfs) console.log(`Image size: ${content.length}`);
if (content.length > most) fail("The image is too large for specfied LFS size");
writeFileSync(output, content, "latin1");
