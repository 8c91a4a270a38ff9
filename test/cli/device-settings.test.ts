// Changing the settings of a device that runs, by `ringmote settings --device`: what is said of each way that it goes.
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { main } from "../../tools/cli/main.ts";
import { changeSettings, rootOf } from "../../tools/cli/settings/device-settings.ts";
import { droppedBy } from "../../tools/cli/settings/settings-changes.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { KeyStore } from "../../tools/update/key-store.ts";

const CHIP = "00112233aabb";
const ROOT = `home/room-${CHIP}`;

async function ownBroker(): Promise<EmbeddedBroker> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return broker;
}

/** A device in Node at the broker, once it has told its settings there. */
async function startDevice({ port }: EmbeddedBroker) {
  const storage = new Map([
    [SETTINGS, settingsRecord({ host: "127.0.0.1", port, user: "me", secret: "s3cret" })],
  ]);
  const world = createRealWorld({ seed: 1, chipId: CHIP, storage, log: () => {} });
  const watcher = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => watcher.endAsync(true));
  const told = new Promise<void>((resolve) => watcher.once("message", () => resolve()));
  await watcher.subscribeAsync(`${ROOT}/settings`);
  const running = powerDevice(world, device({ name: "room", settings: "remote" }));
  onTestFinished(async () => {
    running.cutPower();
    await world.end();
  });
  await told;
  return storage;
}

/** Somebody who answers a change as a device would: with these messages below the root. */
async function standIn(
  { port }: EmbeddedBroker,
  answers: readonly (readonly [topic: string, payload: string])[],
  { status = "online", told = "host=old\n" } = {},
) {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync(true));
  await client.publishAsync(`${ROOT}/settings`, told, { retain: true });
  await client.publishAsync(`${ROOT}/status`, status, { retain: true });
  client.on("message", () => {
    for (const [topic, payload] of answers) client.publish(`${ROOT}/${topic}`, payload, { retain: true });
  });
  await client.subscribeAsync(`${ROOT}/settings/set`);
}

/** What the command printed, what it complained of, and its exit code. */
async function ringmote(...args: string[]) {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main(["settings", ...args]);
  const said = [log, error].map((spy) => spy.mock.calls.map(([line]) => String(line)).join("\n"));
  log.mockRestore();
  error.mockRestore();
  return { code, output: said[0], errors: said[1] };
}

const at = ({ port }: EmbeddedBroker) => ["--broker", `mqtt://127.0.0.1:${port}`, "--device", ROOT];

test("settings without changes shows the device's values without secrets", async () => {
  const broker = await ownBroker();
  await startDevice(broker);
  const { code, output } = await ringmote(...at(broker));
  const lines = ["host=127.0.0.1", `port=${broker.port}`, "user=me", "password is not set", "secret is set"];
  expect([code, output]).toEqual([0, lines.join("\n")]);
});

test("an accepted change is stored, and the command follows its identity", async () => {
  const broker = await ownBroker();
  const storage = await startDevice(broker);
  const { code, output, errors } = await ringmote(...at(broker), "id=kitchen", "keepalive=120");
  expect([code, errors]).toEqual([0, ""]);
  expect(output.split("\n")).toEqual(expect.arrayContaining(["id=kitchen", "keepalive=120"]));
  expect(setting(storage.get(SETTINGS) ?? "", "id")).toBe("kitchen");
});

test("the command follows a change of the broker", async () => {
  const [broker, otherBroker] = [await ownBroker(), await ownBroker()];
  const storage = await startDevice(broker);
  const { code, output } = await ringmote(
    ...at(broker),
    "--json",
    `port=${otherBroker.port}`,
    "user=me",
    "secret=2",
  );
  expect([code, JSON.parse(output)]).toEqual([
    0,
    { device: ROOT, outcome: "kept", settings: expect.arrayContaining(["user=me", "secret is set"]) },
  ]);
  expect(setting(storage.get(SETTINGS) ?? "", "port")).toBe(String(otherBroker.port));
});

