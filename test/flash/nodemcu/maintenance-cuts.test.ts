// Settings, a restore and an erasure that are cut, at each write: the old content or the new one is there,
// and a second try succeeds.
import { describe, expect, test } from "vitest";
import type { DeviceConsole, StoredFile } from "../../../tools/flash/device-console.ts";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { imageOf, startsWith, switchOn } from "./board.ts";

/** After so many cuts it is tried again: each of them would be the same. */
const AGAIN_EVERY = 23;
const OLD_RECORD = "ringmote 1\nhost=old\nend\n";
const NEW_RECORD = "ringmote 1\nhost=new\nend\n";

describe.each(["esp8266", "esp32"] as const)("on the %s", (chip) => {
  async function boardWith(words: string, record: string): Promise<Map<string, string>> {
    const storage = new Map<string, string>([["notes", words]]);
    await switchOn(storage, { chip }).open(async (console) => {
      await console.upload(imageOf(words, chip));
      await console.writeSettings(record);
    });
    return storage;
  }

  /** Cuts the work at each write, until one is not cut; looks at the board after each, and tries again. */
  async function cutEverywhere(
    before: ReadonlyMap<string, string>,
    work: (console: DeviceConsole) => Promise<unknown>,
    look: (storage: Map<string, string>, cut: number) => string,
    done: (storage: Map<string, string>) => void,
  ): Promise<string[]> {
    const seen: string[] = [];
    for (let cut = 0; ; cut += 1) {
      const storage = new Map(before);
      const { open, line, model } = switchOn(storage, { chip });
      const result = await open(work, line({ cutAtWrite: cut })).then(
        () => undefined,
        (error) => error,
      );
      model.device.kill();
      const isCut = result instanceof FlashError;
      if (isCut) expect(result.kind).toBe("lost");
      else if (result !== undefined) throw result;
      seen.push(look(storage, cut));
      if (!isCut || cut % AGAIN_EVERY === 0) await switchOn(storage, { chip }).open(work);
      if (!isCut || cut % AGAIN_EVERY === 0) done(storage);
      if (!isCut) return seen;
    }
  }

  const started = (storage: Map<string, string>) =>
    /\[(old|new)\]|no image is stored/.exec(startsWith(storage, { chip }))?.[0] ?? "nothing";

  test("settings are the old ones or the new ones", async () => {
    const before = await boardWith("old", OLD_RECORD);
    before.set("settings-mark", "1");
    const seen = await cutEverywhere(
      before,
      (console) => console.writeSettings(NEW_RECORD),
      (storage, cut) => {
        // The image is not touched.
        if (cut % AGAIN_EVERY === 0) expect(started(storage)).toBe("[old]");
        const record = storage.get("settings") ?? storage.get("settings.new");
        return record === OLD_RECORD ? "old" : record === NEW_RECORD ? "new" : `${record}`;
      },
      (storage) => {
        expect(storage.get("settings")).toBe(NEW_RECORD);
        expect(storage.has("settings-mark")).toBe(false);
      },
    );
    expect(seen.join(" ")).toMatch(/^(old )+(new ?)+$/);
  }, 120_000);

  test("a restore leaves the old content or the new one, whole", async () => {
    const before = await boardWith("old", OLD_RECORD);
    const otherStorage = await boardWith("new", NEW_RECORD);
    const files: StoredFile[] = [...otherStorage].map(([name, content]) => ({ name, content }));
    const seen = await cutEverywhere(
      before,
      (console) => console.restore(files),
      (storage, cut) => {
        const words = started(storage);
        const record = storage.get("settings");
        const of = words === "[old]" ? before : otherStorage;
        // What was sent until then lies beside it, and counts for nothing.
        const kept = [...of].every(([name, content]) => storage.get(name) === content);
        expect({ cut, words, record, kept }).toEqual({
          cut,
          words: expect.stringMatching(/^\[(old|new)\]$/),
          record: of.get("settings"),
          kept: true,
        });
        return words;
      },
      (storage) => expect(new Map([...storage].sort())).toEqual(new Map([...otherStorage].sort())),
    );
    expect(seen.join(" ")).toMatch(/^(\[old\] )+(\[new\] ?)+$/);
  }, 120_000);

  test("a cut erasure leaves the old image or reports none", async () => {
    const before = await boardWith("old", OLD_RECORD);
    const seen = await cutEverywhere(
      before,
      (console) => console.erase().then(() => {}),
      (storage) => started(storage),
      (storage) => expect([...storage.keys()]).toEqual(["notes"]),
    );
    expect(seen.join(" ")).toMatch(/^(\[old\] )+(no image is stored )+(nothing ?)+$/);
  }, 120_000);
});

test("a board without room for both is restored in place on request", async () => {
  const options = { chip: "esp32", flashBytes: 21_000 } as const;
  const storage = new Map<string, string>();
  const large = { "ovaaaaa0.lua": `-- ${"x".repeat(6000)}\n` };
  await switchOn(storage, options).open((console) => console.upload(imageOf("one", "esp32", large)));
  const files = [...storage].map(([name, content]) => ({ name, content: `${content} ` }));
  const error = await switchOn(storage, options)
    .open((console) => console.restore(files))
    .catch((caught) => caught);
  expect(error).toMatchObject({ kind: "no space", message: expect.stringContaining("--in-place") });
  expect(startsWith(storage, options)).toContain("[one]");
  await switchOn(storage, options).open((console) => console.restore(files, { inPlace: true }));
  expect(new Map([...storage].sort())).toEqual(
    new Map(files.map(({ name, content }) => [name, content] as const).sort()),
  );
});

test("a board whose upload is refused starts its program again", async () => {
  const options = { chip: "esp32", flashBytes: 21_000 } as const;
  const storage = new Map<string, string>();
  await switchOn(storage, options).open((console) => console.upload(imageOf("one", "esp32")));
  const board = switchOn(storage, options);
  let shown = "";
  const large = { "ovaaaaa0.lua": `-- ${"x".repeat(30_000)}\n` };
  const error = await board
    .open((console) => console.upload(imageOf("two", "esp32", large)))
    .catch((caught) => caught);
  expect(error).toMatchObject({ kind: "no space" });
  board.model.onOutput((bytes) => {
    shown += bytes;
  });
  board.clock.advance(5000);
  expect(shown).toContain("[one]");
});
