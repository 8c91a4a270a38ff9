// What else can be done to a board under NodeMCU through its console: settings, backup, restore, erase, the LFS.
import { describe, expect, test } from "vitest";
import { startList } from "../../../tools/build/nodemcu/init.ts";
import type { UploadOptions } from "../../../tools/flash/device-console.ts";
import { compiledFor } from "../../../tools/flash/nodemcu/terminal-luac.ts";
import { openConsole } from "../../../tools/flash/open-console.ts";
import { MODEL_LUAC, modelLfsImage } from "../../../tools/sim/consoles/nodemcu-console.ts";
import { type BoardOptions, imageOf, inTime, startsWith, switchOn } from "./board.ts";

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

  test("a backup holds every file, and restores another board to the same", async () => {
    const storage = new Map([["notes", "mine\n\0\x02"]]);
    const saved = await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.writeSettings(RECORD);
      return console.backup();
    });
    expect(new Map(saved.map(({ name, content }) => [name, content]))).toEqual(storage);
    const other = new Map([["old", "x"]]);
    await switchOn(other, { chip }).open((console) => console.restore(saved));
    expect(other).toEqual(storage);
    expect(startsWith(other, { chip })).toContain("[one]");
  });

  test("erasing leaves the user's own files, and none when told to", async () => {
    const storage = new Map([["notes", "mine"]]);
    await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.writeSettings(RECORD);
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["notes"]);
    await switchOn(storage, { chip }).open((console) => console.erase(true));
    expect(storage.size).toBe(0);
  });

  test("a file of one's own that ends as a module does stays, whatever is sent or erased", async () => {
    const storage = new Map([["log-20251122.lua", 'return "mine"']]);
    await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf("one", chip));
      await console.upload(imageOf("two", chip));
      expect(storage.get("log-20251122.lua")).toBe('return "mine"');
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["log-20251122.lua"]);
  });

  test("whoever does not know what runs on the board finds NodeMCU's console", async () => {
    const { clock, line } = switchOn(new Map(), { chip });
    clock.advance(1000);
    const console = await inTime(clock, () => openConsole(line(), { timers: clock }));
    expect(console.found).toMatchObject({ target: "nodemcu", chip, version: "3.0.0" });
  });
});

describe("an image for the LFS", () => {
  const options: BoardOptions = { lfs: true };
  const lfsImage = (words: string, name: string) => {
    const modules = {
      base: 'local shared=... local _=tmr.now shared[1]=function(text) print("["..text.."]") end',
      device: `local shared=... shared[1]("${words}")`,
      [name]: "return true",
    };
    const { files, ...image } = imageOf(words);
    return {
      ...image,
      files: [
        ...files.filter((one) => one.name === "init.lua"),
        { name: "ringmote.lua", content: startList(["base", "device"], name) },
        { name: `${name}.img`, content: modelLfsImage(modules) },
      ],
    };
  };
  const [first, second] = [lfsImage("one", "lfs-00000001"), lfsImage("two", "lfs-00000002")];

  test("is loaded and starts; one whose flash was lost loads itself from the kept file", async () => {
    const storage = new Map<string, string>();
    const { open, model, clock } = switchOn(storage, options);
    await open((console) => console.upload(first));
    await open((console) => console.upload(second));
    let shown = "";
    model.onOutput((bytes) => {
      shown += bytes;
    });
    clock.advance(5000);
    expect(shown).toContain("[two]");
    shown = "";
    model.emptyLfs();
    model.powerCycle();
    clock.advance(10_000);
    expect(shown).toContain("[two]");
    expect([...storage.keys()].sort()).toEqual(["init.lua", "lfs-00000002.img", "ringmote.lua"]);
  });

  test("that is cut leaves one that starts", async () => {
    const kept = new Map<string, string>();
    await switchOn(kept, options).open((console) => console.upload(first));
    const starts = new Set<string>();
    // Each write of a plain upload is cut in cuts.test.ts; here some of each step.
    for (let cut = 0, isCut = true; isCut; cut += 3) {
      const { open, model, clock, line } = switchOn(new Map(kept), options);
      isCut = await open((console) => console.upload(second), line({ cutAtWrite: cut })).then(
        () => false,
        () => true,
      );
      let shown = "";
      model.onOutput((bytes) => {
        shown += bytes;
      });
      model.emptyLfs();
      model.powerCycle();
      clock.advance(10_000);
      const started = /\[(one|two)\]/.exec(shown)?.[1];
      expect({ cut, started }).toEqual({ cut, started: expect.any(String) });
      starts.add(started as string);
    }
    expect(starts).toEqual(new Set(["one", "two"]));
  }, 120_000);

  test("that the chip does not take leaves the other one, and says why", async () => {
    const { open } = switchOn(new Map(), options);
    const broken = {
      ...second,
      files: second.files.map((one) => (one.name.endsWith(".img") ? { ...one, content: "no" } : one)),
    };
    await open((console) => console.upload(first));
    const error = await open((console) => console.upload(broken)).catch((caught) => caught);
    expect(error).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("LFS image is not valid"),
    });
  });

  test("is made by the board's own compiler, which also says when the LFS is too small", async () => {
    const storage = new Map<string, string>();
    const compile: UploadOptions["compile"] = (image, board) =>
      compiledFor(image, board, { program: MODEL_LUAC, lfs: true });
    const small = switchOn(storage, { lfs: true, lfsBytes: 4096 });
    const large = imageOf("x".repeat(5000));
    await expect(small.open((console) => console.upload(large, { compile }))).rejects.toMatchObject({
      kind: "no space",
      message: expect.stringMatching(/^The modules of climate need at least \d+ bytes of the LFS/),
    });
    expect(storage.size).toBe(0);
    await switchOn(storage).open(async (console) => {
      await expect(console.upload(imageOf("one"), { compile })).rejects.toMatchObject({
        kind: "wrong firmware",
        message: expect.stringContaining("has no LFS"),
      });
    });
    const { open, model, clock } = switchOn(storage, options);
    await open((console) => console.upload(imageOf("one"), { compile }));
    expect(await open((console) => console.upload(imageOf("one"), { compile }))).toMatchObject({ files: [] });
    let shown = "";
    model.onOutput((bytes) => {
      shown += bytes;
    });
    clock.advance(5000);
    expect(shown).toContain("[one]");
    expect([...storage.keys()].sort()).toEqual([
      "init.lua",
      expect.stringMatching(/^lfs-[0-9a-f]{8}\.img$/),
      "ringmote.lua",
    ]);
  });

  test("is refused where the firmware has none", async () => {
    const error = await switchOn()
      .open((console) => console.upload(first))
      .catch((caught) => caught);
    expect(error).toMatchObject({ kind: "wrong firmware" });
  });
});
