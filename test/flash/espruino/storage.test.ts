// Settings, backup, restore and erase, and what answers at all, through a model of Espruino's console.

import { expect, test } from "vitest";
import { createRandom } from "../../../src/platform/node/random.ts";
import { ACCESS_PASSWORD } from "../../../src/setup/access-names.ts";
import { openEspruino } from "../../../tools/flash/espruino/console.ts";
import { LOADER, storedLines } from "../../../tools/flash/espruino/stored-image.ts";
import type { ConsoleModel } from "../../../tools/laboratory/hosts/consoles/model-port.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { DOORS_FILE, SHUT_DOORS } from "../../../tools/targets/espruino/doors.ts";
import { bannerAtAnotherRate } from "../line-faults.ts";
import { timedLine } from "../timed-line.ts";
import { imageOf, inTime, startedWith, switchOn, withConsole } from "./bench.ts";

const RECORD = 'ringmote 1\nssid=caf\xc3\xa9 "x"\\\nsecret=\x01\x03\x7f\nend\n';

test("settings are stored, read back, and end those on trial", async () => {
  const storage = new Map([["settings-mark", "0"]]);
  const bench = switchOn(storage);
  const read = await withConsole(bench, bench.port(), async (console) => {
    await console.writeSettings(RECORD);
    return console.readSettings();
  });
  expect(read).toBe(RECORD);
  expect(new Map(storage)).toEqual(
    new Map([
      [DOORS_FILE, SHUT_DOORS],
      ["settings", RECORD],
    ]),
  );
});

test("a board without settings reads as an empty record", async () => {
  const bench = switchOn(new Map());
  expect(await withConsole(bench, bench.port(), (console) => console.readSettings())).toBe("");
});

test("a board keeps the first password that its access point is given", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  const given = (drawn: string) =>
    withConsole(bench, bench.port(), (console) => console.accessPassword(drawn));
  expect([await given("pass-phrase-1"), await given("pass-phrase-2")]).toEqual([
    "pass-phrase-1",
    "pass-phrase-1",
  ]);
  expect(storage.get(ACCESS_PASSWORD)).toBe("pass-phrase-1");
});

test("a restore brings the backup back, and leaves nothing else", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  await withConsole(bench, bench.port(), (console) => console.writeSettings(RECORD));
  const files = await withConsole(bench, bench.port(), (console) => console.backup());
  const before = new Map(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("two", 3000, "b")));
  await withConsole(bench, bench.port(), (console) => console.restore(files));
  expect(new Map([...storage].sort())).toEqual(new Map([...before].sort()));
  expect(startedWith(storage)).toBe("one started 0");
});

test("erasing removes ringmote's files, and all files on request", async () => {
  const storage = new Map([["own", "mine"]]);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), async (console) => {
    await console.upload(imageOf("one"));
    await console.writeSettings(RECORD);
    await console.erase();
  });
  expect([...storage]).toEqual([["own", "mine"]]);
  await withConsole(bench, bench.port(), (console) => console.erase({ everything: true }));
  expect(storage.size).toBe(0);
});

test("a user's file named like a part survives sends and erasures", async () => {
  const own = new Map([
    ["rm-notes", "mine"],
    ["rm-0123456789", "mine"],
    ["rm-0123456789AB", "mine"],
  ]);
  const storage = new Map(own);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), async (console) => {
    await console.upload(imageOf("one"));
    await console.upload(imageOf("two", 3000, "b"));
  });
  expect([...storage].filter(([name]) => own.has(name))).toEqual([...own]);
  await withConsole(bench, bench.port(), (console) => console.erase());
  expect(storage).toEqual(own);
});

test("boot code that is not ringmote's is not erased with it", async () => {
  const storage = new Map([[".bootcde", 'print("foreign")']]);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.erase());
  expect(storage.get(".bootcde")).toBe('print("foreign")');
  expect(LOADER).not.toBe(storage.get(".bootcde"));
});

test("a half typed line or a cut packet does no harm", async () => {
  const bench = switchOn(new Map());
  bench.clock.advance(1000);
  for (const rest of ["if (1) { print(", "\x10\x01\x83\xffabc", "function f("]) {
    bench.model.type(rest);
    const version = await withConsole(bench, bench.port(), async (console) => console.found.version);
    expect(version).toBe("2v29");
  }
});

/** A board that answers each line with the same. */
function answering(answer: (line: string) => string): ConsoleModel {
  let output: (bytes: string) => void = () => undefined;
  return {
    type: (bytes) => output(answer(bytes)),
    onOutput(take) {
      output = take;
    },
  };
}

test.each([
  ["silence", () => "", "no answer", /Nothing answers/],
  [
    "a boot banner at another rate",
    () => bannerAtAnotherRate(createRandom(1)),
    "no answer",
    /not understood/,
  ],
  ["a boot loader", () => "waiting for download\r\n", "no answer", /let go of the BOOT button/],
  [
    "a Lua prompt",
    (line: string) => `${line}stdin:1: unexpected symbol near char(16)\r\n> `,
    "wrong firmware",
    /runs NodeMCU.*--firmware/,
  ],
])("%s is reported with a remedy", async (_, answer, kind, words) => {
  const clock = createVirtualClock();
  const port = timedLine(answering(answer), clock);
  await expect(inTime(clock, openEspruino(port, { timers: clock }))).rejects.toMatchObject({
    kind,
    message: expect.stringMatching(words),
  });
});

test("lines of stored parts lead back to the script's lines", async () => {
  const image = imageOf("one", 6000);
  const lines = (image.files[0]?.content ?? "").split("\n");
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(image));
  const stored = storedLines(image);
  expect(stored.size).toBeGreaterThan(2);
  for (const [name, first] of stored) expect(storage.get(name)?.split("\n")[0]).toBe(lines[first - 1]);
});
