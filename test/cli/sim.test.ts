import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import mqtt from "mqtt-packet";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ownFirmwareNames, readOwnFirmware } from "../../tools/sim/devices/own-firmware.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-sim-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a pipe receives telemetry as lines, and SIGINT exits with 0", async () => {
  const sim = ringmote(["sim", "--port", "0", "--only", "climate"]);
  await sim.wrote(/^\d{4}-\d\d-\d\dT\S+Z home\/living-room-[0-9a-f]{12}\/temperature 19\.\d$/m);
  await sim.wrote(/\/status online$/m);
  expect(sim.errors()).toMatch(
    /^Other systems: npx ringmote sim chat, door, scores, traffic or vehicles\.$/m,
  );
  sim.process.kill("SIGINT");
  expect(await sim.ended).toBe(0);
  expect(sim.output()).toMatch(/^\S+ home\/living-room-[0-9a-f]{12}\/status offline$/m);
});

test("every device of the home comes online, with automation and phone", async () => {
  const sim = ringmoteHere(["sim", "--port", "0"]);
  const names = (await readOwnFirmware(ownFirmwareNames())).map(({ declaration }) => declaration.name);
  expect(names.length).toBeGreaterThanOrEqual(10);
  for (const name of names) await sim.wrote(new RegExp(` home/${name}-[0-9a-f]{12}/status online$`, "m"));
  await sim.wrote(/ home\/automation\/status online$/m);
  await sim.wrote(/ home\/phone\/status online$/m);
  await sim.wrote(/^Mon 16:\d\d automation: living-room: heater on, because 19\.\d °C is below 20 °C\.$/m);
});

test("an unplugged device goes offline and returns, as the events explain", async () => {
  const sim = ringmoteHere(["sim", "--port", "0", "--only", "lamp", "--speed", "600", "--minutes", "95"]);
  expect(await sim.ended).toBe(0);
  const statuses = sim.output().match(/(?<=\/lamp-[0-9a-f]{12}\/status )\w+$/gm);
  expect(statuses).toEqual(["online", "offline", "online", "offline"]);
  expect(sim.errors()).toMatch(/^Mon 17:\d\d The plug of lamp is pulled\.$/m);
  expect(sim.errors()).toMatch(/^Mon 17:\d\d automation: lamp is offline\.$/m);
  expect(sim.errors()).toMatch(/^Mon 17:\d\d The plug of lamp is put back\.$/m);
  expect(sim.errors()).toMatch(/^Mon 17:\d\d automation: lamp is back\.$/m);
});

test("--only runs the named devices; an unknown name is refused", async () => {
  const sim = ringmoteHere(["sim", "--port", "0", "--only", "climate, lamp", "--minutes", "3"]);
  expect(await sim.ended).toBe(0);
  const devices = sim.output().match(/(?<= home\/)[a-z-]+(?=-[0-9a-f]{12}\/status online$)/gm);
  expect(devices?.sort()).toEqual(["lamp", "living-room"]);
  expect(sim.errors()).toMatch(/The time given with --minutes is over\./);
  const wrong = ringmoteHere(["sim", "--only", "climate,lmap"]);
  expect(await wrong.ended).toBe(2);
  expect(wrong.errors()).toMatch(/^ringmote: There is no firmware "lmap"; did you mean "lamp"\?/);
  const none = ringmoteHere(["sim", "--only", ","]);
  expect(await none.ended).toBe(2);
  expect(none.errors()).toBe("ringmote: --only needs names of firmware, such as climate,lamp.\n");
});

test("with --sealed the front door opens through the program alone", async () => {
  const sim = ringmoteHere(["sim", "--port", "0", "--sealed", "--only", "door-lock", "--speed", "10"]);
  await sim.wrote(/are sealed for it/);
  const text = sim.output() + sim.errors();
  const [, url = ""] = /The broker is at (\S+);/.exec(text) ?? [];
  const [, topic = ""] = /"unlock" to (sealer\/\S+\/lock\/set) opens it/.exec(text) ?? [];
  expect(text).toMatch(/npx ringmote send front-door-\S+ lock unlock --sealed --keys \S+ --broker mqtt/);
  const client = await connectAsync(url);
  await client.publishAsync(topic.replace("sealer/", ""), "unlock", { qos: 1 });
  await sim.wrote(/a sealed command was refused/);
  expect(sim.output()).not.toMatch(/\/lock unlocked$/m);
  await client.publishAsync(topic, "unlock", { qos: 1 });
  await sim.wrote(/\/lock unlocked$/m);
  await client.endAsync();
  sim.interrupt();
  expect(await sim.ended, sim.errors()).toBe(0);
});

