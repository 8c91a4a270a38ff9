// Settings that no device can use, on each engine: refused when they come by message; taken back when they
// stand among what is tried, as an older firmware or a fault of the flash may have left them.
import { describe, expect, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { MARK, TRIED } from "../../src/runtime/settings-trial.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { BAD_SETTINGS, type BadSetting } from "./bad-settings.ts";
import { type Engine, espruino, nodeMcu } from "./engines.ts";
import { firmwareOf } from "./firmwares.ts";
import type { Stage } from "./replay-world.ts";

const ROOT = "attic";
const OLD = settingsRecord({ ssid: "net", password: "pass-word", host: "old", root: ROOT });
/** Enough for a start, on every engine. */
const STARTED_MS = 15_000;
/** Ninety seconds, a restart before and after, and what a device that cannot act itself is given more. */
const TRIAL_MS = 130_000;

const NODE: Pick<Engine, "name" | "stage"> = {
  name: "Node",
  stage: async (firmware) => ({
    startsAfterMs: 0,
    roleOf: String,
    start(world) {
      const device = powerDevice(world, firmwareOf(firmware).declaration);
      return { stop: () => device.stop(() => {}), kill: device.cutPower };
    },
  }),
};

const ENGINES = [
  NODE,
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp8266"),
  espruino("esp32"),
].map((engine) => ({ name: engine.name, engine }));

/** A device that starts with these records. Nobody answers but the broker "old". */
function started(stage: Stage, records: readonly (readonly [string, string])[]) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const storage = new Map(records);
  const console: string[] = [];
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    log: (line) => console.push(line),
    peer: (end, endpoint) =>
      endpoint.host === "old" && endpoint.port === 1883
        ? broker.peer(end, endpoint)
        : { received: () => {}, closed: () => {} },
  });
  stage.start(world);
  world.clock.advance(stage.startsAfterMs + STARTED_MS);
  return {
    console,
    storage,
    pass: world.clock.advance,
    /** Tells it at the topic of the settings that hold. */
    change(lines: string, passMs = 3000) {
      broker.deliver(`${setting(storage.get(SETTINGS) ?? "", "root")}/settings/set`, lines);
      world.clock.advance(passMs);
    },
    problem: () => broker.received.findLast(({ topic }) => topic === `${ROOT}/problem`)?.payload,
    connects: () => broker.connects.length,
  };
}

/** The old settings with one of them changed, whatever its value is. */
function withBad({ key, value }: BadSetting): string {
  const others = OLD.split("\n").filter((line) => !line.startsWith(`${key}=`));
  return [...others.slice(0, -2), `${key}=${value}`, "end", ""].join("\n");
}

describe.each(ENGINES)("$name", ({ engine }) => {
  test("an invalid setting is refused at once, and nothing has changed", async () => {
    const device = started(await engine.stage("remote"), [[SETTINGS, OLD]]);
    for (const { key, value, what } of BAD_SETTINGS) {
      device.change("");
      expect(device.problem(), `before ${key}, ${what}`).toBe("none");
      device.change(`${key}=${value}`);
      expect(device.problem(), `${key}, ${what}`).toMatch(/^settings were refused: ./);
    }
    expect([device.storage.get(SETTINGS), device.connects()]).toEqual([OLD, 1]);
  });

  test("a lone port is accepted and drops the other broker's credentials", async () => {
    const known = {
      ssid: "net",
      password: "pass-word",
      host: "old",
      root: ROOT,
      user: "me",
      secret: "s3cret",
    };
    const device = started(await engine.stage("remote"), [[SETTINGS, settingsRecord(known)]]);
    device.change("port=1884");
    const { ssid, password, host, root } = known;
    const others = settingsRecord({ ssid, password, host, root });
    expect(device.storage.get(TRIED)).toBe(others.replace(/end\n$/, "port=1884\nend\n"));
  });

  test.each(BAD_SETTINGS)(
    "$key, $what, on trial: the device returns and takes other settings",
    async (bad) => {
      const device = started(await engine.stage("remote"), [
        [SETTINGS, OLD],
        [MARK, "0"],
        [TRIED, withBad(bad)],
      ]);
      device.pass(TRIAL_MS);
      device.change("keepalive=30", 2 * STARTED_MS);
      expect(setting(device.storage.get(SETTINGS) ?? "", "keepalive")).toBe("30");
    },
  );
});
