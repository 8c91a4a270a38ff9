// Loaded into a process before all others: says at its end how many programs TypeScript made there, and how many checkers.
// @ts-check
const { writeSync } = require("node:fs");

const place = require.resolve("typescript");
const typescript = require(place);
let programs = 0;
const checkers = new Set();

/** @param {...unknown} options */
function createProgram(...options) {
  programs += 1;
  const program = typescript.createProgram(...options);
  const { getTypeChecker } = program;
  program.getTypeChecker = () => {
    const checker = getTypeChecker();
    checkers.add(checker);
    return checker;
  };
  return program;
}

const loaded = require.cache[place];
if (loaded !== undefined)
  loaded.exports = new Proxy(typescript, {
    get: (all, name) => (name === "createProgram" ? createProgram : all[name]),
  });

process.on("exit", () => writeSync(2, `${programs} programs, ${checkers.size} checkers\n`));
