// A store on a disk that fails at each call in turn: what it has accepted is there for the next client.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";
import type { StoredSend } from "../../src/client/sends/stored-send.ts";
import { disk, isOnDisk, mend } from "./failing-disk.ts";

vi.mock("node:fs", async (original) => {
  const { failingDisk } = await import("./failing-disk.ts");
  return failingDisk(await original());
});
// Which program has the lock is another test's.
vi.mock("node:child_process", () => ({ spawnSync: () => ({ status: 0 }) }));

let folder = "";
let file = "";

beforeEach(() => {
  mend();
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => {
  mend();
  rmSync(folder, { recursive: true });
});

const message = (payload: string): StoredSend => ({
  topic: "a",
  payload,
  qos: 1,
  retain: false,
  properties: "",
});

/**
 * A file of an earlier version, with its last line cut off and as many settled lines as make it soon be
 * written anew.
 */
const BEFORE = [
  ...["x", "y"].map((payload, index) => {
    const base64 = Buffer.from(payload).toString("base64");
    return `{"number":${index + 1},"topic":"a","qos":1,"retain":false,"payload":"${base64}"}\n`;
  }),
  ...Array.from({ length: 997 }, (_, index) => `{"settled":${index + 10}}\n`),
  '{"number":2000,"topic":"a","qo',
].join("");

interface Played {
  /** Payloads that the store has accepted and not settled. */
  accepted: Set<string>;
  /** Those that it may have. */
  unsure: Set<string>;
  store: SendStore;
}

/** Messages are held and settled. `goesOn`: a fault is the disk's, and not the end of the process. */
function play(goesOn: () => boolean): Played {
  const store = new SendStore({ file, sync: true });
  const accepted = new Set(store.unsettled().map(([, { payload }]) => payload));
  const unsure = new Set<string>();
  const numbers: number[] = [];
  const steps = ["1", "2", "settle", "3", "settle", "settle", "4", "5", "settle", "6"];
  for (const step of steps) {
    if (!goesOn()) break;
    if (step === "settle") {
      const number = numbers.shift();
      const payload = store.unsettled().find(([id]) => id === number)?.[1].payload;
      if (number === undefined || payload === undefined) continue;
      store.settle(number);
      accepted.delete(payload);
      unsure.add(payload);
    } else
      try {
        numbers.push(store.hold(message(step)));
        accepted.add(step);
      } catch {
        if (!goesOn()) unsure.add(step);
      }
  }
  return { accepted, unsure, store };
}

/** How many calls it is without a fault. */
function callsInAll(): number {
  writeFileSync(file, BEFORE);
  mend();
  const { store } = play(() => true);
  const { calls } = disk;
  store.close();
  return calls;
}

function expectKept({ accepted, unsure }: Played, what: string): void {
  const store = new SendStore({ file, sync: true });
  const kept = store.unsettled().map(([, { payload }]) => payload);
  store.close();
  expect(
    [...accepted].filter((payload) => !kept.includes(payload)),
    `${what}: lost`,
  ).toEqual([]);
  expect(
    kept.filter((payload) => !accepted.has(payload) && !unsure.has(payload)),
    `${what}: refused`,
  ).toEqual([]);
  expect(
    kept.filter((payload) => accepted.has(payload)),
    `${what}: order`,
  ).toEqual([...accepted]);
}

/** A client is refused where its store cannot be read; `played` is undefined then. */
function playedWith(failsAt: number, fails: number, code: string, goesOn = () => true): Played | undefined {
  writeFileSync(file, BEFORE);
  rmSync(`${file}.new`, { force: true });
  isOnDisk(file);
  mend();
  Object.assign(disk, { failsAt, fails, code });
  let played: Played | undefined;
  try {
    played = play(goesOn);
  } catch (error) {
    expect((error as Error).message).toMatch(
      /^The store .+ cannot be opened: .+\. Mend that, or name another file\.$/,
    );
  }
  mend();
  return played;
}

test("a disk fault at any call loses no accepted message", () => {
  const calls = callsInAll();
  for (const code of ["ENOSPC", "EIO"])
    for (const fails of [1, 2, 7])
      for (let at = 1; at <= calls; at += 1) {
        const what = `${fails} times ${code} from call ${at} on`;
        const played = playedWith(at, fails, code);
        if (played === undefined) continue;
        // A sound disk takes more.
        played.store.hold(message("last"));
        played.accepted.add("last");
        played.store.close();
        expectKept(played, what);
      }
});

test("a process killed at any call loses no accepted message", () => {
  const calls = callsInAll();
  for (let at = 1; at <= calls; at += 1) {
    const played = playedWith(at, Number.POSITIVE_INFINITY, "EIO", () => disk.calls < at);
    if (played === undefined) continue;
    played.store.close();
    expectKept(played, `ended at call ${at}`);
  }
});

test("a power cut at any call loses no accepted message", () => {
  const calls = callsInAll();
  for (let at = 1; at <= calls; at += 1) {
    disk.names.clear();
    disk.kept.clear();
    const played = playedWith(at, Number.POSITIVE_INFINITY, "EIO", () => disk.calls < at);
    if (played === undefined) continue;
    played.store.close();
    for (const inode of new Set([disk.names.get(file), statSync(file).ino])) {
      const left = disk.kept.get(inode ?? 0) ?? "";
      rmSync(file);
      writeFileSync(file, left);
      expectKept(played, `no power at call ${at}`);
    }
  }
});

test("a store is created whole, or its client is refused", () => {
  mend();
  new SendStore({ file, sync: true }).close();
  const { calls } = disk;
  for (let at = 1; at <= calls; at += 1) {
    rmSync(file, { force: true });
    mend();
    Object.assign(disk, { failsAt: at, fails: 1 });
    try {
      new SendStore({ file, sync: true }).close();
    } catch (error) {
      expect((error as Error).message).toContain("cannot be opened: the disk is full (ENOSPC)");
    }
    mend();
    const store = new SendStore({ file, sync: true });
    store.hold(message("1"));
    store.close();
    expectKept({ accepted: new Set(["1"]), unsure: new Set(), store }, `begun at call ${at}`);
  }
});

test("delivered messages do not fill the disk", () => {
  Object.assign(disk, { room: 1000, folder });
  const store = new SendStore({ file, sync: true });
  for (let count = 0; count < 100; count += 1) store.settle(store.hold(message(`${count}`)));
  const waits = store.hold(message("waits"));
  const fill = () => {
    for (let count = 0; count < 100; count += 1) store.settle(store.hold(message(`${count}`)));
  };
  // A new file has no room beside the old one, which nothing is taken from while a message in it waits.
  expect(fill).toThrow("the disk is full (ENOSPC)");
  store.settle(waits);
  fill();
  store.hold(message("last"));
  store.close();
  const next = new SendStore(file);
  next.close();
  expect(next.unsettled().map(([, { payload }]) => payload)).toEqual(["last"]);
  expect(next.damaged).toBe(0);
});
