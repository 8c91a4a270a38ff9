// The same rows in the real interpreters, where they are here: that keeps the context honest.
import { expect, test } from "vitest";
import {
  type EspruinoBinary,
  espruinoBinaries,
} from "../../../../tools/laboratory/hosts/espruino/binaries.ts";
import { startInterpreter } from "../../../../tools/laboratory/hosts/espruino/interpreter-process.ts";
import { ESPRUINO, needs } from "../../../needs.ts";
import { EVENTS, LANGUAGE, PLATFORM, type Probe } from "./probes.ts";

const binaries = espruinoBinaries();

const PROBES = [...LANGUAGE, ...EVENTS, ...PLATFORM];
const APART_MS = 15;

/**
 * One script with all probes; those at the top level come first, in the script's order. Two timers lie between one
 * and the next, so that on a slow computer, too, all of the first is over when the second begins.
 */
function scriptOf(probes: readonly Probe[]): string {
  const top = probes.flatMap(({ source, atTop }, number) =>
    atTop ? [`print("#${number}");${source}\n`] : [],
  );
  const inTurn = probes.flatMap(({ source, atTop }, number) =>
    atTop ? [] : [`function(){print("#${number}");${source}\n}`],
  );
  return `${top.join("")}var turns=[${inTurn.join(",")},function(){print("#end");}],turn=0;
function next(){turns[turn++]();if(turn<turns.length)setTimeout(function(){setTimeout(next,1);},${APART_MS});}
setTimeout(next,${APART_MS});
`;
}

/** What each probe printed. The interpreter also shows where an error was, and that it compacts. */
async function printsOf(binary: EspruinoBinary, probes: readonly Probe[]): Promise<string[][]> {
  const prints: string[][] = probes.map(() => []);
  let current = -1;
  let showsPlace = false;
  const child = startInterpreter({
    binary,
    files: new Map([
      [".boot0", "echo(0);setInterval(function(){},60000);"],
      [".bootcde", scriptOf(probes)],
    ]),
    onLine: (line) => {
      if (line === "#end") child.kill();
      else if (line.startsWith("#")) current = Number(line.slice(1));
      else if (line.startsWith("    at ")) showsPlace = true;
      else if (showsPlace) showsPlace = !/^ *\^/.test(line);
      else if (!line.startsWith("Compacting")) prints[current]?.push(line);
    },
  });
  await child.exited;
  child.dispose();
  return prints;
}

test("real Espruino programs agree with the context on every row", needs(ESPRUINO), async () => {
  const rows = (prints: readonly (readonly string[] | undefined)[]): string[] =>
    PROBES.map(({ row }, number) => `${row}: ${JSON.stringify(prints[number])}`);
  for (const prints of await Promise.all(binaries.map((binary) => printsOf(binary, PROBES)))) {
    expect(rows(prints)).toEqual(rows(PROBES.map((probe) => probe.prints)));
  }
});
