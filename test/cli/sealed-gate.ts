// A simulated gate at a broker, whose bolt is sealed: its key and its firmware lie in a folder that goes with
// the test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { button, lock, powerSwitch, textInput } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { UpdateFolder } from "../../src/platform/node/update-folder.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { keptAt } from "./kept-at.ts";

export const ID = "gate-a1b2c3";
const LIMITS = { slots: 8, bytes: 1000, packetBytes: 512, linkBytes: 1000 };

/** The same as the device below, in Home Assistant. */
export function writeGateFirmware(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "device.ts"),
    `import { button, device, homeAssistant, lock, powerSwitch, textInput } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({
  name: "gate",
  update: { key: "hmac" },
  discovery: homeAssistant(),
  actuators: [
    lock("bolt", relay("bolt"), { sealed: true }),
    textInput("words", { sealed: true }),
    button("bell", relay("bell"), { sealed: true }),
    powerSwitch("lamp", relay("lamp")),
  ],
});
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import raspberryPi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
export default {
  "raspberry-pi-zero-2-w": wire(raspberryPi, { bolt: "GPIO17", bell: "GPIO27", lamp: "GPIO22" }),
};
`,
  );
}

function gate() {
  return device({
    name: "gate",
    update: { key: "hmac" },
    actuators: [
      lock("bolt", relay("bolt"), { sealed: true }),
      textInput("words", { sealed: true }),
      button("bell", relay("bell"), { sealed: true }),
      powerSwitch("lamp", relay("lamp")),
    ],
  });
}

/** Starts it; `asked`: who decides at its broker who may do what. */
export async function startSealedGate(asked?: Parameters<typeof startBroker>[3]) {
  const broker = await startBroker(0, {}, () => {}, asked);
  const folder = mkdtempSync(join(tmpdir(), "ringmote-gate-"));
  const [keys, firmware] = [join(folder, "keys"), join(folder, "gate")];
  writeGateFirmware(firmware);
  const store = new KeyStore(keys);
  store.make(ID, "hmac");
  store.make("other", "hmac");
  const world = createRealWorld({
    timers: createRealTimers(),
    connectsAtOnce: true,
    storage: new Map([
      [SETTINGS, settingsRecord({ host: "127.0.0.1", port: broker.port, id: ID })],
      [KEY_RECORD, store.recordOf(ID)],
    ]),
  });
  const parts = new UpdateFolder(join(folder, "parts"));
  world.updates = { board: "simulated", target: "node", hashes: HASHES, started: 0, store: parts };
  const running = startNodeDevice(world, gate(), { bolt: "bolt", lamp: "lamp", bell: "bell" }, LIMITS);
  onTestFinished(async () => {
    running.kill();
    await world.end();
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const kept = async (topic: string) => new Map(await keptAt(url)).get(`home/${ID}/${topic}`);
  await vi.waitFor(async () => expect(await kept("sealed")).toBe("1"), 10_000);
  const publish = async (topic: string, payload: string | Buffer, retain = false, user?: string) => {
    const client = await connectAsync(url, { username: user, password: user });
    await client.publishAsync(topic, payload, { qos: 1, retain });
    await client.endAsync();
  };
  return { broker, folder, keys, firmware, running, url, kept, publish };
}
