// The host name that a router is shown: the device's identity, where the chip takes it for a host name.
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { imageOf } from "./firmwares.ts";

const CONNECTED_MS = 15_000;

function worldOf(id: string) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const storage = new Map([
    [SETTINGS, settingsRecord({ ssid: "net", password: "pass-word", host: "b", id })],
  ]);
  const world = createVirtualWorld({ clock, storage, chipId: "00112233aabb", peer: broker.peer });
  return { world, connects: () => broker.connects.length };
}

/** Keeps the name that was taken: the ESP32's firmware has no question for it. */
const LISTEN = `hostName = "none"
local set = wifi.sta.sethostname
wifi.sta.sethostname = function(name) set(name) hostName = name end`;

/** The host name behind the connection of a device with this identity. */
const CHIPS: Record<string, (id: string) => Promise<[unknown, number]>> = {};
for (const chip of ["esp8266", "esp32"] as const) {
  CHIPS[`Espruino on an ${chip}`] = async (id) => {
    const { files, board } = await imageOf("counter", `${chip}-espruino`);
    const [script = ""] = Object.values(files);
    const { world, connects } = worldOf(id);
    const device = hostEspruino({ script, world, board, chunkBytes: chip === "esp32" ? 536 : 268 });
    world.clock.advance(CONNECTED_MS);
    return [device.evaluate('require("Wifi").getHostname()'), connects()];
  };
  CHIPS[`NodeMCU on an ${chip}`] = async (id) => {
    const { files } = await imageOf("counter", `${chip}-nodemcu`);
    const { world, connects } = worldOf(id);
    const device = hostNodeMcu({ image: files, chip, world, splitOdds: 0 });
    device.boot();
    device.evaluate(LISTEN);
    world.clock.advance(CONNECTED_MS);
    return [device.evaluate("return hostName"), connects()];
  };
}

describe.each(Object.entries(CHIPS))("%s", (_name, hostNameOf) => {
  test("a device shows its identity as its host name", async () => {
    expect(await hostNameOf("porch")).toEqual(["porch", 1]);
  });

  test("an identity too long for a host name connects under the chip's name", async () => {
    const [hostName, connects] = await hostNameOf("p".repeat(64));
    expect([["espressif", "none"].includes(String(hostName)), connects]).toEqual([true, 1]);
  });
});

test("an ESP8266 under NodeMCU refuses an underscore, and connects all the same", async () => {
  expect(await CHIPS["NodeMCU on an esp8266"]?.("front_porch")).toEqual(["none", 1]);
});
