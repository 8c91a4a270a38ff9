// UARTs and levels asked of a real Espruino, whose UART and pins stand in.
import { expect, onTestFinished, test } from "vitest";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { openEspruino } from "../../../tools/flash/espruino/console.ts";
import { espruinoBinaries } from "../../../tools/laboratory/hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../../../tools/laboratory/hosts/espruino/board-stand-ins.ts";
import { realEspruino } from "../../../tools/laboratory/hosts/espruino/real-console.ts";
import { ESPRUINO, needs } from "../../needs.ts";
import { timedLine } from "../timed-line.ts";

const [binary] = espruinoBinaries();

/** It speaks at 9600 alone, and gives back what it is told with two bytes around it. D4 is high, D5 low, D18 open. */
const PARTS = `
var $baud=0;
Serial3.setup=function(b){$baud=b;};
Serial3.unsetup=function(){$baud=0;};
Serial3.write=function(d){if($baud==9600)setTimeout(function(){Serial3.emit("data","\\xff"+E.toString(d)+"\\0");},20);};
global.digitalRead=function(p){return p==D4?1:p==D5?0:$modes[p]=="input_pullup"?1:0;};
`;

test("a real Espruino hears a UART and tells levels", needs(ESPRUINO), async () => {
  if (binary === undefined) return;
  const board = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS + PARTS]]));
  onTestFinished(board.dispose);
  const console = await openEspruino(timedLine(board, createRealTimers()));
  const line = { uart: 2, tx: "D17", rx: "D16", baud: 9600 };
  const question = "\x80ab\"\\\n\0'";
  for (let time = 0; time < 2; time += 1)
    expect(await console.hearUart(line, question, 300)).toBe(`\xff${question}\0`);
  expect(await console.hearUart({ ...line, baud: 2400 }, question, 100)).toBe("");
  const pins = ["D4", "D5", "D18"].map((id) => ({ id, hasPullUp: id !== "D4" }));
  expect(await console.readLevels(pins)).toEqual([
    { open: 1 },
    { open: 0, pulledUp: 0 },
    { open: 0, pulledUp: 1 },
  ]);
  await console.release();
});
