// One image on each engine, at a real broker: its entities appear in Home Assistant, and its switch works from there.

import { expect, onTestFinished, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import type { SimulatedDevice, World } from "../../src/platform/node/world.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { startHomeAssistant } from "./stand-in.ts";

const ID = "climate-1";
const CONFIG = `homeassistant/device/${ID}/config`;
/** What an earlier image of the device announced: a button by itself, and a sensor beside those of today. */
const BEFORE = `homeassistant/button/${ID}-bell/config \n${CONFIG} pressure:sensor temperature:sensor \n`;
/** An image may have to be built first. */
const PATIENCE_MS = 300_000;

async function powerUp(boardName: string, world: World): Promise<SimulatedDevice> {
  const board = await readBoard(boardName);
  const image = await keptImage({ firmware: "climate", board: boardName });
  const files = Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
  if (board.target === "espruino") {
    return hostEspruino({
      script: files["climate.js"] ?? "",
      world,
      board,
      chunkBytes: board.chip === "esp32" ? 536 : 268,
    });
  }
  const device = hostNodeMcu({ image: files, chip: espOf(board.chip), variant: board.variant, world });
  device.boot();
  return device;
}

test.each(["esp8266-espruino", "esp8266-nodemcu"])(
  "climate on %s appears in Home Assistant, is switched, and leaves",
  async (board) => {
    const broker = await startEmbedded();
    onTestFinished(broker.end);
    const home = await startHomeAssistant(broker.port);
    onTestFinished(home.end);
    const log: string[] = [];
    const settings = { ssid: "home", password: "long enough", host: "127.0.0.1", port: broker.port, id: ID };
    const world = createRealWorld({
      i2c: createSht3x({ now: () => performance.now(), air: () => ({ celsius: 21.53, humidity: 40.2 }) }),
      storage: new Map([
        ["settings", settingsRecord(settings)],
        ["announced", BEFORE],
      ]),
      log: (line) => log.push(line),
    });
    onTestFinished(world.end);
    const device = await powerUp(board, world);

    await home.untilEntities(["temperature", "humidity", "heater", "problem"].map((key) => `${ID}-${key}`));
    await home.untilState(`${ID}-temperature`, "21.5");
    await home.untilState(`${ID}-heater`, "off");
    await home.act(`${ID}-heater`, "turn on");
    await home.untilState(`${ID}-heater`, "on");
    expect(home.announced.slice(0, 3)).toEqual([`homeassistant/button/${ID}-bell/config`, CONFIG, CONFIG]);
    const before = home.announced.length;
    await home.sayOnline();
    await home.until("an announcement after its start", () => home.announced.length > before);
    device.kill();
    await home.untilState(`${ID}-heater`, "unavailable");
    expect(home.complaints).toEqual([]);
    expect(world.storage.get("announced")).toContain(`${CONFIG} temperature:sensor `);
  },
  PATIENCE_MS,
);
