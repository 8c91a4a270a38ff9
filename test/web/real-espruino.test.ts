// A real Espruino behind the page's port: flashed in Chromium, started again from what it has stored, and
// heard at a real broker.
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mosquitto, startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../../tools/laboratory/hosts/espruino/board-stand-ins.ts";
import { realEspruino } from "../../tools/laboratory/hosts/espruino/real-console.ts";
import { crc8 } from "../../tools/sim/parts/sensirion.ts";
import { CHROMIUM, ESPRUINO, MOSQUITTO, needs } from "../needs.ts";
import { type Bench, connect, goTo, openPage, startBench } from "./trial.ts";

/** The largest pool stands for the ESP32's. */
const binary = espruinoBinaries().at(-1);

/** A busy computer is slow. */
const PATIENCE_MS = 120_000;

/** 25 °C and 50 %, as an SHT3x gives them: two words, each with its check. */
const AIR = ["\x66\x66", "\x80\x00"].map((word) => word + String.fromCharCode(crc8(word))).join("");
const SENSOR = `$i2c={write:function(){return true;},read:function(){return ${JSON.stringify(AIR)};}};`;

/** The stand-ins are no file of the board's: the page's flash does not find them. */
const HIDDEN = `(function(s){var r=s.read,l=s.list;
s.read=function(n,a,b){return n==".boot0"?undefined:r(n,a,b)};
s.list=function(){return l().filter(function(n){return n!=".boot0"})}})(require("Storage"));`;

describe("a real Espruino at the page", needs(CHROMIUM, ESPRUINO, MOSQUITTO), () => {
  let bench: Bench;
  let broker: Mosquitto;
  let watcher: MqttClient;
  /** What devices have said since it was last emptied; what the broker has kept does not count. */
  let heard: Record<string, string> = {};
  beforeAll(async () => {
    bench = await startBench();
    broker = await startMosquitto();
    watcher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    watcher.on("message", (topic, payload, { retain }) => {
      if (!retain) heard[topic.split("/").at(-1) ?? ""] = payload.toString();
    });
    await watcher.subscribeAsync("home/#");
  });
  afterAll(async () => {
    await watcher?.endAsync();
    await broker?.end();
    await bench?.end();
  });

  test("a real Espruino is flashed, configured, publishes, and survives power cuts", async () => {
    if (binary === undefined) return;
    const board = realEspruino(binary, new Map([[".boot0", `${BOARD_STAND_INS}\n${SENSOR}\n${HIDDEN}`]]));
    const { page, url, complaints, end } = await openPage(bench, board);
    // The image may have to be made first.
    page.setDefaultTimeout(PATIENCE_MS);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const isHeard = () => expect.poll(() => heard, { timeout: PATIENCE_MS, interval: 100 });
    try {
      await connect({ page, url });
      await page.getByText("LINUX", { exact: true }).waitFor();
      await goTo({ page, url }, "settings");
      await page.getByText("The board has no settings yet").waitFor();
      await page.getByLabel("Network").fill("home");
      await page.getByLabel("Password").first().fill("a-secret-word");
      await page.getByLabel("Address").fill("127.0.0.1");
      await page.getByLabel("Port").fill(String(broker.port));
      await button("Store and restart").click();
      await page.getByText("Stored; the device starts with them").waitFor();
      await goTo({ page, url }, "flash");
      await button("Flash").click();
      await page.getByText("Flashed and started").waitFor();
      await isHeard().toMatchObject({ status: "online", temperature: "25.0", humidity: "50" });

      heard = {};
      board.powerCycle();
      await isHeard().toMatchObject({ status: "online", temperature: "25.0" });
      await goTo({ page, url }, "live");
      await page.getByRole("log").getByText("connected", { exact: false }).first().waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await end();
      board.dispose();
    }
  });
});
