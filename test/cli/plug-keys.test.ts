import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { expect, test } from "vitest";
import { listenToKeys } from "../../tools/cli/sim/plug-keys.ts";

/** A terminal on which a test types, and whether it is in raw mode. */
function terminal() {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  const setRawMode = (isRaw: boolean) => {
    modes.push(isRaw);
    return stream;
  };
  return {
    stream: Object.assign(stream, { isTTY: true, setRawMode }) as unknown as ReadStream,
    modes,
    type: stream,
  };
}

test.each(["q", "\x03", "\x04"])("the key %j requests the end once", async (key) => {
  const { stream, type } = terminal();
  const keys = listenToKeys(stream, () => {});
  type.write(key);
  expect(await keys.ended).toBe("Ending in an orderly way.");
  keys.end();
});

test("other keys pass through, and the terminal is restored finally", async () => {
  const { stream, modes, type } = terminal();
  const pressed: string[] = [];
  const keys = listenToKeys(stream, (key) => void pressed.push(key));
  type.write("ab");
  type.write("q");
  await keys.ended;
  keys.end();
  type.write("c");
  expect(pressed).toEqual(["a", "b"]);
  expect(modes).toEqual([true, false]);
});

test("without a terminal there are no keys", () => {
  const stream = new PassThrough() as unknown as ReadStream;
  listenToKeys(stream, () => {}).end();
  expect(stream.listenerCount("data")).toBe(0);
});
