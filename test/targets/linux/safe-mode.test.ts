// Safe mode under Linux, as a service has it: a device whose program ends with an error at each start.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { UNSTEADY_STARTS } from "../../../src/device/run/unsteady-starts.ts";
import { MOST_UNSTEADY, SAFE_WORDS } from "../../../src/runtime/safe-mode.ts";
import { SETTINGS, setting } from "../../../src/runtime/settings.ts";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { createMachine } from "./machine.ts";

const PATIENCE = { timeout: 60_000, interval: 20 };
/** While it is stored, the driver throws. */
const BROKEN = "broken";

let firmware = "";

beforeAll(() => {
  firmware = mkdtempSync(join(tmpdir(), "ringmote-linux-safe-mode-"));
  writeFileSync(
    join(firmware, "device.ts"),
    `import { device, powerSwitch } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

const lamp = relay("lamp");
const { setUp } = lamp;
lamp.setUp = (part, ports, wires, value) => {
  if (ports.readRecord("${BROKEN}") !== undefined) throw "the driver is broken";
  setUp(part, ports, wires, value);
};
export default device({ name: "porch", safeMode: true, settings: "remote", actuators: [powerSwitch("lamp", lamp)] });
`,
  );
  writeFileSync(
    join(firmware, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import raspberryPi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
export default { "raspberry-pi-zero-2-w": wire(raspberryPi, { lamp: "GPIO17" }) };
`,
  );
  return () => rmSync(firmware, { recursive: true });
});

async function machineWith(records: Readonly<Record<string, string>>, speed = 1) {
  const broker = await startBroker(0);
  onTestFinished(() => broker.close());
  const settings = { host: "127.0.0.1", port: broker.port, id: "pi", root: "home/pi" };
  const machine = await createMachine({ firmware, settings, records, speed });
  onTestFinished(machine.remove);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const topics = new Map<string, string>();
  client.on("message", (topic, payload) => void topics.set(topic, payload.toString()));
  await client.subscribeAsync("home/#", { qos: 1 });
  const says = (topic: string, payload: string) =>
    vi.waitFor(() => expect(topics.get(`home/pi/${topic}`)?.trim()).toBe(payload), PATIENCE);
  const record = (name: string) => readFileSync(join(machine.state, name), "latin1");
  return { machine, client, topics, says, record };
}

test("ten crashes lead to safe mode, which a command ends", async () => {
  const { machine, client, topics, says, record } = await machineWith({ [BROKEN]: "yes" });
  let starts = 0;
  machine.serve(() => {
    starts += 1;
  });
  await says("problem", SAFE_WORDS);
  // The first safe start brings the lamp to rest, by the driver that throws.
  expect(starts).toBe(MOST_UNSTEADY + 2);
  expect(topics.get("home/pi/lamp")).toBeUndefined();
  await client.publishAsync("home/pi/settings/set", "keepalive=30");
  await vi.waitFor(() => expect(setting(record(SETTINGS), "keepalive")).toBe("30"), PATIENCE);
  expect(starts).toBe(MOST_UNSTEADY + 3);
  rmSync(join(machine.state, BROKEN));
  await client.publishAsync("home/pi/safe-mode/set", "off");
  await says("lamp", "off");
  await says("problem", "none");
  expect(starts).toBe(MOST_UNSTEADY + 4);
  expect(await machine.stop()).toBe(0);
});

test("an hour ends safe mode, and the service restarts the device", async () => {
  const { machine, record } = await machineWith({ [UNSTEADY_STARTS]: `${MOST_UNSTEADY}` }, 400);
  // An exit code behind which systemd starts it, as behind each but that of an orderly stop.
  expect(await new Promise((resolve) => machine.start().once("exit", resolve))).toBe(75);
  expect(record(UNSTEADY_STARTS)).toBe("0");
});
