// Waves of a rollout, and what has become of one of its devices by what it tells.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { RolledOut } from "../../tools/cli/push/rollout.ts";
import { RolloutSigner } from "../../tools/cli/push/rollout-signer.ts";
import { type Standing, standingIn } from "../../tools/cli/push/standing.ts";
import { inWaves, wavesOption } from "../../tools/cli/push/waves.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { hmacSigner, signedUpdate } from "../../tools/update/signed-update.ts";
import { ringmoteHere } from "./in-process.ts";

const UPDATE = signedUpdate(
  { id: "porch", board: "b", target: "t", version: "1.1.0", parts: [{ name: "rm-1", content: "x" }] },
  { device: "porch-1", counter: 2 },
  hmacSigner("hmac-sha256", HASHES.sha256, "key"),
);
const OURS = UPDATE.digest;
const IDLE: Standing = {
  version: "1.0.0",
  board: "b",
  target: "t",
  counter: 1,
  runs: "",
  offer: "",
  state: "idle",
  percent: 0,
  says: "",
};

function offered(): RolledOut {
  const device = new RolledOut("porch-1", "home/porch-1");
  device.offered(UPDATE, 0);
  return device;
}

test("waves grow to a percentage of all, at least one device", () => {
  const devices = Array.from({ length: 30 }, (_, i) => i);
  expect(inWaves(devices, wavesOption("1,5,20,100%")).map(({ length }) => length)).toEqual([1, 1, 4, 24]);
  expect(inWaves(devices, wavesOption("10,50")).flat()).toHaveLength(15);
  expect(inWaves(["one"], wavesOption("1,5,100%"))).toEqual([["one"], [], []]);
});

test.each(["", "0,5", "5,5", "5,1", "50,101", "5;10", "1e1"])("waves of %j are refused", (text) => {
  expect(() => wavesOption(text)).toThrow(/--wave ".*" is not allowed; it is the percentages/);
});

test.each([
  ["x-1", "--wave", "--wave is for several devices; x-1 is one."],
  ["all", "--after", "--after is of one device's counter; name that device alone."],
])("the target %s refuses the option %s", async (to, option, sentence) => {
  const run = ringmoteHere(["push", "climate", "--broker", "mqtt://127.0.0.1:1", "--to", to, option, "5"]);
  expect([await run.ended, run.errors()]).toEqual([2, `ringmote: ${sentence}\n`]);
});

test("a device counts as confirmed or failed by its report", () => {
  const fateOf = (...told: Partial<Standing>[]) => {
    const device = offered();
    for (const change of told) device.tells({ ...IDLE, ...change }, 1);
    return [device.fate, device.why];
  };
  const trial = { runs: OURS, offer: OURS, state: "on trial" };
  expect(fateOf({ offer: "of others" })).toEqual(["offered", ""]);
  expect(fateOf({ offer: OURS, state: "fetching" })).toEqual(["begun", ""]);
  expect(fateOf(trial, { runs: OURS, offer: "" })).toEqual(["confirmed", ""]);
  expect(fateOf(trial, { offer: "" })[1]).toContain("tried and taken back");
  const says = "update refused: its tag is not by this device's key";
  expect(fateOf({ offer: OURS, says })).toEqual(["failed", says]);
});

test("a device that sleeps has until its next wake to answer, and to come back", () => {
  const asleepMs = 900_000;
  const device = new RolledOut("porch-1", "home/porch-1", "none", asleepMs);
  device.offered(UPDATE, 0);
  device.waits(asleepMs + 60_000, 2_100_000);
  expect(device.fate).toBe("offered");
  device.tells({ ...IDLE, offer: OURS, state: "fetching" }, asleepMs);
  device.waits(2 * asleepMs + 2_100_000, 2_100_000);
  expect(device.fate).toBe("begun");
  device.waits(2 * asleepMs + 2_100_001, 2_100_000);
  expect([device.fate, device.why]).toEqual(["failed", "it did not come back"]);
  const silent = new RolledOut("porch-1", "home/porch-1", "none", asleepMs);
  silent.offered(UPDATE, 0);
  silent.waits(asleepMs + 60_001, 2_100_000);
  expect(silent.fate).toBe("silent");
});

