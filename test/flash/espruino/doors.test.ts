// Doors that Espruino opens by itself are shut by everything that puts something of ringmote's on
// a board, at each cut of it.
import { expect, test } from "vitest";
import board from "../../../boards/esp32-espruino.ts";
import { crc32 } from "../../../tools/files/crc32.ts";
import type { DeviceConsole } from "../../../tools/flash/device-console.ts";
import { BOOT_FILE, LOADER } from "../../../tools/flash/espruino/stored-image.ts";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { DOORS_FILE, SHUT_DOORS } from "../../../tools/targets/espruino/doors.ts";
import { imageOf, startedWith, switchOn, withConsole } from "./bench.ts";

const RECORD = "ringmote 1\nssid=home\nend\n";
const ALL = ["telnet", "access point", "bluetooth", "console"];
/** Everything that opens late has opened. */
const LATE_MS = 2000;

type Work = (console: DeviceConsole) => Promise<unknown>;

/** What stands open on a board with these files, a while after power came on and something was typed. */
function openWith(storage: Map<string, string>, typed = ""): readonly string[] {
  const { clock, model } = switchOn(storage, { board });
  clock.advance(LATE_MS);
  model.type(typed);
  clock.advance(LATE_MS);
  const { openDoors } = model.device;
  model.powerOff();
  return openDoors;
}

/** Does something with a board, and gives what stands open at its end, the power still on. */
async function done(
  storage: Map<string, string>,
  work: Work,
  cutAtWrite?: number,
): Promise<{ open: readonly string[]; isCut: boolean }> {
  const bench = switchOn(storage, { board });
  const port = bench.port(cutAtWrite === undefined ? {} : { cutAtWrite });
  const isCut = await withConsole(bench, port, work).then(
    () => false,
    (error: unknown) => {
      if (error instanceof FlashError && error.kind === "lost") return true;
      throw error;
    },
  );
  bench.clock.advance(LATE_MS);
  const { openDoors } = bench.model.device;
  bench.model.powerOff();
  return { open: openDoors, isCut };
}

async function boardWith(...works: Work[]): Promise<Map<string, string>> {
  const storage = new Map<string, string>();
  for (const work of works) await done(storage, work);
  return storage;
}

const upload: Work = (console) => console.upload(imageOf("one"));
const settings: Work = (console) => console.writeSettings(RECORD);

test("a bare board stands open, and a running board with an image does not", async () => {
  expect(openWith(new Map())).toEqual(ALL);
  const storage = new Map<string, string>();
  expect(await done(storage, upload)).toEqual({ open: [], isCut: false });
  expect(openWith(storage)).toEqual([]);
});

test.each([
  ["reset()", "reset()\n"],
  ["load()", "load()\n"],
  ["an error", "nothing.there\n"],
  ["a program's end", "clearTimeout();clearInterval()\n"],
])("the doors stay shut after %s", async (_, typed) => {
  expect(openWith(await boardWith(upload), typed)).toEqual([]);
  expect(openWith(await boardWith(settings), typed)).toEqual([]);
});

test("the doors are shut when the program ends with an error", async () => {
  const image = imageOf("one");
  const files = image.files.map((file) => ({ ...file, content: 'throw new Error("early")\n' }));
  expect(openWith(await boardWith((console) => console.upload({ ...image, files })))).toEqual([]);
});

const OURS = /^(rm-|rm\.|settings$)/;

test.each([
  ["an upload", upload],
  ["settings", settings],
  [
    "a restore",
    (console: DeviceConsole) =>
      console.restore([
        { name: "rm-0123456789", content: "1" },
        { name: "settings", content: RECORD },
      ]),
  ],
])("%s cut at any write leaves a shut board, or none of ringmote's", async (_, work) => {
  const seen = new Set<string>();
  for (let cut = 0, isCut = true; isCut; cut += 1) {
    const storage = new Map<string, string>();
    ({ isCut } = await done(storage, work, cut));
    const isOurs = [...storage.keys()].some((name) => OURS.test(name));
    const open = openWith(storage);
    expect({ cut, open }).toEqual({ cut, open: isOurs || open.length === 0 ? [] : ALL });
    seen.add(`${isOurs} ${open.length}`);
  }
  expect([...seen]).toContain("true 0");
});

