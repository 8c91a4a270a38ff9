// An upload that is cut, and a line that is bad: what was there starts, or what was sent does, and never anything else.
import { expect, test } from "vitest";
import { createRandom } from "../../../src/platform/node/random.ts";
import { FlashError } from "../../../tools/flash/flash-error.ts";
import { losses, noise } from "../line-faults.ts";
import { imageOf, startedWith, switchOn, withConsole } from "./bench.ts";

const OLD = imageOf("old");
const NEW = imageOf("new", 3000, "b");

async function installed(): Promise<Map<string, string>> {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(OLD));
  bench.model.powerOff();
  return storage;
}

test("an upload cut at any chunk keeps the old program starting", async () => {
  const before = await installed();
  const starts = new Set<string>();
  let cuts = 0;
  for (let isCut = true; isCut; cuts += 1) {
    const storage = new Map(before);
    const bench = switchOn(storage);
    const cut = withConsole(bench, bench.port({ cutAtWrite: cuts }), (console) => console.upload(NEW));
    isCut = await cut.then(
      () => false,
      (error: unknown) => {
        expect(error).toMatchObject({ kind: "lost" });
        return true;
      },
    );
    bench.model.powerOff();
    const started = startedWith(storage);
    expect(["old started 0", "new started 0"]).toContain(started);
    starts.add(started);
    const again = switchOn(storage);
    await withConsole(again, again.port(), (console) => console.upload(NEW));
    again.model.powerOff();
    expect(startedWith(storage)).toBe("new started 0");
  }
  expect(cuts).toBeGreaterThan(20);
  expect(starts.size).toBe(2);
});

test("a board left alone in an upload starts its old program", async () => {
  const storage = await installed();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port({ cutAtWrite: 14 }), (console) => console.upload(NEW)).catch(
    () => undefined,
  );
  bench.lines.length = 0;
  bench.clock.advance(70_000);
  expect(bench.lines).toContain("old started 0");
});

test.each([
  ["noise in one byte of 5000", (seed: number) => noise(createRandom(seed), 5000), 10],
  ["noise in one byte of 400", (seed: number) => noise(createRandom(seed), 400), 0],
  ["one lost character in 1000", (seed: number) => losses(createRandom(seed), 1000), 6],
])("with %s the right program starts, or the upload reports faults", async (_, fault, least) => {
  const before = await installed();
  let succeeded = 0;
  for (let seed = 1; seed <= 12; seed += 1) {
    const storage = new Map(before);
    const bench = switchOn(storage);
    const port = bench.port({ toBoard: fault(seed), fromBoard: fault(seed + 100) });
    const result = await withConsole(bench, port, (console) => console.upload(NEW)).catch(
      (error: unknown) => error,
    );
    bench.model.powerOff();
    if (result instanceof Error) {
      expect(result).toBeInstanceOf(FlashError);
      expect(["old started 0", "new started 0"]).toContain(startedWith(storage));
    } else {
      succeeded += 1;
      expect(startedWith(storage)).toBe("new started 0");
    }
  }
  expect(succeeded).toBeGreaterThanOrEqual(least);
});

test("an upload waits for a slow echo", async () => {
  const storage = await installed();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port({ delayMs: 250 }), (console) => console.upload(NEW));
  expect(startedWith(storage)).toBe("new started 0");
});