test("--sealed without the lock, or at another broker, is refused", async () => {
  const lamp = ringmoteHere(["sim", "--sealed", "--only", "lamp"]);
  expect([await lamp.ended, lamp.errors()]).toEqual([
    2,
    "ringmote: --sealed is about the firmware door-lock; add it to --only.\n",
  ]);
  const elsewhere = ringmoteHere(["sim", "--sealed", "--broker", "mqtt://localhost"]);
  expect([await elsewhere.ended, elsewhere.errors()]).toEqual([
    2,
    expect.stringContaining("run ringmote seal"),
  ]);
});

test("a folder with another device is refused with the right command", async () => {
  writeFileSync(join(folder, "device.ts"), "");
  const sim = ringmoteHere(["sim", "--only", `lamp,${folder}`]);
  expect(await sim.ended).toBe(2);
  expect(sim.errors()).toBe(
    `ringmote: The home has the firmware of the package only; "ringmote run ${folder} --own-broker" runs a device of your own.\n`,
  );
});

test("a home at a foreign broker authenticates and hides its password", async () => {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, user, password, done) =>
      done(null, user === "maker" && password?.toString() === "s3cret"),
  });
  const server = createServer(aedes.handle);
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => server.close(() => resolve()))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const args = ["sim", "--only", "lamp", "--minutes", "3", "--broker"];
  const sim = ringmoteHere([...args, `mqtt://maker@127.0.0.1:${port}`], {
    RINGMOTE_BROKER_PASSWORD: "s3cret",
  });
  expect(await sim.ended).toBe(0);
  expect(sim.errors()).toMatch(new RegExp(`^The broker is at mqtt://127.0.0.1:${port};`, "m"));
  expect(sim.output()).toMatch(/ home\/lamp-[0-9a-f]{12}\/status online$/m);
  expect(sim.output()).toMatch(/ home\/automation\/status online$/m);
  const refused = ringmoteHere([...args, `mqtt://maker:wr0ng@127.0.0.1:${port}`]);
  expect(await refused.ended).toBe(1);
  expect(refused.errors()).toMatch(
    new RegExp(`^ringmote: The broker at 127.0.0.1:${port} cannot be used: .*[Nn]ot authorized`),
  );
  for (const { output, errors } of [sim, refused]) expect(output() + errors()).not.toMatch(/s3cret|wr0ng/);
});

test("an absent broker exits with 1, and --port beside --broker with 2", async () => {
  const sim = ringmoteHere(["sim", "--broker", "mqtt://127.0.0.1:1"]);
  expect(await sim.ended).toBe(1);
  expect(sim.errors()).toBe("ringmote: The broker at 127.0.0.1:1 cannot be used: connection refused.\n");
  const both = ringmoteHere(["sim", "--broker", "mqtt://127.0.0.1", "--port", "0"]);
  expect(await both.ended).toBe(2);
  expect(both.errors()).toBe(
    "ringmote: --port is for the broker in this process, and --broker names another one; give one of them.\n",
  );
});

