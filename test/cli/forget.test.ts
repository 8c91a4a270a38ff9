// ringmote forget: what a device has left at a broker goes, and what is another's stays.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Aedes } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { generate, parser as mqttParser, type Packet } from "mqtt-packet";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/index.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { main } from "../../tools/cli/main.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";

let port: number;
let client: MqttClient;
/** What the broker keeps now, by topic. */
const kept = new Map<string, string>();

beforeEach(async () => {
  const broker = await startBroker(0);
  port = broker.port;
  client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  kept.clear();
  client.on("message", (topic, payload) => {
    if (payload.length > 0) kept.set(topic, payload.toString());
    else kept.delete(topic);
  });
  await client.subscribeAsync("#");
  return async () => {
    await client.endAsync(true);
    await broker.close();
  };
});

const KEPT = {
  cmd: "publish",
  topic: "home/old/status",
  payload: Buffer.from("offline"),
  qos: 0,
  retain: true,
  dup: false,
} as const;

/** A device that has announced itself, and told its state. */
async function startDevice(chipId: string) {
  const storage = new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port })]]);
  const world = createRealWorld({ seed: 1, chipId, storage, log: () => {} });
  const running = powerDevice(
    world,
    device({ name: "room", discovery: homeAssistant(), diagnostics: ["uptime"] }),
  );
  onTestFinished(async () => {
    running.cutPower();
    await world.end();
  });
  await until(() => kept.get(`home/room-${chipId}/status`) === "online" && announcements(chipId).length > 0);
  return running;
}

const announcements = (chipId: string) =>
  [...kept].filter(([topic, text]) => topic.startsWith("homeassistant/") && text.includes(`room-${chipId}`));

async function until(isSo: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 10_000 });
}

/** What the command printed when nothing was to be asked. */
const forgetAll = (...words: string[]) => forget("--yes", ...words);

/** What the command printed, what it complained of, and its exit code. */
async function forget(...words: string[]) {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main(["forget", ...words, "--broker", `mqtt://127.0.0.1:${port}`]);
  const [output, errors] = [log, error].map((spy) => spy.mock.calls.map(([line]) => String(line)).join("\n"));
  log.mockRestore();
  error.mockRestore();
  return { code, output, errors };
}

/** Announces a device as one that is somewhere else. */
function announce(id: string, root: string) {
  const config = JSON.stringify({ dev: { ids: id }, o: { name: "ringmote" }, avty_t: `${root}/status` });
  return client.publishAsync(`homeassistant/device/${id}/config`, config, { retain: true });
}

test("an absent device is forgotten, and another device stays", async () => {
  const gone = await startDevice("00000000aa01");
  await startDevice("00000000aa02");
  gone.cutPower();
  await until(() => kept.get("home/room-00000000aa01/status") === "offline");
  const { code, output, errors } = await forgetAll("room-00000000aa01");
  expect(errors).toBe("");
  expect(output).toMatch(/^room-00000000aa01 is forgotten: the broker has let go of \d+ messages\.$/);
  expect(code).toBe(0);
  await until(() => [...kept].every(([topic, text]) => !topic.includes("aa01") && !text.includes("aa01")));
  expect(announcements("00000000aa02")).not.toEqual([]);
  expect(kept.get("home/room-00000000aa02/status")).toBe("online");
});

test("a connected device stays, unless the user insists", async () => {
  await startDevice("00000000aa01");
  expect(await forgetAll("home/room-00000000aa01")).toEqual({
    code: 1,
    output: "",
    errors:
      "ringmote: room-00000000aa01 is connected or asleep, and would announce itself again; switch it off first, or say --even-online.",
  });
  expect(announcements("00000000aa01")).not.toEqual([]);
  expect((await forgetAll("home/room-00000000aa01", "--even-online")).code).toBe(0);
  await until(() => announcements("00000000aa01").length === 0);
});

test("a dry run names the messages and deletes none", async () => {
  await client.publishAsync("home/old/status", "offline", { retain: true });
  await client.publishAsync("home/old/temperature", "20", { retain: true });
  const named = await forget("old", "--dry-run");
  expect(named.output.split("\n").sort()).toEqual(["home/old/status", "home/old/temperature"]);
  const { output } = await forgetAll("old", "--json");
  expect(JSON.parse(output)).toMatchObject({ device: "old", isOnline: false, forgotten: true });
  await until(() => kept.size === 0);
});

