// Settings, backup, restore and erasure at a real Espruino, whose Storage has manners of its own: what is
// deleted takes room, and what was written cannot be written over.
import { expect, onTestFinished, test, vi } from "vitest";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import type { DeviceConsole } from "../../../tools/flash/device-console.ts";
import { openEspruino } from "../../../tools/flash/espruino/console.ts";
import { espruinoBinaries } from "../../../tools/laboratory/hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../../../tools/laboratory/hosts/espruino/board-stand-ins.ts";
import { type RealEspruino, realEspruino } from "../../../tools/laboratory/hosts/espruino/real-console.ts";
import { ESPRUINO, needs } from "../../needs.ts";
import { timedLine } from "../timed-line.ts";
import { imageOf } from "./bench.ts";

vi.setConfig({ testTimeout: 120_000 });

const [binary] = espruinoBinaries();

const RECORD = "ringmote 1\nssid=caf\xc3\xa9\nsecret=\x01\x03\x7f\nend\n";
/** Of the chunks of a restore every so many are tried as the last: each takes a second. */
const CUT_EVERY = 14;
const ON_THE_LINE_MS = 300;
/** The stand-ins are a boot file. */
const KEEP = { keepBootFiles: true };

/** Power goes and comes back; resolves when its program has started. */
function started(board: RealEspruino): Promise<void> {
  return new Promise((resolve) => {
    let text = "";
    board.onOutput((bytes) => {
      text += bytes;
      if (/(one|two) started/.test(text)) resolve();
    });
    board.powerCycle();
  });
}

test("a real Espruino is restored whole, or to either when cut", needs(ESPRUINO), async () => {
  if (binary === undefined) return;
  const board = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS]]));
  onTestFinished(board.dispose);
  const at = async <T>(act: (console: DeviceConsole) => Promise<T>, cutAtWrite?: number): Promise<T> => {
    const faults = cutAtWrite === undefined ? {} : { cutAtWrite };
    const console = await openEspruino(timedLine(board, createRealTimers(), faults));
    const result = await act(console);
    await console.release();
    return result;
  };
  const sorted = () => new Map([...board.files()].sort());

  await at((console) => console.upload(imageOf("one"), KEEP));
  await at((console) => console.writeSettings(RECORD));
  const first = sorted();
  expect(first.get("settings")).toBe(RECORD);
  const backup = await at((console) => console.backup());
  await at((console) => console.upload(imageOf("two", 3000, "b"), KEEP));
  await at((console) => console.writeSettings("ringmote 1\nssid=two\nend\n"));
  const two = sorted();

  const seen = new Set<string>();
  for (let cut = 3, isCut = true; isCut; cut += CUT_EVERY) {
    isCut = await at((console) => console.restore(backup), cut).then(
      () => false,
      (error: unknown) => {
        expect(error).toMatchObject({ kind: "lost" });
        return true;
      },
    );
    // What is still on the line is for the board whose plug was pulled.
    await new Promise((resolve) => setTimeout(resolve, ON_THE_LINE_MS));
    await started(board);
    const [name, of] =
      board.files().get("settings") === RECORD ? (["one", first] as const) : (["two", two] as const);
    const files = board.files();
    expect({ cut, kept: [...of].every(([file, content]) => files.get(file) === content) }).toEqual({
      cut,
      kept: true,
    });
    seen.add(name);
  }
  expect(seen).toEqual(new Set(["one", "two"]));
  expect(sorted()).toEqual(first);
  await at((console) => console.erase());
  expect([...board.files().keys()]).toEqual([".boot0"]);
});