test("a device silent after its switch counts as failed", () => {
  const device = offered();
  device.waits(60_000, 2_100_000);
  expect(device.fate).toBe("offered");
  device.waits(60_001, 2_100_000);
  expect(device.fate).toBe("silent");
  const begun = offered();
  begun.tells({ ...IDLE, offer: OURS, state: "fetching" }, 1000);
  begun.waits(2_101_000, 2_100_000);
  expect(begun.fate).toBe("begun");
  begun.waits(2_101_001, 2_100_000);
  expect([begun.fate, begun.why]).toEqual(["failed", "it did not come back"]);
});

test("a device that repeats its report for ever is given up", () => {
  const device = offered();
  for (let now = 0; now <= 2_200_000; now += 1000) {
    device.tells({ ...IDLE, offer: OURS, state: "fetching", percent: now < 50_000 ? 5 : 10 }, now);
    device.waits(now, 2_100_000);
    expect(device.fate).toBe(now <= 2_150_000 ? "begun" : "failed");
  }
});

test("a device's problem is reported as one clean line", () => {
  const device = offered();
  device.tells({ ...IDLE, runs: OURS, offer: OURS }, 1);
  device.problem = `air\nringmote: all are confirmed\x1b[2J${"!".repeat(1000)}`;
  device.ends();
  expect(device.why).toMatch(/^it reports a problem: air\P{Cc}+$/u);
  expect(device.why.length).toBeLessThan(450);
});

test.each([
  ["counter", "1e3"],
  ["counter", "-5"],
  ["counter", ""],
  ["percent", "-1e300"],
  ["percent", "101"],
  ["board", "b".repeat(97)],
  ["target", "a b"],
  ["runs", "x"],
  ["says", "!".repeat(2048)],
])("a saved rollout whose %s is %j is ignored", (key, value) => {
  const lines = { version: "1.0.0", board: "b", target: "t", counter: "1", percent: "0", runs: "", says: "" };
  const text = (changed: object) =>
    Object.entries({ ...lines, ...changed })
      .map(([name, own]) => `${name}=${own}\n`)
      .join("");
  expect(standingIn(text({}))).toMatchObject({ board: "b", counter: 1 });
  expect(standingIn(text({ [key]: value }))).toBeUndefined();
});

test("a replaced key signs for no device", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-replaced-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = new KeyStore(folder);
  store.make("porch-1", "hmac");
  store.rotate("porch-1");
  const faultOf = (device: string, sign?: string) =>
    new RolloutSigner(store, sign).faultOf({
      device: new RolledOut(device, `home/${device}`),
      standing: IDLE,
      image: { id: "porch", board: "b", target: "t", version: "1.1.0", parts: [] },
    });
  expect(faultOf("porch-1")).toBeUndefined();
  expect(faultOf("porch-1", "porch-1.before-1")).toBeUndefined();
  expect(faultOf("porch-1.before-1")).toContain("that is the name of a replaced key");
  expect(faultOf("porch-2")).toContain("There is no key of porch-2");
});

test("only a new problem after the update is a failure", () => {
  for (const [problem, fate] of [
    ["none", "confirmed"],
    ["air: no answer", "failed"],
  ] as const) {
    const device = offered();
    device.tells({ ...IDLE, runs: OURS, offer: OURS }, 1);
    device.problem = problem;
    device.ends();
    expect(device.fate).toBe(fate);
  }
  const old = new RolledOut("porch-1", "home/porch-1");
  old.problem = "air: no answer";
  old.offered(UPDATE, 0);
  old.tells({ ...IDLE, runs: OURS, offer: OURS }, 1);
  old.ends();
  expect(old.fate).toBe("confirmed");
});
