// Facts that only the chip knows, as an image tells them on each engine: why it started, its
// memory, the signal; and a restart.
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { espruino, NODE, nodeMcu } from "./engines.ts";
import { CHIP_ID, type Stage } from "./replay-world.ts";
import { ROOT, SETTINGS_RECORD } from "./session.ts";

const SIGNAL_DBM = -71;
/** The signal is not known before there is a network: it is told with the second sample. */
const CONNECTED_MS = 65_000;
const RESTARTED_MS = 10_000;

/** A device that a watchdog has started, connected. */
function live(stage: Stage) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  let restarts = 0;
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage: new Map([[SETTINGS, SETTINGS_RECORD]]),
    chipId: CHIP_ID,
    chip: {
      resetReason: "watchdog",
      signalStrength: () => SIGNAL_DBM,
      restart: () => {
        restarts += 1;
      },
    },
  });
  stage.start(world);
  clock.advance(stage.startsAfterMs + CONNECTED_MS);
  const told = (name: string) =>
    broker.received.findLast(({ topic }) => topic === `${ROOT}/${name}`)?.payload;
  return {
    broker,
    told,
    restarts: () => restarts,
    restart() {
      broker.publish(`${ROOT}/restart/set`, "on", { qos: 1 });
      clock.advance(stage.startsAfterMs + RESTARTED_MS);
    },
  };
}

/** What each engine's firmware tells; none where it does not know. */
const ENGINES = [
  { engine: nodeMcu("esp8266", "5.1"), reason: "watchdog", after: "software", signal: "-71" },
  { engine: nodeMcu("esp32", "5.3"), reason: "watchdog", after: "software", signal: "None" },
  { engine: espruino("esp8266"), reason: "watchdog", after: "software", signal: "-71" },
  { engine: espruino("esp32"), reason: "unknown", after: "unknown", signal: "-71" },
].map((row) => ({ name: row.engine.name, ...row }));

describe.each(ENGINES)("$name", ({ engine, reason, after, signal }) => {
  test("a device reports why it started, its free memory and signal", async () => {
    const device = live(await engine.stage("chip"));
    expect(device.told("reset-reason")).toBe(reason);
    expect(Number(device.told("free-memory"))).toBeGreaterThan(1000);
    expect(device.told("signal") ?? "None").toBe(signal);
  });

  test("a chip restarts on request and reports the reason", async () => {
    const device = live(await engine.stage("chip"));
    device.restart();
    expect(device.broker.connects).toHaveLength(2);
    expect(device.told("status")).toBe("online");
    expect(device.told("reset-reason")).toBe(after);
  });
});

test("in Node a device reports its world and asks for restarts", async () => {
  const device = live(await NODE.stage("chip"));
  expect(device.told("reset-reason")).toBe("watchdog");
  expect(device.told("signal")).toBe(String(SIGNAL_DBM));
  device.restart();
  expect(device.restarts()).toBe(1);
});
