// A static address on the engines of boards: the chip has it with gateway and DNS server, and a message changes it.
import { describe, expect, test } from "vitest";
import type { World } from "../../src/platform/node/world.ts";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { imageOf } from "./firmwares.ts";

const ROOT = "attic";
const CONNECTED_MS = 15_000;
const ADDRESS = "192.168.1.40/24,192.168.1.1,9.9.9.9";

/** Starts a device whose settings may have an address. What it has, and which DNS server where the chip tells. */
type Start = (world: World) => Promise<() => unknown>;

const CHIPS: Record<string, Start> = {
  "Espruino on an esp8266": async (world) => {
    const { files, board } = await imageOf("addressed", "esp8266-espruino");
    const [script = ""] = Object.values(files);
    const device = hostEspruino({ script, world, board, chunkBytes: 268 });
    return () => device.evaluate('(i=>i.ip+" "+i.netmask+" "+i.gw)(require("Wifi").getIP())');
  },
};
for (const chip of ["esp8266", "esp32"] as const)
  CHIPS[`NodeMCU on an ${chip}`] = async (world) => {
    const { files } = await imageOf("addressed", `${chip}-nodemcu`);
    const device = hostNodeMcu({ image: files, chip, world, splitOdds: 0 });
    device.boot();
    // The firmware of an ESP32 tells an address in the event alone.
    const address = chip === "esp32" ? "ip" : 'table.concat({ wifi.sta.getip() }, " ")';
    if (chip === "esp32")
      device.evaluate(`local on = wifi.sta.on
        wifi.sta.on = function(name, heard)
          on(name, function(event, info)
            if name == "got_ip" then ip = info.ip .. " " .. info.netmask .. " " .. info.gw end
            heard(event, info)
          end)
        end`);
    return () => {
      expect(device.evaluate("return net.dns.getdnsserver()")).toBe("9.9.9.9");
      return device.evaluate(`return ${address}`);
    };
  };

function worldOf(address: string) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const record = settingsRecord({ ssid: "net", password: "pass-word", host: "b", root: ROOT, address });
  const storage = new Map([[SETTINGS, record]]);
  const world = createVirtualWorld({ clock, storage, chipId: "00112233aabb", peer: broker.peer });
  return { world, broker, storage, clock };
}

describe.each(Object.entries(CHIPS))("%s", (name, start) => {
  test("a device connects with its static address", async () => {
    const { world, broker, clock } = worldOf(ADDRESS);
    const addressOf = await start(world);
    clock.advance(CONNECTED_MS);
    expect([addressOf(), broker.connects.length]).toEqual(["192.168.1.40 255.255.255.0 192.168.1.1", 1]);
  });

  test("a faulty address is refused in words, and a good one kept", async () => {
    const { world, broker, storage, clock } = worldOf(ADDRESS);
    const addressOf = await start(world);
    clock.advance(CONNECTED_MS);
    broker.deliver(`${ROOT}/settings/set`, "address=192.168.1.255/24,192.168.1.1");
    clock.advance(CONNECTED_MS);
    const problem = broker.received.findLast(({ topic }) => topic === `${ROOT}/problem`)?.payload;
    expect(problem).toContain("address is its network's broadcast address: take another one of it");
    broker.deliver(`${ROOT}/settings/set`, "address=192.168.1.41/24,192.168.1.1,9.9.9.9");
    clock.advance(2 * CONNECTED_MS);
    expect(setting(storage.get(SETTINGS) ?? "", "address")).toBe("192.168.1.41/24,192.168.1.1,9.9.9.9");
    expect(broker.connects.length).toBe(2);
    if (name !== "NodeMCU on an esp32") expect(addressOf()).toContain("192.168.1.41 ");
  });
});
