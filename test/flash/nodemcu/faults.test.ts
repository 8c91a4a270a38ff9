// A bad line, a wrong board, a full one: the right image, or a FlashError that says what to do.
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/platform/node/random.ts";
import type { DeviceConsole } from "../../../tools/flash/device-console.ts";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { losses, noise } from "../line-faults.ts";
import { type BoardOptions, imageOf, startsWith, switchOn } from "./board.ts";

async function failure(options: BoardOptions, act: (console: DeviceConsole) => Promise<unknown>) {
  const result = await switchOn(undefined, options)
    .open(act)
    .catch((error) => error);
  expect(result).toBeInstanceOf(FlashError);
  return result as FlashError;
}

describe("a line with faults", () => {
  test.each([1, 2, 3])(
    "a line with faults stores the image unchanged (seed %i)",
    async (seed) => {
      const random = createRandom(seed);
      const storage = new Map<string, string>();
      const { open, line } = switchOn(storage, { chip: "esp8266" });
      const faults = { toBoard: losses(random, 1000), fromBoard: noise(random, 1000) };
      await open((console) => console.upload(imageOf("whole")), line(faults));
      expect(startsWith(storage)).toContain("[whole]");
    },
    60_000,
  );

  test("survives a slow echo", async () => {
    const storage = new Map<string, string>();
    const { open, line } = switchOn(storage);
    await open((console) => console.upload(imageOf("slow")), line({ delayMs: 80 }));
    expect(startsWith(storage)).toContain("[slow]");
  });

  test("a silent faulty line is reported with a sentence", async () => {
    const { open, line } = switchOn();
    const result = await open(async () => {}, line({ fromBoard: () => "" })).catch((error) => error);
    expect(result).toMatchObject({
      kind: "no answer",
      message: expect.stringContaining("Nothing comes back"),
    });
  });
});

describe("what is found on the board", () => {
  test("an unfinished statement at the prompt is broken off", async () => {
    const storage = new Map<string, string>();
    const board = switchOn(storage);
    board.clock.advance(100);
    board.model.type("text = [[ never\nended\nprint('x'");
    await board.open((console) => console.upload(imageOf("one")));
    expect(startsWith(storage)).toContain("[one]");
  });

  test("a missing module's name is reported", async () => {
    const error = await failure({ missing: ["wifi", "adc"] }, (console) => console.upload(imageOf("one")));
    expect(error.kind).toBe("wrong firmware");
    expect(error.message).toContain('no module "wifi", which climate needs');
  });

  test("an image for the other chip is refused", async () => {
    const error = await failure({}, (console) => console.upload(imageOf("one", "esp32")));
    expect(error).toMatchObject({ kind: "wrong chip", message: expect.stringContaining("is for the ESP32") });
  });

  test("an image for Espruino is refused", async () => {
    const image = { ...imageOf("one"), target: "espruino" } as const;
    const error = await failure({}, (console) => console.upload(image));
    expect(error.kind).toBe("wrong firmware");
  });

  test("a compiler without memory leaves the source, which starts as well", async () => {
    const storage = new Map<string, string>();
    const { open } = switchOn(storage, { longestSource: 200 });
    await open((console) => console.upload(imageOf("one")));
    expect(
      [...storage.keys()]
        .filter((name) => /^(base|device)-/.test(name))
        .map((name) => name.split(".")[1])
        .sort(),
    ).toEqual(["lc", "lua"]);
    expect(startsWith(storage)).toContain("[one]");
  });
});

describe("a board with little storage", () => {
  const large = { "ovaaaaa0.lua": `-- ${"x".repeat(6000)}\n` };
  const larger = { "ovbbbbb0.lua": `-- ${"y".repeat(6100)}\n` };
  const image = (words: string, more: Record<string, string>) => imageOf(words, "esp32", more);
  const options: BoardOptions = { chip: "esp32", flashBytes: 21_000 };

  test("a small board refuses a second image unless it replaces the first", async () => {
    const storage = new Map<string, string>();
    await switchOn(storage, options).open((console) => console.upload(image("one", large)));
    const error = await switchOn(storage, options)
      .open((console) => console.upload(image("two", larger)))
      .catch((caught) => caught);
    expect(error).toMatchObject({ kind: "no space", message: expect.stringContaining("--in-place") });
    expect(startsWith(storage, options)).toContain("[one]");
    await switchOn(storage, options).open((console) =>
      console.upload(image("two", larger), { inPlace: true }),
    );
    expect(startsWith(storage, options)).toContain("[two]");
  });
});