/** A broker that lets in whoever it `keeps`, and everybody else for some milliseconds. */
async function closingBroker(keeps: RegExp, forMs: number): Promise<string> {
  const server = createServer((socket) => {
    const parser = mqtt.parser();
    parser.on("packet", (packet) => {
      if (packet.cmd === "connect") {
        socket.write(mqtt.generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
        if (!keeps.test(packet.clientId)) setTimeout(() => socket.destroySoon(), forMs);
      } else if (packet.cmd === "subscribe") {
        const granted = packet.subscriptions.map(({ qos }) => qos);
        socket.write(mqtt.generate({ cmd: "suback", messageId: packet.messageId ?? 1, granted }));
      }
    });
    socket.on("error", () => {});
    socket.on("data", (bytes) => void parser.parse(bytes));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("a broker that soon closes every connection ends with a sentence", async () => {
  const sim = ringmoteHere(["sim", "--only", "lamp", "--broker", await closingBroker(/^$/, 200)]);
  expect(await sim.ended).toBe(1);
  expect(sim.errors()).toMatch(
    /^ringmote: The broker at 127\.0\.0\.1:\d+ cannot be used: it has closed 5 connections in a row, soon after each was made\.$/m,
  );
});

test("a broker that refuses the home exits with 1", async () => {
  const broker = await closingBroker(/^watcher-/, 0);
  const sim = ringmoteHere(["sim", "--only", "lamp", "--minutes", "5", "--broker", broker]);
  expect(await sim.ended).toBe(1);
  expect(sim.errors()).toContain("The time given with --minutes is over.");
  expect(sim.errors()).toMatch(
    /^ringmote: Nobody in the home was connected to its broker at the end \((?:closed by the peer|the connection has ended 5 times .*)\)\.$/m,
  );
});

test("SIGTERM ends a home normally", async () => {
  const sim = ringmote(["sim", "--port", "0"]);
  await sim.wrote(/\/status online$/m);
  const asked = Date.now();
  sim.process.kill("SIGTERM");
  expect(await sim.ended).toBe(0);
  // In the middle of its start: nothing of that is waited for.
  expect(Date.now() - asked).toBeLessThan(8000);
  expect(sim.output()).toMatch(/\/status offline$/m);
});

test("an independent client switches the heater, and the temperature turns", async () => {
  const sim = ringmoteHere(["sim", "--port", "0", "--only", "climate", "--speed", "600"]);
  await sim.wrote(/mqtt:\/\/127\.0\.0\.1:\d+/);
  const [url] = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(sim.errors()) ?? [""];
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync());
  await sim.wrote(/\/heater on$/m);
  await sim.wrote(/\/temperature 2[12]\.\d$/m);
  await sim.wrote(/\/heater off$/m);
  const [, root] = /(home\/\S+)\/heater off$/m.exec(sim.output()) ?? [];
  const temperatures: number[] = [];
  let turned = () => {};
  const turn = new Promise<void>((resolve) => (turned = resolve));
  client.on("message", (_topic, payload) => {
    temperatures.push(Number(payload.toString()));
    const lowest = Math.min(...temperatures);
    if (temperatures.length > 1 && temperatures[temperatures.length - 1] > lowest) turned();
  });
  await client.subscribeAsync(`${root}/temperature`);
  await client.publishAsync(`${root}/heater/set`, "on", { qos: 1 });
  await turn;
});

test("a free port is used when the usual one is taken", async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  // Whoever has the port already serves the purpose as well.
  await new Promise<void>((resolve) =>
    server.once("error", () => resolve()).listen(1883, "127.0.0.1", resolve),
  );
  const sim = ringmoteHere(["sim"]);
  await sim.wrote(/\/status online$/m);
  expect(sim.errors()).toMatch(/^The broker is at mqtt:\/\/127\.0\.0\.1:\d+ \(port 1883 is taken\);/m);
});

test("a taken port that the person chose is refused with exit 1", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const sim = ringmoteHere(["sim", "--port", String(broker.port)]);
  expect(await sim.ended).toBe(1);
  expect(sim.errors()).toBe(
    `ringmote: Port ${broker.port} is taken by another program; give another one with --port, or 0 for any free one.\n`,
  );
});

test("a replayed series becomes telemetry, and the run ends with it", async () => {
  const path = join(folder, "room.csv");
  const rows = Array.from({ length: 30 }, (_, minute) => `${minute * 60},${15 + minute / 2},40`);
  writeFileSync(path, `time,temperature,humidity\n${rows.join("\n")}\n`);
  const sim = ringmoteHere([
    "sim",
    "--port",
    "0",
    "--only",
    "climate",
    "--speed",
    "600",
    "--replay",
    path,
    "--json",
  ]);
  expect(await sim.ended).toBe(0);
  const messages = sim
    .output()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { topic: string; payload: string });
  const temperatures = messages
    .filter(({ topic }) => topic.endsWith("/temperature"))
    .map(({ payload }) => Number(payload));
  expect(temperatures[0]).toBe(15);
  expect(temperatures.length).toBeGreaterThan(5);
  expect(temperatures).toEqual([...temperatures].sort((a, b) => a - b));
  const statuses = messages.filter(({ topic }) => /living-room-\w+\/status$/.test(topic));
  expect(statuses.at(-1)?.payload).toBe("offline");
});

test("a closed output ends a home normally", async () => {
  const sim = ringmote(["sim", "--port", "0"]);
  await sim.wrote(/\/status online$/m);
  sim.process.stdout?.destroy();
  expect(await sim.ended).toBe(0);
});

/** Somebody else's broker, with a message of theirs. */
async function othersBroker() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const theirs = await connectAsync(url);
  onTestFinished(() => theirs.endAsync(true));
  await theirs.publishAsync("home/garage/status", "online", { qos: 1, retain: true });
  return { url, theirs };
}

test("a home at a foreign broker removes exactly its own traces", async () => {
  const { url } = await othersBroker();
  const sim = ringmoteHere([
    "sim",
    "--only",
    "lamp",
    "--minutes",
    "5",
    "--broker",
    url,
    "--root",
    "summer/cabin",
    "--all",
  ]);
  expect(await sim.ended, sim.errors()).toBe(0);
  expect(sim.output()).toMatch(/ summer\/cabin\/lamp-[0-9a-f]{12}\/status online$/m);
  expect(sim.output()).toMatch(/ summer\/cabin\/automation\/status online$/m);
  expect(sim.output()).toMatch(/ homeassistant\/device\/lamp-[0-9a-f]{12}\/config /m);
  expect(sim.errors()).toMatch(/is taken away from the broker: \d+ messages\.$/m);
  expect(await keptAt(url)).toEqual([["home/garage/status", "online"]]);
});

