// An image onto an Espruino, through a model of its console.
import { expect, test } from "vitest";
import { openEspruino } from "../../../tools/flash/espruino/console.ts";
import { LOADER } from "../../../tools/flash/espruino/stored-image.ts";
import { imageOf, inTime, startedWith, switchOn, withConsole } from "./bench.ts";

test("an image that is uploaded starts, now and after each power cut", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  const image = imageOf("one");
  const report = await withConsole(bench, bench.port(), (console) => console.upload(image));
  bench.clock.advance(2000);
  expect(report).toMatchObject({ sent: image.files[0]?.content.length, kept: 0 });
  expect(bench.lines.filter((line) => line.includes("started"))).toEqual(["one started 0"]);
  expect(startedWith(storage)).toBe("one started 0");
  expect(storage.get(".bootcde")).toBe(LOADER);
});

test("an image that the board has is not sent or stored again", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  const before = [...storage];
  const port = bench.port();
  const report = await withConsole(bench, port, (console) => console.upload(imageOf("one")));
  expect(report).toMatchObject({ sent: 0, files: [] });
  expect([...storage]).toEqual(before);
  expect(port.bytesWritten).toBeLessThan(3500);
});

test("a changed constant sends one part, and the old one is gone", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one", 9000)));
  const files = storage.size;
  const report = await withConsole(bench, bench.port(), (console) => console.upload(imageOf("two", 9000)));
  expect(report.files).toHaveLength(1);
  expect(report.kept).toBeGreaterThan(report.sent);
  expect(storage.size).toBe(files);
  expect(startedWith(storage)).toBe("two started 0");
});

test("progress grows to what is to be sent", async () => {
  const bench = switchOn(new Map());
  const steps: [number, number][] = [];
  await withConsole(bench, bench.port(), (console) =>
    console.upload(imageOf("one"), { onProgress: (sent, all) => steps.push([sent, all]) }),
  );
  const [last] = steps.slice(-1);
  expect(steps[0]?.[0]).toBe(0);
  expect(last?.[0]).toBe(last?.[1]);
  expect(steps.map(([sent]) => sent)).toEqual([...steps.map(([sent]) => sent)].sort((a, b) => a - b));
});

test("an interpreter that is older than packets takes an image by lines", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage, { version: "2v20" });
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  expect(startedWith(storage)).toBe("one started 0");
});

test("the kind of board at the other end is reported", async () => {
  const bench = switchOn(new Map([["settings", "x"]]));
  const board = await withConsole(bench, bench.port(), async (console) => {
    await console.upload(imageOf("one"));
    return (await openEspruino(bench.port(), { timers: bench.clock })).found;
  });
  expect(board).toMatchObject({
    target: "espruino",
    chip: "ESP8266_4MB",
    version: "2v29",
    totalStorage: 196_608,
    installed: { firmware: "one", board: "esp8266-espruino" },
  });
  expect(board.freeStorage).toBeLessThan(196_608 - 3000);
  expect(board.chipId).toMatch(/^[0-9a-f]{6,12}$/);
});

test("another interpreter's image is refused, and the installed image starts", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  const upload = withConsole(bench, bench.port(), (console) =>
    console.upload({ ...imageOf("two"), target: "nodemcu" }),
  );
  await expect(upload).rejects.toMatchObject({
    kind: "wrong firmware",
    message: expect.stringMatching(/runs Espruino/),
  });
  expect(startedWith(storage)).toBe("one started 0");
});

test("too old an interpreter is refused with what to do", async () => {
  const bench = switchOn(new Map(), { version: "2v04" });
  const opened = inTime(bench.clock, openEspruino(bench.port(), { timers: bench.clock }));
  await expect(opened).rejects.toMatchObject({
    kind: "wrong firmware",
    message: expect.stringMatching(/too old.*flash --firmware/),
  });
});

test("an image without room beside another is refused, or replaces it", async () => {
  const storage = new Map<string, string>();
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  storage.set("own", "x".repeat(183_600));
  const large = imageOf("two", 11_000, "b");
  const beside = withConsole(bench, bench.port(), (console) => console.upload(large));
  await expect(beside).rejects.toMatchObject({
    kind: "no space",
    message: expect.stringMatching(/--in-place/),
  });
  expect(startedWith(storage)).toBe("one started 0");
  await withConsole(bench, bench.port(), (console) => console.upload(large, { inPlace: true }));
  expect(startedWith(storage)).toBe("two started 0");
});

test("boot code of another program makes way when the image is whole", async () => {
  const storage = new Map([
    [".bootcde", 'print("foreign")'],
    [".bootrst", 'print("also after reset")'],
  ]);
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), (console) => console.upload(imageOf("one")));
  expect(storage.has(".bootrst")).toBe(false);
  expect(startedWith(storage)).toBe("one started 0");
});