test("topics below another device's root belong to that device", async () => {
  await announce("hub", "house");
  await announce("lamp", "house/lamp");
  for (const topic of ["house/status", "house/heater", "house/lamp/status"])
    await client.publishAsync(topic, "offline", { retain: true });
  expect((await forgetAll("hub", "house/")).code).toBe(0);
  await until(() => kept.size === 2);
  expect([...kept.keys()].sort()).toEqual(["homeassistant/device/lamp/config", "house/lamp/status"]);
});

test("forget without a device lists announced devices and presence", async () => {
  expect((await forget()).output).toBe("No device is announced at this broker.");
  await announce("old", "house/old");
  await startDevice("00000000aa01");
  expect((await forget()).output.split("\n")).toEqual([
    "old                offline  house/old",
    "room-00000000aa01  online   home/room-00000000aa01",
  ]);
  expect(JSON.parse((await forget("--json")).output)).toEqual([
    { device: "old", status: "offline", isOnline: false, roots: ["house/old"] },
    { device: "room-00000000aa01", status: "online", isOnline: true, roots: ["home/room-00000000aa01"] },
  ]);
});

test.each([
  [
    "rom-00000000aa01",
    1,
    /^ringmote: The broker keeps nothing of it\. There is no device "rom-.*did you mean "room-/,
  ],
  [
    "home/+",
    2,
    /^ringmote: No device has the name "home\/\+"; name one device, or several as 'climate-\*', or the root of one/,
  ],
  ...["", "#", "$SYS/broker", "home//old", "/old", "homeassistant/", "homeassistant/device/x", "a*/b"].map(
    (none) => [none, 2, /^ringmote: No device('s topics begin with| has the name) "/] as const,
  ),
] as const)("the command forget %s is refused with one sentence", async (name, exitCode, sentence) => {
  await announce("room-00000000aa01", "home/room-00000000aa01");
  const { code, errors } = await forgetAll(name);
  expect(errors).toMatch(sentence);
  expect(code).toBe(exitCode);
});

test.each([
  ["read", false, /^ringmote: .* it does not let this user read homeassistant.*; use one who may\.$/],
  [
    "write",
    true,
    /^ringmote: The broker still keeps 1 of 1 messages, as home\/old\/status; use a user who may write there\.$/,
  ],
] as const)("a user without permission to %s receives a reason", async (_, mayRead, sentence) => {
  const guarded = await guardedBroker();
  await guarded.keep(KEPT);
  guarded.aedes.authorizeSubscribe = (_client, subscription, done) =>
    done(null, mayRead ? subscription : null);
  guarded.aedes.authorizePublish = (_client, packet, done) => {
    packet.retain = false;
    done(null);
  };
  const { code, errors } = await forgetAll("old");
  expect(errors).toMatch(sentence);
  expect(code).toBe(1);
});

/** An announcement of a device, as the broker keeps it. */
const announcementOf = (id: string, root: string) => ({
  ...KEPT,
  topic: `homeassistant/device/${id}/config`,
  payload: Buffer.from(
    JSON.stringify({ dev: { ids: id }, o: { name: "ringmote" }, avty_t: `${root}/status` }),
  ),
});

describe("a broker that closes forbidden clients' connections", () => {
  test("forget lists devices despite false topic claims", async () => {
    const guarded = await guardedBroker();
    guarded.aedes.authorizeSubscribe = (_client, subscription, done) => {
      const isTaken = subscription.topic.split("/").length <= 200 && !/\p{Cc}/u.test(subscription.topic);
      done(isTaken ? null : new Error("closed"), subscription);
    };
    await guarded.keep(announcementOf("deep", `${"a/".repeat(200)}deep`));
    await guarded.keep(announcementOf("bell", "home/\u0007/bell"));
    await guarded.keep(announcementOf("long", `home/${"x".repeat(66_000)}/long`));
    await guarded.keep(announcementOf("lamp", "home/lamp"));
    const { code, output, errors } = await forget("--json");
    expect(errors).toBe("");
    expect(JSON.parse(output).map(({ device }: { device: string }) => device)).toEqual([
      "bell",
      "deep",
      "lamp",
      "long",
    ]);
    expect(code).toBe(0);
  });

  test("forget names a topic that closes the connection, and continues", async () => {
    const guarded = await guardedBroker();
    guarded.aedes.authorizeSubscribe = (_client, subscription, done) =>
      done(subscription.topic === "home/safe/status" ? new Error("closed") : null, subscription);
    for (const id of ["lamp", "safe", "soil"]) await guarded.keep(announcementOf(id, `home/${id}`));
    await guarded.keep({ ...KEPT, topic: "home/soil/status", payload: Buffer.from("online") });
    const { code, output, errors } = await forget();
    expect(errors).toBe(
      "ringmote: warning: the broker closes the connection when it is asked for home/safe/status; what it keeps there is not known, and stays.",
    );
    expect(output.split("\n").map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ["lamp", "offline"],
      ["safe", "offline"],
      ["soil", "online"],
    ]);
    expect(code).toBe(0);
  });
});

test("an announcement two seconds after SUBACK still finds its device", async () => {
  const guarded = await guardedBroker();
  await guarded.keep(announcementOf("lamp", "home/lamp"));
  // It answers first, and is busy with something else before it goes on: with what it keeps, and with all
  // that comes then.
  const proxy = createServer((near) => {
    const far = connect(guarded.port, "127.0.0.1");
    near.pipe(far);
    let isBusy = false;
    const held: Packet[] = [];
    const pass = (packet: Packet) => near.write(generate(packet));
    const parser = mqttParser().on("packet", (packet: Packet) => {
      if (isBusy || packet.cmd === "publish") held.push(packet);
      else pass(packet);
      if (isBusy || packet.cmd !== "suback") return;
      isBusy = true;
      setTimeout(() => {
        isBusy = false;
        for (const packet of held.splice(0)) pass(packet);
      }, 2000);
    });
    far.on("data", (bytes) => parser.parse(bytes));
    for (const [socket, peer] of [
      [near, far],
      [far, near],
    ] as const)
      socket.on("close", () => peer.destroy()).on("error", () => peer.destroy());
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  port = (proxy.address() as AddressInfo).port;
  expect((await forget()).output).toMatch(/^lamp +offline +home\/lamp$/);
});

/** Another broker, which the command is to use. */
async function guardedBroker() {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => server.close(() => resolve()))));
  return {
    aedes,
    port,
    keep: (message: typeof KEPT | ReturnType<typeof announcementOf>) =>
      new Promise<void>((resolve) => aedes.publish(message, () => resolve())),
  };
}

