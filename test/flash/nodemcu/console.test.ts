// Other operations on a board under NodeMCU through its console: settings, backup, restore, erase.
import { describe, expect, test } from "vitest";
import { LATER_VARIANTS } from "../../../boards/chips/chip.ts";
import { ACCESS_PASSWORD } from "../../../src/setup/access-names.ts";
import { openConsole } from "../../../tools/flash/open-console.ts";
import { imageOf, inTime, startsWith, switchOn } from "./board.ts";

const RECORD = 'ringmote 1\nhost=broker\nsecret=\xc3\xa9\\"\x01\x7f\xff\nend\n';

describe.each(["esp8266", "esp32"] as const)("on the %s", (chip) => {
  test("settings are stored as they are, and read again", async () => {
    const storage = new Map<string, string>();
    const { open } = switchOn(storage, { chip });
    const read = await open(async (console) => {
      expect(await console.readSettings()).toBe("");
      await console.writeSettings(RECORD);
      await console.writeSettings(`${RECORD}#`);
      return console.readSettings();
    });
    expect(read).toBe(`${RECORD}#`);
    expect(storage.get("settings")).toBe(`${RECORD}#`);
  });

  test("a board keeps the first password that its access point is given", async () => {
    const storage = new Map<string, string>();
    const kept = await switchOn(storage, { chip }).open(async (console) => [
      await console.accessPassword("pass-phrase-1"),
      await console.accessPassword("pass-phrase-2"),
    ]);
    expect([...kept, storage.get(ACCESS_PASSWORD)]).toEqual(Array(3).fill("pass-phrase-1"));
  });

  test("a backup holds every file, and restores another board to the same", async () => {
    const storage = new Map([["notes", "mine\n\0\x02"]]);
    const saved = await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.writeSettings(RECORD);
      return console.backup();
    });
    expect(new Map(saved.map(({ name, content }) => [name, content]))).toEqual(storage);
    const otherStorage = new Map([["old", "x"]]);
    await switchOn(otherStorage, { chip }).open((console) => console.restore(saved));
    expect(otherStorage).toEqual(storage);
    expect(startsWith(otherStorage, { chip })).toContain("[one]");
  });

  test("erasing leaves the user's own files, unless requested", async () => {
    const storage = new Map([["notes", "mine"]]);
    await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.writeSettings(RECORD);
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["notes"]);
    await switchOn(storage, { chip }).open((console) => console.erase({ everything: true }));
    expect(storage.size).toBe(0);
  });

  test("a user's file named like a module survives sends and erasures", async () => {
    const storage = new Map([["log-20251122.lua", 'return "mine"']]);
    await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.upload(imageOf("two", chip));
      expect(storage.get("log-20251122.lua")).toBe('return "mine"');
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["log-20251122.lua"]);
  });

  test("a search without a known firmware finds NodeMCU's console", async () => {
    const { clock, line } = switchOn(new Map(), { chip });
    clock.advance(1000);
    const console = await inTime(clock, () => openConsole(line(), { timers: clock }));
    expect(console.found).toMatchObject({ target: "nodemcu", chip, version: "3.0.0" });
  });
});

test.each(LATER_VARIANTS)(
  "a board with an %s says its chip, and its MAC address as its number",
  async (variant) => {
    const { open } = switchOn(new Map(), { chip: "esp32", variant });
    const { chip, chipId } = await open(async (console) => console.found);
    expect({ chip, chipId }).toEqual({ chip: variant, chipId: expect.stringMatching(/^[0-9a-f]{12}$/) });
  },
);
