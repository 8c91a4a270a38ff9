// A partitioned log in a folder: what is appended is kept, in order, through crashes and full disks.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileLog, type PartitionedLog, partitionOf, recordsOf } from "../../src/client/log/log.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function valuesOf(log: PartitionedLog, partition: number, from = 0): Promise<string[]> {
  const values: string[] = [];
  for await (const records of recordsOf(log, partition, { from }))
    values.push(...records.map(({ value }) => value));
  return values;
}

test("records of a key stay in one partition, in order", async () => {
  const log = fileLog(folder, { partitions: 4 });
  const partition = partitionOf("ann", 4);
  const other = Array.from({ length: 9 }, (_, i) => `${i}`).find(
    (key) => partitionOf(key, 4) !== partition,
  ) as string;
  const said = Array.from({ length: 350 }, (_, i) => `${i}\n"é"\u2028`);
  for (const value of said) await log.append("ann", value);
  await log.append(other, "else");
  for (const from of [0, 1, 99, 100, 101, 250, 349, 350, 9999])
    expect(await valuesOf(log, partition, from)).toEqual(said.slice(from));
  const [first, ...rest] = await log.read(partition, 150);
  expect(first).toEqual({ offset: 150, key: "ann", value: said[150] });
  expect(rest).toHaveLength(99);
  expect(await valuesOf(log, partitionOf(other, 4))).toEqual(["else"]);
  log.close();
});

test("a follower receives later records until it is stopped", async () => {
  const log = fileLog(folder, { partitions: 1 });
  const follow = new AbortController();
  const seen: string[] = [];
  const followed = (async () => {
    for await (const records of recordsOf(log, 0, { from: 1, follow: follow.signal }))
      seen.push(...records.map(({ value }) => value));
  })();
  for (const value of ["a", "b", "c"]) await log.append("key", value);
  await expect.poll(() => seen).toEqual(["b", "c"]);
  // Another process appends none of its own, and sees all.
  const reader = fileLog(folder);
  expect(await valuesOf(reader, 0)).toEqual(["a", "b", "c"]);
  await expect(reader.append("key", "d")).rejects.toThrow(
    `Another process appends to the log ${folder}; end it, or name another folder.`,
  );
  follow.abort();
  await followed;
  log.close();
  await reader.append("key", "d");
  expect(await valuesOf(reader, 0)).toEqual(["a", "b", "c", "d"]);
  reader.close();
});

/** Says each number once it is kept. */
const APPENDS = `
import { fileLog } from ${JSON.stringify(new URL("../../src/client/log/log.ts", import.meta.url).href)};
const log = fileLog(process.argv[1], { partitions: 1, sync: true });
for (let number = 0; ; number += 1) {
  await log.append("key", String(number));
  console.log(number);
}`;

test("records acknowledged before a kill remain, once and in order", async () => {
  let before = 0;
  for (let kill = 0; kill < 2; kill += 1) {
    const args = ["--import", "tsx", "--input-type=module", "-e", APPENDS, folder];
    const program = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    program.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (output.length > 500) program.kill("SIGKILL");
    });
    await once(program, "close");
    const said = output.split("\n").slice(0, -1).map(Number);
    const log = fileLog(folder);
    const values = (await valuesOf(log, 0, before)).map(Number);
    expect(said.length).toBeGreaterThan(100);
    expect(values.slice(0, said.length)).toEqual(said);
    expect(values.length - said.length).toBeLessThanOrEqual(1);
    before += values.length;
    log.close();
  }
});

test("half a record after a power cut is overwritten by the next", async () => {
  const file = join(folder, "0.log");
  for (const torn of ['["key","hal', "\0".repeat(5000), '["key","é'.slice(0, -1)]) {
    writeFileSync(file, '["key","one"]\n');
    appendFileSync(file, torn);
    const log = fileLog(folder);
    expect(await valuesOf(log, 0)).toEqual(["one"]);
    await log.append("key", "two");
    expect(await log.read(0, 1)).toEqual([{ offset: 1, key: "key", value: "two" }]);
    expect(readFileSync(file, "utf8")).toBe('["key","one"]\n["key","two"]\n');
    log.close();
  }
});

test("a damaged record is skipped and moves no other record", async () => {
  const lines = Array.from({ length: 305 }, (_, i) => (i % 3 === 0 || i > 90 ? "\0\0" : `["key","${i}"]`));
  writeFileSync(join(folder, "0.log"), `${[...lines.slice(0, -1), '["key","304"]'].join("\n")}\n`);
  const log = fileLog(folder);
  expect((await log.read(0, 0)).map(({ offset, value }) => offset === Number(value))).toEqual(
    Array(61).fill(true),
  );
  expect(await valuesOf(log, 0, 91)).toEqual(["304"]);
  log.close();
});

test("an invalid log option or record is refused with a sentence", async () => {
  const log = fileLog(folder, { partitions: 2 });
  expect(() => fileLog(folder, { partitions: 3 })).toThrow(
    `The log ${folder} has 2 partitions, and not 3; leave the number out, or name another folder.`,
  );
  expect(() => fileLog(folder, { partitions: 0 })).toThrow("give a whole number from 1 to 1000");
  await expect(log.read(2, 0)).rejects.toThrow(`The log ${folder} has no partition 2; it has 0 to 1.`);
  await expect(log.append("key", "x".repeat(1_048_576))).rejects.toThrow("is too long for the log");
  writeFileSync(join(folder, "file"), "");
  expect(() => fileLog(join(folder, "file"))).toThrow("cannot be opened");
  log.close();
});
