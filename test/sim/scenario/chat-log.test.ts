import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fileLog, hashOf } from "../../../firmware/chat/log.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "log-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("what has one key is in one partition, in order, and read from any offset", async () => {
  const log = fileLog(folder(), 4);
  for (let i = 0; i < 150; i += 1) await log.append("ann", `${i}\n"é"`);
  await log.append("bob", "other");
  const partition = hashOf("ann") % 4;
  const first = await log.read(partition, 0);
  expect([first.length, first[0], first[99]]).toEqual([100, '0\n"é"', '99\n"é"']);
  expect((await log.read(partition, 100)).slice(0, 50).at(-1)).toBe('149\n"é"');
  expect(await log.read(partition, 1000)).toEqual([]);
  expect(await log.read(hashOf("bob") % 4, hashOf("bob") % 4 === partition ? 150 : 0)).toEqual(["other"]);
});

test("another process sees what is added, and half a line of a crash is no record", async () => {
  const where = folder();
  const [writer, reader] = [fileLog(where, 1), fileLog(where, 1)];
  await writer.append("a", "one");
  expect(await reader.read(0, 0)).toEqual(["one"]);
  appendFileSync(join(where, "0.log"), '"hal');
  expect(await reader.read(0, 1)).toEqual([]);
  const after = fileLog(where, 1);
  await after.append("a", "two");
  expect(await reader.read(0, 1)).toEqual(["two"]);
  expect(readFileSync(join(where, "0.log"), "utf8")).toBe('"one"\n"two"\n');
});
