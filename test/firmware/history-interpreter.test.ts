// A history in real interpreters, in real time, over an outage of seconds: what was measured meanwhile comes
// once, in order, with its time.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { ESPRUINO, needs } from "../needs.ts";
import type { KeptReading } from "./kept-readings.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** An image believes no time from before its build. */
const LATER = 2 * DAY;
const OUTAGE_MS = 7 * SECOND;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-history-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
writeFileSync(
  join(FOLDER, "device.ts"),
  `import { device, minutes, numberInput, seconds, sensor, stateOf, valueOnly } from "ringmote";
const level = numberInput("level", valueOnly(), { min: -50, max: 50, step: 0.1, atStart: -18.5 });
export default device({
  name: "freezer",
  clock: { topic: "home/time" },
  sensors: [
    sensor("reading", stateOf(level), { every: seconds(2), decimals: 1, history: { keep: minutes(1) } }),
  ],
  actuators: [level],
});
`,
);
writeFileSync(
  join(FOLDER, "wiring.ts"),
  `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
export default { "d1-mini-espruino": wire(d1MiniEspruino, {}) };
`,
);

describe.each(espruinoBinaries())("$name", needs(ESPRUINO), (binary) => {
  test("the readings of an outage come once, in order, with their times", async () => {
    const { files } = await keptImage({ firmware: FOLDER, board: "d1-mini-espruino" });
    const broker = await startEmbedded();
    onTestFinished(broker.end);
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const settings = { ssid: "net", password: "long enough", host: "127.0.0.1", port: broker.port };
    const device = runEspruino({
      binary,
      script: files[0]?.content.text ?? "",
      storage: new Map([[SETTINGS, settingsRecord({ ...settings, id: "room-1" })]]),
    });
    onTestFinished(async () => device.dispose());
    const teller = await startTeller(broker.port);
    onTestFinished(teller.end);
    const readings = () =>
      subscriber
        .payloadsOf("home/room-1/reading/history")
        .flatMap((payload) => JSON.parse(payload) as KeptReading[]);

    await vi.waitFor(() => expect(readings().length).toBeGreaterThan(0), 30_000);
    device.setNetwork(false);
    const wentAt = Date.now() + LATER;
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    device.setNetwork(true);
    const cameAt = Date.now() + LATER;
    await vi.waitFor(
      () => expect((readings().at(-1)?.[0] ?? 0) * SECOND).toBeGreaterThan(cameAt - 2500),
      60_000,
    );

    const times = readings().map(([time]) => time * SECOND);
    for (const [i, time] of times.slice(1).entries())
      expect(Math.abs(time - (times[i] ?? 0) - 2 * SECOND)).toBeLessThanOrEqual(SECOND);
    expect(times.filter((time) => time > wentAt && time < cameAt).length).toBeGreaterThanOrEqual(3);
    expect(new Set(readings().map(([, value]) => value))).toEqual(new Set([-18.5]));
    expect(device.ranOutOfMemory()).toBe(false);
  });
});

/** Tells the time on the topic of the device's clock, as a program of the house does. */
async function startTeller(port: number) {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const beat = setInterval(
    () => void client.publishAsync("home/time", String(Math.floor((Date.now() + LATER) / SECOND))),
    SECOND,
  );
  return {
    end: () => {
      clearInterval(beat);
      return client.endAsync(true);
    },
  };
}