test("with --keep a home leaves its announcements and names their removal", async () => {
  const { url } = await othersBroker();
  const sim = ringmoteHere(["sim", "--only", "lamp", "--minutes", "5", "--broker", url, "--keep"]);
  expect(await sim.ended, sim.errors()).toBe(0);
  const topics = (await keptAt(url)).map(([topic]) => topic);
  expect(topics).toContainEqual(expect.stringMatching(/^homeassistant\/device\/lamp-[0-9a-f]{12}\/config$/));
  expect(sim.errors()).toMatch(/takes it away: ringmote forget lamp-[0-9a-f]{12} --broker mqtt:/);
});

test("--root and --keep without somebody else's broker are refused", async () => {
  for (const more of [["--root", "cabin"], ["--keep"]]) {
    const sim = ringmoteHere(["sim", ...more]);
    expect(await sim.ended).toBe(2);
    expect(sim.errors()).toMatch(/^ringmote: --root and --keep are for a broker that others use too/);
  }
  const wrong = ringmoteHere(["sim", "--broker", "mqtt://127.0.0.1:1", "--root", "cabin/#"]);
  expect(await wrong.ended).toBe(2);
  expect(wrong.errors()).toMatch(/^ringmote: --root cabin\/# is not allowed; it is a topic/);
});

test("two homes with the same devices need different seeds and roots", async () => {
  const { url } = await othersBroker();
  const homes = [1, 2].map(() => ringmote(["sim", "--only", "lamp", "--broker", url]));
  const cure =
    /^Another home at this broker has the same devices.* another --seed than 1, and another --root\.$/m;
  await Promise.any(homes.map((home) => home.wrote(cure)));
  for (const home of homes) home.process.kill("SIGINT");
  await Promise.all(homes.map((home) => home.ended));
});

test("--auth lets a service decide about the home's clients", async () => {
  const asked: string[] = [];
  const service = createHttpServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const { clientid, username } = JSON.parse(text) as { clientid: string; username: string };
      asked.push(clientid);
      const isHome = /^(lamp|automation|phone)/.test(clientid);
      response.setHeader("content-type", "application/json");
      const acl = ["home/#", "homeassistant/#"].map((topic) => ({
        permission: "deny",
        action: "all",
        topic,
      }));
      response.end(
        JSON.stringify(isHome || username === "ann" ? { result: "allow", ...(!isHome && { acl }) } : {}),
      );
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void service.close());
  onTestFinished(() => service.closeAllConnections());
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/auth`;
  const sim = ringmoteHere(["sim", "--port", "0", "--only", "lamp", "--auth", url]);
  await sim.wrote(/ home\/lamp-[0-9a-f]{12}\/status online$/m);
  const [, broker = ""] = /The broker is at (mqtt:\S+);/.exec(sim.errors()) ?? [];
  await expect(connectAsync(broker, { clientId: "eve", reconnectPeriod: 0 })).rejects.toMatchObject({
    code: 5,
  });
  await sim.wrote(
    /Nobody decides about clients, and the broker does not let in "eve": the service did not decide about the client\.$/m,
  );
  const ann = await connectAsync(broker, { clientId: "ann-1", username: "ann" });
  onTestFinished(() => ann.endAsync(true));
  const heard: string[] = [];
  ann.on("message", (topic) => heard.push(topic));
  await ann.subscribeAsync(["#", "ann/#"], { qos: 1 });
  await ann.publishAsync("home/lamp/set", "ON", { qos: 1 });
  await ann.publishAsync("ann/1", "x", { qos: 1 });
  await sim.wrote(/ ann\/1 x$/m);
  expect(heard).toEqual(["ann/1"]);
  expect(sim.output()).not.toMatch(/home\/lamp\/set/);
  expect(asked.filter((id) => id.startsWith("watcher"))).toEqual([]);
});

test.each(["ftp://127.0.0.1/auth", "127.0.0.1:8080", "http://"])(
  "--auth %s without an address is refused",
  async (url) => {
    const sim = ringmoteHere(["sim", "--auth", url]);
    expect(await sim.ended).toBe(2);
    expect(sim.errors()).toBe(
      "ringmote: --auth needs the address of an HTTP service that begins with http:// or https://, such as http://127.0.0.1:8080/auth.\n",
    );
  },
);

test("--auth with a foreign broker is refused", async () => {
  const sim = ringmoteHere(["sim", "--auth", "http://127.0.0.1:1", "--broker", "mqtt://127.0.0.1:1"]);
  expect(await sim.ended).toBe(2);
  expect(sim.errors()).toMatch(
    /^ringmote: --auth is for the broker in this process, and --broker names another one/,
  );
});
