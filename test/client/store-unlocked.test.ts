// Stores without the command that locks, as in an image of a container with Node alone: two
// clients may open one store.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";

vi.mock("node:child_process", () => ({ spawnSync: () => ({ status: null }) }));

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

function hold(store: SendStore, ...payloads: string[]): void {
  for (const payload of payloads) store.hold({ topic: "a", payload, qos: 1, retain: false, properties: "" });
}

/** What the next client finds. */
function files(): string[] {
  const store = new SendStore(file);
  store.close();
  return store.unsettled().map(([, { payload }]) => payload);
}

const IN_USE = "another client writes into it, and the command flock is missing that locks it";

test("two clients without a lock overwrite nothing of each other", () => {
  const first = new SendStore(file);
  const second = new SendStore(file);
  expect([first.isLocked, second.isLocked]).toEqual([false, false]);
  hold(first, "1", "2");
  expect(() => hold(second, "a longer one")).toThrow(IN_USE);
  hold(first, "3");
  second.close();
  first.close();
  expect(files()).toEqual(["1", "2", "3"]);
});

test("a client without a lock settles no message over another's records", () => {
  const first = new SendStore(file);
  hold(first, "1", "2");
  const second = new SendStore(file);
  hold(second, "3");
  first.settle(1);
  expect(() => hold(first, "4")).toThrow(IN_USE);
  hold(second, "5");
  first.close();
  second.close();
  expect(files()).toEqual(["1", "2", "3", "5"]);
});

test("a client without a lock continues after another that wrote nothing", () => {
  const first = new SendStore(file);
  hold(first, "1");
  new SendStore(file).close();
  hold(first, "2");
  first.settle(1);
  first.close();
  expect(files()).toEqual(["2"]);
});

test("a client without a lock replaces no file that another wrote", () => {
  const first = new SendStore(file);
  hold(first, "1");
  const second = new SendStore(file);
  hold(second, "2");
  for (let number = 1; number <= 1500; number += 1) first.settle(number);
  first.close();
  second.close();
  expect(files()).toEqual(["1", "2"]);
});