test("losses of moving to another broker are named before and after", async () => {
  const [broker, otherBroker] = [await ownBroker(), await ownBroker()];
  await startDevice(broker);
  const { code, output, errors } = await ringmote(...at(broker), "--json", `port=${otherBroker.port}`);
  expect([code, JSON.parse(output)]).toMatchObject([
    0,
    { outcome: "kept", dropped: ["user", "secret"], settings: expect.arrayContaining(["secret is not set"]) },
  ]);
  expect(errors).toBe(
    `ringmote: ${ROOT} goes there without its user and secret: what belongs to a broker or a network is not taken to another one. ` +
      "Where it is needed, bring it in the same command (user=... secret=...).",
  );
});

test("settings with ask show the other broker no password", async () => {
  const broker = await ownBroker();
  await standIn(broker, []);
  const heard: Buffer[] = [];
  const server = createServer((socket) => socket.on("data", (bytes) => heard.push(bytes)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const asker = { host: "127.0.0.1", port: broker.port, tls: false, user: "admin", password: "topsecret" };
  void changeSettings(asker, ROOT, { port: String(port) }, 500).catch(() => {});
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), 10_000);
  expect(Buffer.concat(heard).toString("latin1")).not.toMatch(/admin|topsecret/);
});

test("turning TLS off is refused before sending", async () => {
  const broker = await ownBroker();
  await standIn(broker, [], { told: "host=old\ntls=1\n" });
  const { code, errors } = await ringmote(...at(broker), "tls=0", "port=1883");
  expect([code, errors]).toEqual([
    2,
    "ringmote: The device would refuse this: TLS is not turned off by message.",
  ]);
});

test("unchanged settings are reported as stored at once", async () => {
  const broker = await ownBroker();
  await startDevice(broker);
  expect((await ringmote(...at(broker), "user=me")).code).toBe(0);
});

test.each([
  ["the only problem", ""],
  ["the last of several problems", "air: no answer;\nheater: it waits for its minimum time;\n"],
])("the device's refusal %s is shown", async (_, before) => {
  const broker = await ownBroker();
  await standIn(broker, [["problem", `${before}settings were refused: they could not be stored`]]);
  expect(await ringmote(...at(broker), "host=new")).toEqual({
    code: 1,
    output: "",
    errors: `ringmote: ${ROOT} refused the settings, and changed none of them: they could not be stored.`,
  });
});

test("a reverted change is a failure in the device's words", async () => {
  const broker = await ownBroker();
  const why = "broker refused: not authorized; let this user in, or set another";
  await standIn(broker, [
    ["problem", `settings were tried and taken back: ${why}`],
    ["settings", "host=old\nsecret is set\n"],
  ]);
  const { code, output, errors } = await ringmote(...at(broker), "--json", "secret=hunter2");
  expect([code, JSON.parse(output)]).toEqual([1, { device: ROOT, outcome: "taken back", reason: why }]);
  expect(errors).toBe(`ringmote: ${ROOT} tried the settings and has its old ones back: ${why}.`);
});

test("a device that stays away is reported as silent", async () => {
  const broker = await ownBroker();
  await standIn(broker, [["settings", "host=old\n"]]);
  const address = { host: "127.0.0.1", port: broker.port, tls: false };
  expect(await changeSettings(address, ROOT, { id: "other" }, 500)).toEqual({ outcome: "silent" });
});

test("an offline device is not awaited", async () => {
  const broker = await ownBroker();
  await standIn(broker, [], { status: "offline" });
  const { code, errors } = await ringmote(...at(broker), "host=new");
  expect([code, errors]).toEqual([
    1,
    `ringmote: ${ROOT} is offline, and would not hear of it; try again when it is there.`,
  ]);
});

test("a device without settings messages is not changed", async () => {
  const broker = await ownBroker();
  const { code, errors } = await ringmote(...at(broker), "host=new");
  expect([code, errors]).toEqual([
    1,
    `ringmote: No device tells its settings at ${ROOT}/settings; is it there, and does it declare \`settings: "remote"\`?`,
  ]);
}, 20_000);

test.each([
  ["tls=1\n", ["password", "user", "secret"]],
  ["tls=1\nauthority is set\n", ["password"]],
])("a new network drops what the device with %j would drop", (lines, dropped) => {
  const told = `ssid=net\nhost=old\nuser=me\npassword is set\nsecret is set\n${lines}`;
  expect(droppedBy(told, { ssid: "other" })).toEqual(dropped);
});

