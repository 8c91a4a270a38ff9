// An upload that is cut: the old program starts, and the next upload succeeds.
import { describe, expect, test } from "vitest";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { type Chip, imageOf, startsWith, switchOn } from "./board.ts";

/** The files of a board with an image. */
async function withImage(words: string, chip: Chip): Promise<Map<string, string>> {
  const storage = new Map<string, string>();
  await switchOn(storage, { chip }).open((console) => console.upload(imageOf(words, chip)));
  return storage;
}

describe.each(["esp8266", "esp32"] as const)("on the %s", (chip) => {
  test("unplugged at each write, one image starts whole, and uploads recover", async () => {
    const before = await withImage("old", chip);
    const starts: string[] = [];
    for (let cut = 0; ; cut += 1) {
      const storage = new Map(before);
      const { open, line, model } = switchOn(storage, { chip });
      const port = line({ cutAtWrite: cut });
      const result = await open((console) => console.upload(imageOf("new", chip)), port).catch(
        (error) => error,
      );
      model.device.kill();
      if (!(result instanceof FlashError)) break;
      expect(result.kind).toBe("lost");
      const shown = startsWith(storage, { chip });
      expect(shown).toMatch(/\[(old|new)\]/);
      starts.push(shown.includes("[old]") ? "old" : "new");
      // Each of them would be the same upload again: a few of each phase do.
      if (cut % 9 !== 0) continue;
      await switchOn(storage, { chip }).open((console) => console.upload(imageOf("newer", chip)));
      expect(startsWith(storage, { chip })).toContain("[newer]");
    }
    // The change happens once.
    expect(starts.join(" ")).toMatch(/^(old )+(new ?)+$/);
  }, 120_000);

  test("a power cut at each file's change leaves one image starting", async () => {
    const before = await withImage("old", chip);
    let changes = 0;
    for (let isCut = true; isCut; changes += 1) {
      const storage = new Map(before);
      const { open, model } = switchOn(storage, { chip });
      model.cutPower(changes, 5);
      await open((console) => console.upload(imageOf("new", chip))).catch(() => undefined);
      isCut = !model.device.isRunning();
      if (!isCut) break;
      const shown = startsWith(storage, { chip });
      expect({ changes, shown }).toEqual({ changes, shown: expect.stringMatching(/\[(old|new)\]/) });
    }
    expect(changes).toBeGreaterThan(5);
    expect(startsWith(before, { chip })).toContain("[old]");
  }, 120_000);
});
