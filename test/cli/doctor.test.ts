import { once } from "node:events";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ringmote } from "./child.ts";

async function broker(): Promise<string> {
  const started = await startBroker(0);
  onTestFinished(started.close);
  return `mqtt://127.0.0.1:${started.port}`;
}

test('doctor prints "ok" in a line for each part without a fault', async () => {
  const child = ringmote(["doctor", "--seconds", "1", "--broker", await broker()]);
  expect(await child.ended, child.errors()).toBe(0);
  expect(child.output()).toMatch(/^ok {4}Node: version /m);
  expect(child.output()).toMatch(/^ok {4}broker: 127\.0\.0\.1:\d+ lets you in$/m);
  expect(child.output()).toMatch(
    /^ok {4}MQTT 5\.0: spoken here\n {8}QoS +up to 2\n {8}messages at once +\d+\n/m,
  );
  expect(child.output()).toMatch(/^ {8}topic aliases +10$/m);
  expect(child.output()).toMatch(/^ {8}shared subscriptions +yes$/m);
  expect(child.output()).toMatch(/^ok {4}identifiers: /m);
});

/** In front of a broker: whoever speaks 5.0 is answered so, and the connection ends. */
async function answering5(answer: string): Promise<string> {
  const at = new URL(await broker());
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (connect) => {
      if (connect.indexOf("\0\x04MQTT\x05") >= 0) socket.end(answer, "latin1");
      else {
        const behind = createConnection(Number(at.port), at.hostname);
        behind.on("error", () => {});
        behind.write(connect);
        socket.pipe(behind).pipe(socket);
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ["\x20\x02\0\x01", "not here \\(.*\\): leave mqtt: 5 out, or take another broker"],
  ["\x20\x03\0\x84\0", "not here \\(.*\\): leave mqtt: 5 out, or take another broker"],
  ["", "not here \\(.*\\): leave mqtt: 5 out, or take another broker"],
  ["\x20\x03\0\x87\0", "spoken here, and lets nobody in as this client came \\(.*not authorized.*\\): .*"],
  ["\x20\x03\0\x85\0", "spoken here, and lets nobody in as this client came \\(.*client identifier.*\\): .*"],
])("doctor reports the answer %j of a 3.1.1 broker to 5.0", async (answer, said) => {
  const child = ringmote(["doctor", "--seconds", "1", "--broker", await answering5(answer)]);
  expect(await child.ended, child.errors()).toBe(0);
  expect(child.output()).toMatch(new RegExp(`^ok {4}MQTT 5\\.0: ${said}$`, "m"));
});

test("an unreachable broker fails with its remedy", async () => {
  const child = ringmote(["doctor", "--json", "--broker", "mqtt://127.0.0.1:1"]);
  expect(await child.ended).toBe(1);
  const findings = JSON.parse(child.output()) as { check: string; ok: boolean; cure?: string }[];
  expect(findings.find(({ check }) => check === "broker")).toMatchObject({
    ok: false,
    said: "nothing listens on 127.0.0.1:1",
    cure: expect.stringContaining("start the broker"),
  });
});

test("a missing port fails", async () => {
  const child = ringmote(["doctor", "--port", "/dev/ttyNowhere7"]);
  expect(await child.ended).toBe(1);
  expect(child.output()).toContain("FAIL  port /dev/ttyNowhere7: it is not there");
});

test("a file as port fails", async () => {
  const child = ringmote(["doctor", "--port", "package.json"]);
  expect(await child.ended).toBe(1);
  expect(child.output()).toContain(
    'FAIL  port package.json: it is no port; "ringmote ports" names what there is',
  );
});

test.each([
  ["porch%2F1", "3", /FAIL {2}broker: .*; give the user another name: Mosquitto/],
  ["porch-1", "3", /FAIL {2}broker: .*; give user and password/],
  ["porch%2F1", "5", /FAIL {2}broker: .*; give the user another name: Mosquitto/],
  ["porch-1", "5", /FAIL {2}broker: .* refuses the user; give user and password/],
])("a refused user %s gets a matching remedy in MQTT %s", async (user, mqtt, words) => {
  // CONNACK: not authorised.
  const answer = mqtt === "5" ? "\x20\x03\0\x87\0" : "\x20\x02\0\x05";
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(answer, "latin1"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const child = ringmote(["doctor", "--mqtt", mqtt, "--broker", `mqtt://${user}:secret@127.0.0.1:${port}`]);
  expect(await child.ended).toBe(1);
  expect(child.output()).toMatch(words);
});

test("two devices with one identifier are reported", async () => {
  const url = await broker();
  const child = ringmote(["doctor", "--seconds", "5", "--broker", url]);
  await child.wrote(/broker: .* lets you in/);
  const options = {
    clientId: "porch-1",
    reconnectPeriod: 50,
    will: { topic: "home/porch-1/status", payload: Buffer.from("offline"), qos: 1 as const, retain: true },
  };
  for (const _ of ["one", "other"]) {
    const client = await connectAsync(url, options);
    client.on("connect", () => client.publish("home/porch-1/status", "online", { retain: true }));
    onTestFinished(() => void client.end(true));
  }
  expect(await child.ended).toBe(1);
  expect(child.output()).toMatch(/^FAIL {2}identifiers: porch-1 went and came/m);
});

test("doctor checks a device for open doors", async () => {
  const child = ringmote(["doctor", "--device", "127.0.0.1"]);
  await child.ended;
  expect(child.output()).toMatch(/^(ok|FAIL) +device 127\.0\.0\.1, port 23: /m);
  expect(child.output()).toMatch(/^(ok|FAIL) +device 127\.0\.0\.1, port 88: /m);
});
