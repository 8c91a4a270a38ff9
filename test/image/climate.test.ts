// The images of the climate device live: each connects, measures, publishes, obeys and says goodbye.

import { expect, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import type { Image } from "../../tools/image/build.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { translated } from "../../tools/monitor/traces.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { lineMap } from "../../tools/targets/image.ts";

/** Powers an image up on its board; errors that escaped it are told with the lines of the source. */
async function powerUp(
  image: Image,
  world: VirtualWorld,
): Promise<{ device: SimulatedDevice; errors: () => readonly string[] }> {
  const board = await readBoard(image.board);
  const files = Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
  if (board.target === "espruino") {
    const script = lineMap(image)["climate.js"] ?? [];
    const device = hostEspruino({
      script: files["climate.js"] ?? "",
      world,
      board,
      chunkBytes: board.chip === "esp32" ? 536 : 268,
    });
    return { device, errors: () => device.stacks.map((error) => translated(error, { ".bootcde": script })) };
  }
  const device = hostNodeMcu({
    image: files,
    chip: espOf(board.chip),
    variant: board.variant,
    world,
    loadBytecode: true,
  });
  device.boot();
  return { device, errors: () => device.panics.map((error) => translated(error, lineMap(image))) };
}

/** One board of each chip under each interpreter that it has. */
const BOARDS = [
  "esp32-espruino",
  "esp32-c3-espruino",
  "esp32-s3-espruino",
  "esp8266-espruino",
  "esp32-nodemcu",
  "esp32-s2-nodemcu",
  "esp32-c3-nodemcu",
  "esp32-s3-nodemcu",
  "esp32-c6-nodemcu",
  "esp8266-nodemcu",
];

test.each(BOARDS)("climate on %s publishes, switches its heater and goes offline in order", async (name) => {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const sensor = createSht3x({ now: clock.now, air: () => ({ celsius: 21.53, humidity: 40.2 }) });
  const storage = new Map([
    ["settings", settingsRecord({ ssid: "home", password: "long enough", host: "broker" })],
  ]);
  const log: string[] = [];
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    i2c: sensor,
    storage,
    log: (line) => log.push(line),
  });

  const { device, errors } = await powerUp(await keptImage({ firmware: "climate", board: name }), world);
  clock.advance(150_000);
  const payloads = (ending: string) =>
    broker.received.filter(({ topic }) => topic.endsWith(ending)).map(({ payload }) => payload);
  expect({ log, errors: errors(), breaches: broker.breaches }).toMatchObject({ errors: [], breaches: [] });
  expect(payloads("/status")).toEqual(["online"]);
  expect(payloads("/temperature")[0]).toBe("21.5");
  expect(payloads("/humidity")[0]).toBe("40");
  expect(payloads("/heater")).toEqual(["off"]);

  const topic = broker.received.find((message) => message.topic.endsWith("/heater"))?.topic ?? "";
  broker.deliver(`${topic}/set`, "on");
  clock.advance(5000);
  expect(payloads("/heater")).toEqual(["off", "on"]);
  expect([...world.pins.values()]).toContain(1);

  let stopped = false;
  device.stop(() => {
    stopped = true;
  });
  clock.advance(5000);
  expect(stopped).toBe(true);
  expect(payloads("/status")).toEqual(["online", "offline"]);
  expect(broker.disconnects).toBe(1);
  expect(errors()).toEqual([]);
});
