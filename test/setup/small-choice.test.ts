// The choice at a start on the real interpreter whose pool is an ESP8266's: what it leaves to run, and the
// JsVars that it holds.
import { expect, onTestFinished, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { STARTS } from "../../src/runtime/starts.ts";
import { QUICK_MS } from "../../src/setup/power-ups.ts";
import { HASH_DIGITS } from "../../tools/flash/espruino/script-parts.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { needs, SMALL_ESPRUINO } from "../needs.ts";
import { choiceScript } from "./built.ts";

/** JsVars of its timer, and of what that runs. */
const MOST_COUNTING = 12;
const [choice, setUp, device] = ["0", "1", "2"].map((digit) => digit.repeat(HASH_DIGITS));
const LIST = `var $m={p:"${choice}${setUp}${device}"};\n`;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a start runs the device; the third runs its set-up", needs(SMALL_ESPRUINO), async () => {
  const binary = espruinoBinaries().find(({ jsVars }) => jsVars < 2048);
  if (binary === undefined) return;
  const script = await choiceScript();
  const storage = new Map([
    [SETTINGS, settingsRecord({ ssid: "net", password: "pass-word", host: "broker" })],
  ]);
  /** Of a start with this script: what it leaves, and the JsVars at once and later. */
  const start = async (text: string, runsMs: number) => {
    const lines: string[] = [];
    const board = runEspruino({
      binary,
      storage,
      standInsOf: script,
      script: `${LIST}${text}print("left "+$m.p)\n`,
      log: (line) => lines.push(line),
    });
    onTestFinished(() => board.dispose());
    await sleep(1000);
    const counting = await board.jsVars();
    await sleep(runsMs);
    const running = await board.jsVars();
    board.kill();
    return { counting, running, left: lines };
  };
  // What a device without the choice does as well.
  const bare = await start(
    `String.prototype.ss="".substring;require("Storage").read("${SETTINGS}");$m.p="${choice}${device}"\n`,
    0,
  );
  const run = await start(script, QUICK_MS);
  expect(run.left).toEqual([`left ${choice}${device}`]);
  expect(storage.has(STARTS)).toBe(false);
  expect(run.counting - bare.counting).toBeLessThanOrEqual(MOST_COUNTING);
  expect(run.running).toBe(bare.running);
  const starts = [
    await start(script, 0),
    await start(script, 0),
    await start(script, 0),
    await start(script, 0),
  ];
  expect(starts.map(({ left }) => left)).toEqual([
    [`left ${choice}${device}`],
    [`left ${choice}${device}`],
    [`left ${choice}${setUp}`],
    [`left ${choice}${device}`],
  ]);
});
