// ringmote logs: what a device in Node says at a broker, its restart and its identification.
import { connectAsync } from "mqtt";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { button, minutes, powerSwitch, restartChip } from "../../src/index.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { main } from "../../tools/cli/main.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";

const CHIP = "00112233aabb";
const ROOT = `home/room-${CHIP}`;

let broker: EmbeddedBroker;

beforeEach(async () => {
  broker = await startBroker(0);
  return () => broker.close();
});

const somebody = async () => {
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  return client;
};

/** A device at the broker, once it is online. */
async function startDevice(): Promise<void> {
  const storage = new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port: broker.port })]]);
  const world = createRealWorld({ seed: 1, chipId: CHIP, storage, log: () => {} });
  const watcher = await somebody();
  const online = new Promise<void>((resolve) => watcher.once("message", () => resolve()));
  await watcher.subscribeAsync(`${ROOT}/status`);
  const running = powerDevice(
    world,
    device({
      name: "room",
      log: { level: "info" },
      actuators: [
        button("restart", restartChip(), { deviceClass: "restart" }),
        button("identify", relay("beeper"), {
          deviceClass: "identify",
          atMost: { times: 1, within: minutes(1) },
        }),
        powerSwitch("heater", relay("heater")),
      ],
    }),
  );
  onTestFinished(async () => {
    running.cutPower();
    await world.end();
  });
  await online;
}

/** What the command printed, what it complained of, and its exit code. */
async function logs(...args: string[]) {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main(["logs", "--broker", `mqtt://127.0.0.1:${broker.port}`, "--device", ROOT, ...args]);
  const [output, errors] = [log, error].map((spy) => spy.mock.calls.map(([line]) => String(line)).join("\n"));
  log.mockRestore();
  error.mockRestore();
  return { code, output: output ?? "", errors: errors ?? "" };
}

test("logs prints a device's status, problems, log and refused commands", async () => {
  await startDevice();
  const client = await somebody();
  const shown = logs("--seconds", "3");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await client.publishAsync(`${ROOT}/heater/set`, "boil");
  const { code, output } = await shown;
  expect(code).toBe(0);
  const lines = output.split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
  expect(lines.slice(0, 2).sort()).toEqual(["problem: none", "status: online"]);
  expect(lines.some((line) => line.startsWith("heater: "))).toBe(true);
  expect(lines.some((line) => /^(info|warning): .*heater/.test(line))).toBe(true);
});

test("restart ends when the device is back", async () => {
  await startDevice();
  const { code, output } = await logs("--restart", "--json");
  expect(code).toBe(0);
  const said = output.split("\n").map((line) => JSON.parse(line) as { about: string; text: string });
  const statuses = said.filter(({ about }) => about === "status").map(({ text }) => text);
  expect([statuses[0], statuses.length > 1, statuses.at(-1)]).toEqual(["online", true, "online"]);
});

test("restart distinguishes a missing button from an absent device", async () => {
  await startDevice();
  const { code, errors } = await logs("--restart", "reboot", "--seconds", "1");
  expect([code, errors]).toEqual([
    1,
    `ringmote: ${ROOT} did not restart in 1 s; has it a button "reboot" for that?`,
  ]);
  const client = await somebody();
  await client.publishAsync("home/away/status", "offline", { retain: true });
  const away = await logs("--device", "home/away", "--identify");
  expect([away.code, away.errors]).toEqual([
    1,
    "ringmote: home/away is offline, and would not hear of it; try again when it is there.",
  ]);
});

test("a device identifies itself, and refuses to do so too often", async () => {
  await startDevice();
  const first = await logs("--identify");
  expect([first.code, first.errors]).toEqual([0, `ringmote: ${ROOT} was asked to identify itself.`]);
  const second = await logs("--identify");
  expect(second.code).toBe(1);
  expect(second.errors).toContain(`ringmote: ${ROOT} does not identify itself: `);
});

test("logs waits for a broker that goes away", async () => {
  const { port } = broker;
  const shown = logs("--seconds", "6");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await broker.close();
  broker = await startBroker(port);
  const client = await somebody();
  for (let times = 0; times < 10; times += 1) {
    await client.publishAsync(`${ROOT}/log`, "warning: back\ninfo: \x1b[2Jtwo");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const { code, output, errors } = await shown;
  expect(code).toBe(0);
  expect(errors).toContain("It is waited for.");
  expect(output).toContain("warning: back");
  expect(output).not.toContain("\x1b");
});

test("two concurrent presses are refused", async () => {
  const { code, errors } = await logs("--restart", "--identify");
  expect([code, errors]).toEqual([
    2,
    "ringmote: --restart and --identify are two presses; give one of them.",
  ]);
});
