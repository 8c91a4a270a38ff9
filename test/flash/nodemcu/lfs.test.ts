// A board with an LFS: the code goes there by itself, is found there whatever is cut, and what is somebody
// else's stays.
import { describe, expect, test } from "vitest";
import type { FlashImage, UploadOptions } from "../../../tools/flash/device-console.ts";
import { makeEmptyLfs, makeLfs } from "../../../tools/flash/nodemcu/terminal-lfs.ts";
import { lfsImage } from "../../../tools/targets/nodemcu/lfs/lfs-image.ts";
import { lfsSources } from "../../../tools/targets/nodemcu/lfs/lfs-sources.ts";
import { SHORT_NUMBERS } from "../../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { atGate } from "../../everything.ts";
import { type Board, type BoardOptions, type Chip, imageOf, startsWith, switchOn } from "./board.ts";

const LFS_BYTES = 65_536;
/** A chip takes no file of 200 bytes or less for an image: these do not pack well. */
const BYTES = Array.from({ length: 100 }, (_, at) => `\\${(at * 97) % 256}`).join("");
/**
 * Of the places where a line may be cut each run of .ci/run tries every third: one with the flash lost, the
 * next without.
 */
const STEP = atGate(3, 1);
const NO_LFS = /^The board's firmware has no LFS, .* build NodeMCU with an LFS of 65536 bytes/;

const upload = ({ open }: Board, image: FlashImage, options: UploadOptions = {}) =>
  open((console) => console.upload(image, { makeLfs, ...options }));

/** What the board prints in the ten seconds after power. */
function shownAfterPower({ model, clock }: Board): string {
  let shown = "";
  model.onOutput((bytes) => {
    shown += bytes;
  });
  model.powerCycle();
  clock.advance(10_000);
  return shown;
}

