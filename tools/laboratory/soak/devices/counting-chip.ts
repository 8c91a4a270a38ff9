// The far side of the fixture's bus: it gives one number after the other, as many as the test allows.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import { createWatched, type Watched } from "../watched.ts";

export interface CountingChip {
  /** Lets it give `count` numbers more; resolves when the device has been given the last of them. */
  count: (count: number) => Promise<void>;
  /** The last number that the device was given; 0 before the first. */
  last: () => number;
}

const STANDS_STILL = "\0\0";
const RETYPE_MS = 2000;

/** A chip on a bus of its own. */
export function createCountingChip(): CountingChip & { i2c: I2cBus } {
  const numbers = createWatched<number>();
  let allowed = 0;

  function next(): string {
    const number = numbers.entries.length + 1;
    if (number > allowed) return STANDS_STILL;
    numbers.add(number);
    return String.fromCharCode(number >> 8, number & 255);
  }

  return {
    i2c: { write: () => true, read: next },
    last: () => numbers.entries.length,
    async count(count) {
      allowed += count;
      const end = allowed;
      await numbers.until(`the device to ask for number ${end}`, (numbers) => numbers.length >= end);
    },
  };
}

/**
 * The same chip as an Espruino expression, for an interpreter that has no bus. It says each number on the
 * console.
 */
export const COUNTING_CHIP_SOURCE = `({given:0,allowed:0,write:function(){return true;},read:function(){
  if(this.given>=this.allowed)return "\\0\\0";
  this.given++;
  print("given "+this.given);
  return String.fromCharCode(this.given>>8,this.given&255);}})`;

/** That chip, as a test sees it: through the console's lines, and by what is typed there. */
export function chipAtConsole(lines: Watched<string>, type: (command: string) => void): CountingChip {
  const last = () => lines.entries.filter((line) => /^given \d+$/.test(line)).length;
  let allowed = 0;
  return {
    last,
    async count(count) {
      allowed += count;
      const end = allowed;
      const allow = () => type(`$i2c.allowed=${end}`);
      allow();
      // The console of a Linux build loses a typed line now and then.
      const again = setInterval(allow, RETYPE_MS);
      try {
        await lines.until(`the device to ask for number ${end}`, () => last() >= end);
      } finally {
        clearInterval(again);
      }
    },
  };
}
