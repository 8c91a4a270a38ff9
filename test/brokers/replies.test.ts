// Commands with an answer, as docs/topics.md shows them: its device is built for boards, and its program asks
// the device at real brokers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/client/connect.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { startEmbedded } from "./embedded.ts";

const PAGE = readFileSync(new URL("../../docs/topics.md", import.meta.url), "utf8");
const [, DEVICE = "", PROGRAM = ""] =
  /## Commands with an answer.*?```ts\n(import .*?)```.*?```js\n(import .*?)```/s.exec(PAGE) ?? [];
/** As the page has it: a device without a root of its own is called by its name and its chip. */
const CHIP = "0a1b2c3d4e5f";
const ROOT = `home/greenhouse-${CHIP}`;
const WIRING = `import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
export default {
  "esp32-espruino": wire(esp32Espruino, { pump: "D23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { pump: "D1" }),
};
`;
const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-replies-"));
writeFileSync(join(FOLDER, "device.ts"), DEVICE);
writeFileSync(join(FOLDER, "wiring.ts"), WIRING);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["esp32-espruino", "esp8266-nodemcu"])("the page's device is built for %s", async (board) => {
  const { files } = await buildImage({ firmware: FOLDER, board, evenTooLarge: true });
  expect(files.map(({ content }) => content.text).join()).toContain("outcome");
});

const brokers = [
  { name: "embedded", asked: needs(), start: () => startEmbedded() },
  { name: "mosquitto", asked: needs(MOSQUITTO), start: () => startMosquitto() },
];

for (const { name, asked, start } of brokers)
  describe(name, asked, () => {
    async function atBroker() {
      const broker = await start();
      onTestFinished(broker.end);
      const { declaration } = await readFirmware(FOLDER);
      const settings = { host: "127.0.0.1", port: broker.port };
      const world = createRealWorld({
        chipId: CHIP,
        storage: new Map([[SETTINGS, settingsRecord(settings)]]),
      });
      onTestFinished(world.end);
      const limits = { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 536 };
      const device = startNodeDevice(world, declaration, simulatedWires(declaration), limits);
      onTestFinished(() => device.kill());
      const url = `mqtt://127.0.0.1:${broker.port}`;
      const watcher = connect(url, { id: "watcher", mqtt: 5 });
      onTestFinished(() => watcher.kill());
      const state = new Promise((resolve) =>
        watcher.subscribe(`${ROOT}/pump`, ({ payload }) => resolve(payload)),
      );
      expect(await state).toBe("off");
      return { url, watcher };
    }

    test("the page's program is answered by the page's device", async () => {
      const { url } = await atBroker();
      const printed: string[] = [];
      const body = PROGRAM.replace(/^import .*\n/, "").replace("mqtt://127.0.0.1:1883", url);
      const run = new Function("connect", "console", `return (async () => {${body}})()`);
      await run(connect, { log: (line: string) => void printed.push(line) });
      expect(printed).toEqual(["waiting: it waits for its minimum time"]);
    });

    test("each of several requests gets its own answer", async () => {
      const { watcher } = await atBroker();
      const ask = (payload: string) => watcher.request(`${ROOT}/pump/set`, payload);
      const answers = await Promise.all(["off", "on", "of"].map(ask));
      expect(answers.map(({ payload, properties }) => [properties.userProperties?.outcome, payload])).toEqual(
        [
          ["done", "off"],
          ["waiting", "it waits for its minimum time"],
          ["refused", 'not understood: "of"; the commands are on and off'],
        ],
      );
    });
  });