describe.each<Chip>(["esp8266", "esp32"])("an %s with an LFS", (chip) => {
  const options: BoardOptions = { chip, lfsBytes: LFS_BYTES };
  const [first, second] = [imageOf("one", chip), imageOf("two", chip)];
  /** Calls what stands in a file of its own. */
  const overlaid = imageOf("", chip, {
    "device.lua": 'local shared=... shared[1](loadfile("ov000001.lc")(7))\n',
    "ov000001.lua": 'return "overlay "..tostring((...))\n',
  });

  test("the LFS holds the code, and files hold only its starter", async () => {
    const storage = new Map<string, string>();
    const board = switchOn(storage, options);
    const { lfs } = await upload(board, first);
    expect(lfs).toEqual({ used: true, bytes: expect.any(Number), of: LFS_BYTES });
    const image = expect.stringMatching(/^lfs-[0-9a-f]{12}\.img$/);
    expect([...storage.keys()].sort()).toEqual(["init.lua", image, "ringmote.lua"]);
    const mark = expect.stringMatching(/^lfs-[0-9a-f]{12}$/);
    expect(board.model.device.lfs.names()).toEqual(["base", "device", mark]);
    expect(shownAfterPower(board)).toContain("[one]");
    expect(await upload(board, first)).toMatchObject({ files: [], lfs: { used: true } });
  });

  test("a board with an LFS has cold code there, too", async () => {
    const board = switchOn(new Map(), options);
    await upload(board, overlaid);
    expect(shownAfterPower(board)).toContain("[overlay 7]");
    expect([...board.model.files().keys()].filter((name) => name.startsWith("ov"))).toEqual([]);
  });

  test("loads it again from the kept file when the flash was lost", async () => {
    const board = switchOn(new Map(), options);
    await upload(board, first);
    await upload(board, second);
    board.model.device.lfs.empty();
    expect(shownAfterPower(board)).toContain("[two]");
  });

  test("a cut upload starts either image, with or without lost flash", async () => {
    const kept = new Map<string, string>();
    await upload(switchOn(kept, options), first);
    const starts = new Set<string>();
    for (let cut = 0, isCut = true; isCut; cut += STEP) {
      const board = switchOn(new Map(kept), options);
      shownAfterPower(board);
      isCut = await board
        .open((console) => console.upload(second, { makeLfs }), board.line({ cutAtWrite: cut }))
        .then(
          () => false,
          () => true,
        );
      if (cut % 2 === 1) board.model.device.lfs.empty();
      const started = /\[(one|two)\]/.exec(shownAfterPower(board))?.[1];
      expect({ cut, started }).toEqual({ cut, started: expect.any(String) });
      starts.add(started as string);
    }
    expect(starts).toEqual(new Set(["one", "two"]));
  }, 300_000);

  test("an LFS that rejects an image keeps the old one, reported", async () => {
    const board = switchOn(new Map(), options);
    await upload(board, first);
    const broken: UploadOptions = {
      makeLfs: async () => ({ name: "lfs-000000000000", content: "no image", flashBytes: 100 }),
    };
    await expect(upload(board, second, broken)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/^The chip (does not take|took) lfs-[0-9a-f]{12}\.img/),
    });
    expect(shownAfterPower(board)).toContain("[one]");
  });

  test("a foreign LFS keeps its modules when flashed, unless the user says otherwise", async () => {
    const board = switchOn(new Map(), options);
    const { bytes } = lfsImage(
      chip === "esp8266" ? "5.1" : "5.3",
      [{ name: "mine", source: `return "${BYTES}"` }],
      SHORT_NUMBERS,
    );
    expect(board.model.device.lfs.reload(Buffer.from(bytes).toString("latin1"))).toBe(undefined);
    const { lfs } = await upload(board, first);
    expect(lfs).toEqual({
      used: false,
      why: expect.stringMatching(
        /^The board's LFS holds modules that are not ringmote's \(mine\) and stays as it is; --lfs replaces that\.$/,
      ),
    });
    expect(board.model.device.lfs.names()).toEqual(["mine"]);
    expect(shownAfterPower(board)).toContain("[one]");
    expect(await upload(board, first, { lfs: "always" })).toMatchObject({ lfs: { used: true } });
    expect(shownAfterPower(board)).toContain("[one]");
  });

  test("an LFS with an image among foreign modules keeps both", async () => {
    const board = switchOn(new Map(), options);
    const { name, modules } = lfsSources(first.files);
    const linked = lfsImage(
      chip === "esp8266" ? "5.1" : "5.3",
      [...modules, { name: "mine", source: 'return "mine"' }],
      SHORT_NUMBERS,
    );
    board.model.device.lfs.reload(Buffer.from(linked.bytes).toString("latin1"));
    expect(await upload(board, second)).toMatchObject({
      lfs: {
        used: false,
        why: "The board's LFS holds modules that are somebody else's beside ringmote's (base, device, mine) and stays as it is; --lfs replaces that.",
      },
    });
    expect(board.model.device.lfs.names()).toEqual(["base", "device", name, "mine"]);
    await expect(upload(board, { ...second, needsLfs: true })).rejects.toThrow("somebody else's beside");
    expect(shownAfterPower(board)).toContain("[two]");
    expect(await upload(board, second, { lfs: "always" })).toMatchObject({ lfs: { used: true } });
    expect(board.model.device.lfs.names()).not.toContain("mine");
  });

  test.each([false, true])(
    "an LFS has no program after ringmote's is erased; everything: %j",
    async (everything) => {
      const board = switchOn(new Map([["notes", "mine"]]), options);
      await upload(board, first);
      const erase = () => board.open((console) => console.erase({ everything, makeEmptyLfs }));
      expect(await erase()).toEqual({ lfs: { emptied: true } });
      expect([...board.model.files().keys()]).toEqual(everything ? [] : ["notes"]);
      expect(board.model.device.lfs.names()).toEqual([expect.stringMatching(/^lfs-00000000[0-9a-f]{4}$/)]);
      expect(shownAfterPower(board)).not.toContain("[one]");
      expect(await erase()).toEqual({});
      expect(await upload(board, second)).toMatchObject({ lfs: { used: true } });
      expect(shownAfterPower(board)).toContain("[two]");
    },
  );

  test("a foreign LFS keeps its modules when erased, unless everything is erased", async () => {
    const board = switchOn(new Map(), options);
    const lua = chip === "esp8266" ? "5.1" : "5.3";
    const { bytes } = lfsImage(lua, [{ name: "mine", source: `return "${BYTES}"` }], SHORT_NUMBERS);
    board.model.device.lfs.reload(Buffer.from(bytes).toString("latin1"));
    expect(await board.open((console) => console.erase({ makeEmptyLfs }))).toEqual({
      lfs: {
        emptied: false,
        why: "The board's LFS holds modules that are not ringmote's (mine) and stays as it is; --everything empties it.",
      },
    });
    expect(board.model.device.lfs.names()).toEqual(["mine"]);
    const erased = await board.open((console) => console.erase({ everything: true, makeEmptyLfs }));
    expect([erased, board.model.device.lfs.names()]).toEqual([
      { lfs: { emptied: true } },
      [expect.stringMatching(/^lfs-0/)],
    ]);
  });

  test("an erasure, cut anywhere and repeated, leaves no program and file", async () => {
    const kept = new Map<string, string>();
    await upload(switchOn(kept, options), first);
    for (let cut = 0, isCut = true; isCut; cut += STEP) {
      const board = switchOn(new Map(kept), options);
      shownAfterPower(board);
      isCut = await board
        .open((console) => console.erase({ makeEmptyLfs }), board.line({ cutAtWrite: cut }))
        .then(
          () => false,
          () => true,
        );
      expect(shownAfterPower(board)).toMatch(/\[one\]|no image is stored|> $/);
      await board.open((console) => console.erase({ makeEmptyLfs }));
      const left = [[...board.model.files().keys()], board.model.device.lfs.names()];
      expect({ cut, left }).toEqual({ cut, left: [[], [expect.stringMatching(/^lfs-0/)]] });
    }
  }, 300_000);

  test("a board with an LFS goes back to files when the user says so", async () => {
    const board = switchOn(new Map(), options);
    await upload(board, first);
    expect(await upload(board, first, { lfs: "never" })).toMatchObject({ lfs: { used: false } });
    board.model.device.lfs.empty();
    expect(shownAfterPower(board)).toContain("[one]");
    expect([...board.model.files().keys()].filter((name) => name.startsWith("lfs-"))).toEqual([]);
  });

  test("an LFS without room leaves code in files, with sizes reported", async () => {
    const storage = new Map<string, string>();
    const board = switchOn(storage, { chip, lfsBytes: 1024 });
    const { lfs } = await upload(board, first);
    expect(lfs).toMatchObject({
      used: false,
      why: expect.stringMatching(
        /^The code of climate fills \d+ bytes of the LFS, and the board's has 1024; /,
      ),
    });
    expect(startsWith(storage, options)).toContain("[one]");
  });
});

describe.each<Chip>(["esp8266", "esp32"])("an %s without an LFS", (chip) => {
  const image = imageOf("one", chip);

  test("a board without an LFS has code in files, and learns how to get one", async () => {
    const board = switchOn(new Map(), { chip });
    expect((await upload(board, image)).lfs).toEqual({ used: false, why: expect.stringMatching(NO_LFS) });
    expect(shownAfterPower(board)).toContain("[one]");
  });

  test("a board without an LFS is not touched where the LFS is required", async () => {
    const storage = new Map<string, string>();
    const board = switchOn(storage, { chip });
    await expect(upload(board, image, { lfs: "always" })).rejects.toMatchObject({
      message: expect.stringMatching(/^The code cannot go into the LFS: the board's firmware has no LFS/),
    });
    for (const lfs of ["auto", "never"] as const)
      await expect(upload(board, { ...image, needsLfs: true }, { lfs })).rejects.toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^climate fits the memory of ${chip}-nodemcu only with its code in the LFS, and `),
        ),
      });
    expect(storage.size).toBe(0);
  });
});
