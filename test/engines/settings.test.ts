// Settings by message, on the boards' engines: what is tried is kept by the broker's answer, or taken back without it.
import { describe, expect, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { espruino, nodeMcu } from "./engines.ts";
import { imageOf } from "./firmwares.ts";
import type { Stage } from "./replay-world.ts";

const ROOT = "attic";
/** Enough for a restart, on every engine. */
const RESTARTED_MS = 15_000;

/** A device that is connected to the broker "old". Nobody answers but that one and "new". */
function connected(stage: Stage, credentials: Partial<Settings> = {}) {
  const clock = createVirtualClock();
  const brokers = { old: createBroker({ timers: clock }), new: createBroker({ timers: clock }) };
  const storage = new Map([
    [
      SETTINGS,
      settingsRecord({ ssid: "net", password: "pass-word", host: "old", root: ROOT, ...credentials }),
    ],
  ]);
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    peer(end, endpoint) {
      const { host } = endpoint;
      const broker = host === "old" || host === "new" ? brokers[host] : undefined;
      return broker?.peer(end, endpoint) ?? { received: () => {}, closed: () => {} };
    },
  });
  stage.start(world);
  world.clock.advance(stage.startsAfterMs + RESTARTED_MS);
  return {
    change(lines: string) {
      brokers.old.deliver(`${ROOT}/settings/set`, lines);
      world.clock.advance(RESTARTED_MS);
    },
    pass: world.clock.advance,
    told: (host: "old" | "new", name: string) =>
      brokers[host].received.findLast(({ topic }) => topic === `${ROOT}/${name}`)?.payload,
    stored: (key: string) => setting(storage.get(SETTINGS) ?? "", key),
    disconnects: () => brokers.old.disconnects,
    /** User and password of the last CONNECT at a broker. */
    shown(host: "old" | "new") {
      const { username, password } = brokers[host].connects.at(-1) ?? {};
      return [username, password?.toString()];
    },
  };
}

const ENGINES = [
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp8266"),
  espruino("esp32"),
].map((engine) => ({ name: engine.name, engine }));

describe.each(ENGINES)("$name", ({ engine }) => {
  test("a device reports its settings, refuses faults and keeps accepted settings", async () => {
    const device = connected(await engine.stage("remote"));
    expect(device.told("old", "settings")).toBe(
      `ssid=net\nhost=old\nroot=${ROOT}\npassword is set\nsecret is not set\n`,
    );
    device.change("host=new\nport=65536");
    expect(device.told("old", "problem")).toBe(
      "settings were refused: port is a whole number from 1 to 65535",
    );
    expect(device.stored("host")).toBe("old");
    device.change("host=new\nport=1884");
    expect(["host", "port", "ssid", "password"].map(device.stored)).toEqual([
      "new",
      "1884",
      "net",
      "pass-word",
    ]);
    expect([device.disconnects(), device.told("new", "problem")]).toEqual([1, "none"]);
    expect(device.told("new", "settings")).toContain("port=1884\n");
  });

  test("a device shows another broker no secret and keeps the message's own", async () => {
    const known = { user: "me", secret: "s3cret" };
    const device = connected(await engine.stage("remote"), known);
    device.change("keepalive=30");
    expect(device.shown("old")).toEqual(["me", "s3cret"]);
    device.change("host=new");
    expect([device.shown("new"), device.stored("secret")]).toEqual([[undefined, undefined], ""]);
    const other = connected(await engine.stage("remote"), known);
    other.change("host=new\nuser=you\nsecret=other");
    expect(other.shown("new")).toEqual(["you", "other"]);
  });

  test("each engine takes back settings that reach no broker, and reports it", async () => {
    const device = connected(await engine.stage("remote"));
    device.change("host=nowhere");
    device.pass(110_000);
    expect(device.told("old", "problem")).toMatch(/^settings were tried and taken back: ./);
    expect([device.stored("host"), device.told("old", "settings")?.split("\n")[1]]).toEqual([
      "old",
      "host=old",
    ]);
  });
});

test("a network taken back leaves the network that an ESP8266 stored", async () => {
  const { files } = await imageOf("remote", "esp8266-nodemcu");
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const storage = new Map([[SETTINGS, settingsRecord({ host: "old", root: ROOT })]]);
  const world = createVirtualWorld({ clock, storage, chipId: "00112233aabb", peer: broker.peer });
  const wifi = { ssid: "net", password: "pass-word" };
  const chip = hostNodeMcu({ image: files, chip: "esp8266", lua: "5.1", world, wifi });
  chip.boot();
  world.clock.advance(RESTARTED_MS);
  chip.evaluate('wifi.sta.config({ ssid = "net", pwd = "pass-word" })');
  world.clock.advance(RESTARTED_MS);
  broker.deliver(`${ROOT}/settings/set`, "ssid=elsewhere");
  world.clock.advance(110_000 + RESTARTED_MS);
  expect([chip.restarts(), broker.connects.length]).toEqual([2, 2]);
});
