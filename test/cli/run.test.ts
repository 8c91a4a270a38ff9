import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";

const CHIP = "00c0ffee";
const ROOT = `home/living-room-${CHIP}`;

const climateAt = (broker: string, ...more: string[]) => [
  ...["run", "climate", "--chip", CHIP, "--broker", broker],
  ...more,
];

function runClimate(broker: string, more: string[] = [], environment: NodeJS.ProcessEnv = {}) {
  return ringmoteHere(climateAt(broker, ...more), environment);
}

function listen(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** A server that takes connections and hands them to `taken`; they are destroyed when the test ends. */
function serverOf(taken: (socket: Socket) => void): Promise<number> {
  return listen(
    createServer((socket) => {
      onTestFinished(() => void socket.destroy());
      socket.on("error", () => {});
      taken(socket);
    }),
  );
}

async function watch(port: number) {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync());
  const seen: string[] = [];
  const waiting = new Set<() => void>();
  client.on("message", (topic, payload) => {
    seen.push(`${topic} ${payload}`);
    for (const look of waiting) look();
  });
  await client.subscribeAsync("#", { qos: 1 });
  const saw = (line: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (seen.includes(line)) resolve();
      };
      waiting.add(look);
      look();
    });
  return { client, saw, seen };
}

test("a device publishes, obeys, and goes offline in order", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const { client, saw } = await watch(broker.port);
  const run = ringmote(climateAt(`mqtt://127.0.0.1:${broker.port}`));
  await saw(`${ROOT}/status online`);
  await saw(`${ROOT}/temperature 19.5`);
  await client.publishAsync(`${ROOT}/heater/set`, "on", { qos: 1 });
  await saw(`${ROOT}/heater on`);
  await run.wrote(/^living-room: pin heater is 1$/m);
  run.process.kill("SIGINT");
  expect(await run.ended).toBe(0);
  await saw(`${ROOT}/status offline`);
});

test("a killed device is offline by its will", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const { saw } = await watch(broker.port);
  const run = ringmote(climateAt(`mqtt://127.0.0.1:${broker.port}`));
  await saw(`${ROOT}/status online`);
  run.process.kill("SIGKILL");
  await saw(`${ROOT}/status offline`);
});

test("an absent broker is reported once and found later", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const run = runClimate(`mqtt://127.0.0.1:${port}`);
  await run.wrote(/^living-room: not connected: connection refused$/m);
  const broker = await startBroker(port);
  onTestFinished(broker.close);
  await run.wrote(/^living-room: connected$/m);
  expect(run.errors().match(/connection refused/g)).toHaveLength(1);
  run.interrupt();
  expect(await run.ended).toBe(0);
});

test("a wrong password is refused with a sentence that hides it", async () => {
  const aedes = await Aedes.createBroker();
  onTestFinished(() => aedes.close());
  aedes.authenticate = (_client, user, password, done) => {
    if (user === "me" && password?.toString() === "right") return done(null, true);
    done(Object.assign(new Error("bad user name or password"), { returnCode: 4 }), null);
  };
  const port = await listen(createServer(aedes.handle));
  const wrong = runClimate(`mqtt://me:wrong-secret@127.0.0.1:${port}`);
  await wrong.wrote(/^living-room: not connected: .*password/m);
  wrong.interrupt();
  expect(await wrong.ended).toBe(0);
  expect(wrong.output() + wrong.errors()).not.toContain("wrong-secret");
  const right = runClimate(`mqtt://me@127.0.0.1:${port}`, [], { RINGMOTE_BROKER_PASSWORD: "right" });
  await right.wrote(/^living-room: connected$/m);
});

test("a server that is no broker is reported as such", async () => {
  const port = await serverOf((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const run = runClimate(`mqtt://127.0.0.1:${port}`);
  await run.wrote(/^living-room: not connected: .+$/m);
  run.interrupt();
  expect(await run.ended).toBe(0);
});

test("an unknown host is reported with a sentence", async () => {
  const run = runClimate("mqtt://no-such-host.invalid");
  await run.wrote(/^living-room: not connected: unknown host$/m);
});

test("stored settings name the broker; a password argument is never stored", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const address = `mqtt://127.0.0.1:${broker.port}`;
  const settings = ringmoteHere([
    "settings",
    "--target",
    "node",
    "--broker",
    address,
    "--out",
    join(folder, "settings"),
  ]);
  expect(await settings.ended).toBe(0);
  const stored = readFileSync(join(folder, "settings"), "latin1");

  const bySettings = ringmoteHere(["run", "climate", "--chip", CHIP, "--storage", folder]);
  await bySettings.wrote(/^living-room: connected$/m);
  bySettings.interrupt();
  expect(await bySettings.ended).toBe(0);

  const byOption = runClimate(`mqtt://me:secret@127.0.0.1:${broker.port}`, ["--storage", folder]);
  await byOption.wrote(/^living-room: connected$/m);
  byOption.interrupt();
  await byOption.ended;
  expect(readFileSync(join(folder, "settings"), "latin1")).toBe(stored);
});

test.each([
  ["damaged settings", "host=127.0.0.1\n", 'are damaged; write them again with "ringmote settings"'],
  [
    "settings with an address for a host",
    "host=mqtt://127.0.0.1:1884\nend\n",
    'name no broker that can be found: write host=127.0.0.1 port=1884, with "ringmote settings"',
  ],
])("the entries %s in the storage's folder are refused", async (_, lines, sentence) => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "settings"), `ringmote 1\n${lines}`);
  const run = ringmoteHere(["run", "climate", "--storage", folder]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(`ringmote: The settings in ${folder} ${sentence}.\n`);
});

test("a device with faulty declarations is refused, a sentence for each fault", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, when } from "ringmote";\nexport default device({ name: "Lamp 1", rules: [when("nothing").is(1).toggle("lamp")] });\n`,
  );
  writeFileSync(join(folder, "wiring.ts"), "export default {};\n");
  const device = ringmoteHere(["run", folder, "--broker", "mqtt://127.0.0.1:1"]);
  expect(await device.ended).toBe(1);
  expect(device.errors()).toMatch(
    /^ringmote: .*device\.ts:2: The device name "Lamp 1" is not one; .*\n.*device\.ts:2: A rule .*\n/,
  );
  expect(device.errors()).not.toContain("    at ");
});