/** Opens the console again when the doors have been shut. */
const EVIL = 'setTimeout(()=>require("TelnetServer").setOptions({mode:"on"}),1500);';
const FOREIGN = [".bootPowerOn", ".boot0", ".boot1", ".boot2"];

test.each(FOREIGN)("a flash takes %s of another program away, and the doors stay shut", async (name) => {
  const storage = new Map([[name, EVIL]]);
  expect(openWith(storage)).toContain("telnet");
  const told: unknown[] = [];
  for (let i = 0; i < 2; i += 1) {
    const { open } = await done(storage, async (console) => {
      told.push(console.found.runsBefore, (await console.upload(imageOf("one"))).removed);
    });
    expect(open).toEqual([]);
  }
  expect(told).toEqual([[name], { files: [name], bytes: EVIL.length }, undefined, undefined]);
  expect([storage.has(name), openWith(storage)]).toEqual([false, []]);
});

const OPENS_LATER = 'setTimeout(()=>require("TelnetServer").setOptions({mode:"on"}),1500)//';

/** A program that opens a door, as long as `file` and with its CRC-32. */
function lookingLike(file: string): string {
  for (let attempt = 0; ; attempt += 1) {
    const text = (OPENS_LATER + attempt).padEnd(file.length - 4, "/");
    let wanted = ~crc32(file);
    for (let bit = 0; bit < 32; bit += 1)
      wanted = wanted < 0 ? ((wanted ^ 0xedb88320) << 1) | 1 : wanted << 1;
    const last = wanted ^ ~crc32(text);
    const forged = text + String.fromCharCode(...[0, 8, 16, 24].map((shift) => (last >>> shift) & 0xff));
    if (/^[ -~]*$/.test(forged)) return forged;
  }
}

test.each([
  [DOORS_FILE, SHUT_DOORS, upload],
  [DOORS_FILE, SHUT_DOORS, settings],
  [BOOT_FILE, LOADER, upload],
])("%s with the length and the checksum of ringmote's is replaced", async (name, content, work) => {
  const forged = lookingLike(content);
  expect([forged.length, crc32(forged)]).toEqual([content.length, crc32(content)]);
  const storage = await boardWith(work);
  storage.set(name, forged);
  expect(openWith(storage)).toContain("telnet");
  await done(storage, work);
  expect(storage.get(name)).toBe(content);
  expect(openWith(storage)).toEqual([]);
});

test("a restore replaces boot code that looks like that of its backup", async () => {
  const storage = await boardWith(upload);
  const files = [...storage].map(([name, content]) => ({ name, content }));
  storage.set(BOOT_FILE, lookingLike(LOADER));
  await done(storage, (console) => console.restore(files));
  expect(new Map(storage)).toEqual(new Map(files.map(({ name, content }) => [name, content])));
});

test("a flash that keeps boot files leaves them and names them again", async () => {
  const storage = new Map([[".boot1", EVIL]]);
  const seen: unknown[] = [];
  for (let i = 0; i < 2; i += 1)
    await done(storage, async (console) => {
      const { removed } = await console.upload(imageOf("one"), { keepBootFiles: true });
      seen.push(console.found.runsBefore, removed);
    });
  expect(seen).toEqual([[".boot1"], undefined, [".boot1"], undefined]);
  expect(openWith(storage)).toEqual(["telnet"]);
});

test("a flash takes boot files away from a board that has the same image already", async () => {
  const storage = await boardWith(upload);
  storage.set(".boot0", EVIL);
  expect(openWith(storage)).toEqual(["telnet"]);
  const { open } = await done(storage, async (console) => {
    expect(await console.upload(imageOf("one"))).toMatchObject({ sent: 0, removed: { files: [".boot0"] } });
  });
  expect([open, openWith(storage)]).toEqual([[], []]);
});

test("an upload cut at any write never starts its image behind another program's boot files", async () => {
  const before = await boardWith(upload, settings);
  const seen = new Set<string>();
  for (let cut = 0, isCut = true; isCut; cut += 1) {
    const storage = new Map([...before, ...FOREIGN.map((name) => [name, EVIL] as const), [".varimg", "x"]]);
    ({ isCut } = await done(storage, (console) => console.upload(imageOf("two", 3000, "b")), cut));
    const isNew = startedWith(storage) === "two started 0";
    const left = [...FOREIGN, ".varimg"].filter((name) => storage.has(name));
    if (isNew) expect({ cut, left: left.filter((name) => name !== ".varimg") }).toEqual({ cut, left: [] });
    if (!isCut) expect(left).toEqual([]);
    seen.add(`${isNew} ${left.length}`);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["false 5", "true 0"]));
});

