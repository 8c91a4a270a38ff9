// Power that goes at any change of NodeMCU's files while settings are tried: the device comes back at the old
// broker or the new one, and takes settings again.
import { expect, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { imageOf } from "./firmwares.ts";

const ROOT = "attic";
const CONNECTED_MS = 15_000;
/** Cut in the middle, a write leaves so many bytes. */
const KEPT_BYTES = 3;
/** More than the start with new settings and their trial make. */
const MOST_CHANGES = 12;

async function device() {
  const { files } = await imageOf("remote", "esp8266-nodemcu");
  const clock = createVirtualClock();
  const brokers = { old: createBroker({ timers: clock }), new: createBroker({ timers: clock }) };
  const storage = new Map([[SETTINGS, settingsRecord({ ssid: "net", host: "old", root: ROOT })]]);
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    peer: (end, endpoint) => brokers[endpoint.host === "new" ? "new" : "old"].peer(end, endpoint),
  });
  const host = hostNodeMcu({ image: files, chip: "esp8266", lua: "5.1", world, joinsWithWorld: true });
  host.boot();
  world.clock.advance(CONNECTED_MS);
  return { host, world, brokers, stored: (key: string) => setting(storage.get(SETTINGS) ?? "", key) };
}

test.each(["in which the change came", "in which it is tried"])(
  "in the life %s, at any change of a file",
  async (life) => {
    let cuts = 0;
    for (let changes = 0; changes < MOST_CHANGES; changes += 1) {
      const { host, world, brokers, stored } = await device();
      if (life === "in which the change came") host.files.cutPower(changes, KEPT_BYTES);
      brokers.old.deliver(`${ROOT}/settings/set`, "host=new");
      for (let i = 0; i < 50 && host.restarts() === 0; i += 1) world.clock.advance(100);
      if (life === "in which it is tried") host.files.cutPower(changes, KEPT_BYTES);
      world.clock.advance(CONNECTED_MS);
      // So many changes there were not.
      if (host.isRunning()) break;
      cuts += 1;
      // The new one may have let it in before the cut.
      const heard = brokers.new.received.length;
      host.boot();
      world.clock.advance(CONNECTED_MS);
      const at = brokers.new.received.length > heard ? "new" : "old";
      const rest = `${changes} changes before the cut`;
      // Told again, it is at the new one.
      brokers[at].deliver(`${ROOT}/settings/set`, "host=new\nport=1884");
      world.clock.advance(2 * CONNECTED_MS);
      expect([stored("host"), stored("port"), stored("ssid")], rest).toEqual(["new", "1884", "net"]);
    }
    expect(cuts).toBeGreaterThan(4);
  },
  300_000,
);
