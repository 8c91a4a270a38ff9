// Settings, a restore and an erasure that are cut, at each write: the old content or the new one is there,
// and a second try succeeds.
import { expect, test } from "vitest";
import type { DeviceConsole, StoredFile } from "../../../tools/flash/device-console.ts";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { imageOf, startedWith, switchOn, withConsole } from "./bench.ts";

const OLD_RECORD = "ringmote 1\nhost=old\nend\n";
const NEW_RECORD = "ringmote 1\nhost=new\nend\n";

async function boardWith(name: string, parameter: string, record: string): Promise<Map<string, string>> {
  const storage = new Map<string, string>([["notes", name]]);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), async (console) => {
    await console.upload(imageOf(name, 3000, parameter));
    await console.writeSettings(record);
  });
  bench.model.powerOff();
  return storage;
}

async function at(
  storage: Map<string, string>,
  work: (console: DeviceConsole) => Promise<unknown>,
  cutAtWrite?: number,
) {
  const bench = switchOn(storage);
  const faults = cutAtWrite === undefined ? {} : { cutAtWrite };
  const result = await withConsole(bench, bench.port(faults), work).then(
    () => undefined,
    (error: unknown) => error,
  );
  // What was on the line when the plug was pulled is still read.
  bench.clock.advance(1000);
  bench.model.powerOff();
  return result;
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
    const result = await at(storage, work, cut);
    const isCut = result instanceof FlashError;
    if (isCut) expect(result.kind).toBe("lost");
    else if (result !== undefined) throw result;
    seen.push(look(storage, cut));
    expect(await at(storage, work)).toBeUndefined();
    done(storage);
    if (!isCut) return seen;
  }
}

test("settings are the old ones or the new ones", async () => {
  const before = await boardWith("old", "a", OLD_RECORD);
  const seen = await cutEverywhere(
    before,
    (console) => console.writeSettings(NEW_RECORD),
    (storage, cut) => {
      expect({ cut, started: startedWith(storage) }).toEqual({ cut, started: "old started 0" });
      const record = storage.get("settings");
      return record === OLD_RECORD ? "old" : record === NEW_RECORD ? "new" : `${record}`;
    },
    (storage) => expect(storage.get("settings")).toBe(NEW_RECORD),
  );
  expect(seen.join(" ")).toMatch(/^(old )+(new ?)+$/);
});

test("a restore leaves the old content or the new one, whole", async () => {
  const before = await boardWith("old", "a", OLD_RECORD);
  const otherStorage = await boardWith("new", "b", NEW_RECORD);
  const files: StoredFile[] = [...otherStorage].map(([name, content]) => ({ name, content }));
  const seen = await cutEverywhere(
    before,
    (console) => console.restore(files),
    (storage, cut) => {
      const words = startedWith(storage);
      const of = words === "old started 0" ? before : otherStorage;
      // What was sent until then lies beside it, and counts for nothing.
      const kept = [...of].every(([name, content]) => storage.get(name) === content);
      expect({ cut, words, kept }).toEqual({
        cut,
        words: expect.stringMatching(/^(old|new) started 0$/),
        kept: true,
      });
      return words.slice(0, 3);
    },
    (storage) => expect(new Map([...storage].sort())).toEqual(new Map([...otherStorage].sort())),
  );
  expect(seen.join(" ")).toMatch(/^(old )+(new ?)+$/);
});

test("a cut erasure leaves the old program or a board without any", async () => {
  const before = await boardWith("old", "a", OLD_RECORD);
  const seen = await cutEverywhere(
    before,
    (console) => console.erase().then(() => {}),
    (storage) => startedWith(storage) || "none",
    (storage) => expect([...storage.keys()]).toEqual(["notes"]),
  );
  expect(seen.join(" ")).toMatch(/^(old started 0 )+(none ?)+$/);
  const storage = new Map(before);
  storage.delete("rm.0");
  storage.delete("rm.1");
  await at(storage, async ({ found }) => expect(found.installed).toBeUndefined());
});