test("forget without a terminal asks nothing and demands --yes", async () => {
  await client.publishAsync("home/old/status", "offline", { retain: true });
  expect(await forget("old")).toEqual({
    code: 2,
    output: "",
    errors:
      "ringmote: What is taken is gone, and nobody is asked here; say --yes, or --dry-run to see what it would be.",
  });
  await until(() => kept.size === 1);
});

test("a pattern forgets only devices announced under such names", async () => {
  await announce("climate-1", "home/climate-1");
  await announce("climate-2", "home/climate-2");
  await announce("lamp-1", "home/lamp-1");
  const theirs = { dev: { ids: "climate-9" }, avty_t: "home/climate-9/status" };
  await client.publishAsync("homeassistant/sensor/other/config", JSON.stringify(theirs), { retain: true });
  for (const id of ["climate-1", "climate-2", "climate-9", "lamp-1"])
    await client.publishAsync(`home/${id}/status`, "offline", { retain: true });
  const { code, output } = await forgetAll("climate-*", "--json");
  expect(code).toBe(0);
  expect(output.split("\n").map((line) => JSON.parse(line))).toEqual(
    ["climate-1", "climate-2"].map((device) => ({
      device,
      topics: [`homeassistant/device/${device}/config`, `home/${device}/status`],
      isOnline: false,
      forgotten: true,
      notTaken: [],
    })),
  );
  await until(() => kept.size === 4);
  expect(await forgetAll("window-*")).toMatchObject({ code: 1, output: "" });
});

test("connected devices stay; the other named ones are forgotten", async () => {
  await announce("lamp-1", "home/lamp-1");
  await announce("lamp-2", "home/lamp-2");
  await client.publishAsync("home/lamp-2/status", "online", { retain: true });
  const { code, output, errors } = await forgetAll("lamp-*");
  expect([code, output]).toEqual([1, "lamp-1 is forgotten: the broker has let go of 1 message."]);
  expect(errors).toMatch(/^ringmote: lamp-2 is connected or asleep, and would announce itself again; /);
});

test("a device's claim to a foreign topic is reported and ignored", async () => {
  await announce("evil-1", "homeassistant");
  await announce("evil-2", "home/lamp-1");
  await announce("lamp-1", "home/lamp-1");
  const others = ["homeassistant/status", "homeassistant/sensor/x/config", "home/lamp-1/status"];
  for (const topic of others) await client.publishAsync(topic, "theirs", { retain: true });
  const { code, errors } = await forgetAll("evil-*");
  expect(code).toBe(0);
  expect(errors).toContain("evil-2 says that its topics begin with home/lamp-1, which does not end in its");
  await until(() => kept.size === 4);
  expect([...kept.keys()].sort()).toEqual([...others, "homeassistant/device/lamp-1/config"].sort());
});