test("an unreachable broker is reported", async () => {
  const broker = await startBroker(0);
  await broker.close();
  const { code, errors } = await ringmote(...at(broker), "host=new");
  expect([code, errors]).toEqual([
    1,
    expect.stringMatching(/^ringmote: The broker at 127\.0\.0\.1:\d+ cannot be used: .+\.$/),
  ]);
});

test.each([
  [["colour=red"], 'There is no setting "colour". Known are: ssid, password, address, host,'],
  [["hots=new"], 'There is no setting "hots"; did you mean "host"?'],
  [["port=many"], "The setting port cannot be that: port is a whole number from 1 to 65535."],
  [["secret=a\nb"], "The setting secret cannot be that: secret is one line, without NUL."],
  [
    ["id=a/#"],
    "The setting id cannot be that: id stands in topics, and must not hold the wildcards + and #.",
  ],
  [["host="], "The setting host cannot be that: a device needs a broker."],
  [
    ["host=mqtts://me:pw@192.168.1.10:1884"],
    "The setting host cannot be that: write host=192.168.1.10 port=1884 tls=1 user=... secret=....",
  ],
  [["host=192.168.1.10:1883"], "The setting host cannot be that: write host=192.168.1.10 port=1883."],
  [["host=[::1]"], "The setting host cannot be that: write host=::1."],
  [
    ["host=ws://broker/mqtt"],
    "The setting host cannot be that: host is a name or an address alone, without mqtt://, port and spaces.",
  ],
  [
    ["secret"],
    "The setting secret has no value; write secret=value, or put its value into RINGMOTE_NEW_SECRET.",
  ],
])("the change %j is refused before sending", async (changes, sentence) => {
  const { code, errors } = await ringmote("--broker", "mqtt://127.0.0.1:1", "--device", "x", ...changes);
  expect([code, errors]).toEqual([2, expect.stringContaining(sentence)]);
});

test("settings for a board need its Wi-Fi, whatever else is changed", async () => {
  const broker = ["--broker", "mqtt://h"];
  expect((await ringmote(...broker, "keepalive=30")).errors).toContain("A board needs Wi-Fi");
  expect((await ringmote(...broker)).errors).toContain("name a device that runs with --device");
});

test("a device may be named by identity or topic root", () => {
  expect([rootOf("room-0a1b2c"), rootOf("attic/room"), rootOf("attic/room/")]).toEqual([
    "home/room-0a1b2c",
    "attic/room",
    "attic/room",
  ]);
});

test("--sealed seals the changes by the device's key", async () => {
  const broker = await ownBroker();
  const keys = mkdtempSync(join(tmpdir(), "ringmote-sealed-settings-"));
  onTestFinished(() => rmSync(keys, { recursive: true }));
  const store = new KeyStore(keys);
  store.make(`room-${CHIP}`, "hmac");
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  await client.publishAsync(`${ROOT}/sealed`, "5", { retain: true });
  await standIn(broker, [["settings", "host=old\nkeepalive=77\nport=1883\n"]]);
  const sent = new Promise<string>((resolve) =>
    client.once("message", (_topic, payload) => resolve(payload.toString())),
  );
  await client.subscribeAsync(`${ROOT}/settings/set`);
  const to = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--device", `room-${CHIP}`, "--keys", keys];
  expect((await ringmote(...to, "--sealed", "keepalive=77", "port=1883")).code).toBe(0);
  const words = "keepalive=77\nport=1883 5";
  const tag = store.sealerOf(`room-${CHIP}`)(`${ROOT}/settings/set`, words);
  expect(await sent).toBe(`${words} ${tag}`);
});

test("a device with sealed settings refuses bare ones in its words", async () => {
  const broker = await ownBroker();
  await standIn(broker, [
    ["problem", "a sealed command was refused, to settings: it is no payload with a counter and a tag"],
  ]);
  const to = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--device", `room-${CHIP}`];
  const { code, errors } = await ringmote(...to, "keepalive=77");
  expect([code, errors]).toEqual([1, expect.stringContaining("it is no payload with a counter and a tag")]);
  const alone = await ringmote("--broker", "mqtt://localhost", "--sealed", "keepalive=77");
  expect([alone.code, alone.errors]).toEqual([
    2,
    expect.stringContaining("--sealed is for a device that runs"),
  ]);
});