test.each([
  ["when it ends", 'E.on("kill",()=>{$again()});'],
  ["by a timer", "setInterval($again,1);"],
])("a boot file that writes itself anew %s is gone after a flash", async (_, act) => {
  const again = 'global.$again=()=>require("Storage").write(".boot2","1");';
  const storage = new Map([[".boot0", again + act]]);
  await done(storage, (console) => console.upload(imageOf("one")));
  expect([...storage.keys()].filter((name) => FOREIGN.includes(name))).toEqual([]);
});

test("a boot file that cannot be removed ends a flash before its image starts", async () => {
  const storage = new Map([[".boot0", 'require("Storage").erase=()=>{};']]);
  const flashed = done(storage, upload);
  await expect(flashed).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringMatching(/\.boot0 of another program .* install Espruino anew/),
  });
  expect([...storage.keys()].filter((name) => name.startsWith("rm"))).toEqual([]);
});

test("a flash without room for its image takes no boot file away", async () => {
  const own = "x".repeat(183_600);
  const storage = new Map([[".boot0", "1"]]);
  const bench = switchOn(storage);
  storage.set("own", own);
  await expect(
    withConsole(bench, bench.port(), (console) => console.upload(imageOf("one", 20_000))),
  ).rejects.toMatchObject({ kind: "no space" });
  expect(storage).toEqual(
    new Map([
      [".boot0", "1"],
      ["own", own],
    ]),
  );
  bench.model.powerOff();
});

test("boot files give their room to the image that takes their place", async () => {
  const storage = new Map([[".boot0", `1//${"x".repeat(183_600)}`]]);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one", 20_000)));
  bench.model.powerOff();
  expect(startedWith(storage)).toBe("one started 0");
});

test("a board with an image of before is shut by the same image", async () => {
  const storage = await boardWith(upload, settings);
  storage.delete(DOORS_FILE);
  expect(openWith(storage)).toEqual(ALL);
  await done(storage, upload);
  expect(openWith(storage)).toEqual([]);
  storage.delete(DOORS_FILE);
  await done(storage, settings);
  expect(openWith(storage)).toEqual([]);
});

test("a backup of before is restored with its doors shut", async () => {
  const storage = await boardWith(upload, settings);
  const backup = [...storage].filter(([name]) => name !== DOORS_FILE);
  const files = backup.map(([name, content]) => ({ name, content }));
  const otherStorage = new Map<string, string>();
  expect(await done(otherStorage, (console) => console.restore(files))).toEqual({ open: [], isCut: false });
  expect(openWith(otherStorage)).toEqual([]);
});

test("a backup of another program is restored as it was", async () => {
  const storage = await boardWith(upload);
  const files = [
    { name: ".bootcde", content: 'print("mine")' },
    { name: DOORS_FILE, content: "1" },
  ];
  await done(storage, (console) => console.restore(files));
  expect(new Map(storage)).toEqual(new Map(files.map(({ name, content }) => [name, content])));
});

test("an erasure cut at any write leaves a shut board, or none of ringmote's", async () => {
  const before = await boardWith(upload, settings);
  for (let cut = 0, isCut = true; isCut; cut += 1) {
    const storage = new Map(before);
    ({ isCut } = await done(storage, (console) => console.erase(), cut));
    const isOurs = [...storage.keys()].some((name) => OURS.test(name));
    if (isOurs) expect({ cut, open: openWith(storage) }).toEqual({ cut, open: [] });
    if (!isCut) expect([...storage]).toEqual([]);
  }
});

test.each([{ everything: false }, { everything: true }])(
  "an erased board has left its network (%o)",
  async (options) => {
    const storage = await boardWith(upload);
    const bench = switchOn(storage, { board });
    bench.clock.advance(LATE_MS);
    bench.model.device.evaluate('require("Wifi").connect("home",{password:"x"})');
    bench.clock.advance(LATE_MS);
    const status = () => bench.model.device.evaluate('require("Wifi").getStatus().station');
    expect(status()).toBe("connected");
    await withConsole(bench, bench.port(), (console) => console.erase(options));
    bench.clock.advance(LATE_MS);
    expect(status()).toBe("off");
  },
);
