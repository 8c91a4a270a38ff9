// One connection to somebody's broker: no step of it waits forever, and each says what it saw.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import mqtt from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { openConnection } from "../../../tools/sim/real-broker/connection.ts";

/** Long enough for what answers, on a busy machine too. */
const PATIENCE = { patience: 2000 };

/** `answer` is asked for each kind of packet; "" is what comes before any. */
async function serverThat(answer: (socket: Socket, kind: string, messageId: number) => void) {
  const server = createServer((socket) => {
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    const parser = mqtt.parser();
    parser.on("packet", ({ cmd, messageId = 0 }) => answer(socket, cmd, messageId));
    socket.on("data", (bytes) => void parser.parse(bytes));
    answer(socket, "", 0);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

const letIn = (socket: Socket, kind: string) =>
  kind === "connect" && socket.write(mqtt.generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));

test.each([
  ["is silent", () => {}, "silent", "nothing answers there in 2 s"],
  ["closes", (socket) => socket.destroySoon(), "closed", "it closes the connection without an answer"],
  [
    "is a web server",
    (socket, kind) => kind !== "" && socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "no broker",
    "a web server answers there (HTTP/1.1 400 Bad Request)",
  ],
  [
    "speaks another tongue",
    (socket, kind) => kind === "" && socket.write("SSH-2.0-x\x1b[2J\r\n"),
    "no broker",
    'what answers there is no MQTT broker; it sent "SSH-2.0-x\\x1b[2J\\x0d\\x0a"',
  ],
  [
    "refuses",
    (socket, kind) => kind !== "" && socket.write("\x20\x02\x00\x05"),
    "refused",
    "it refuses the connection (not authorized; let this user in, or set another)",
  ],
  [
    "refuses with a code of its own",
    (socket, kind) => kind !== "" && socket.write("\x20\x02\x00\x09"),
    "refused",
    "it refuses the connection (code 9, which MQTT 3.1.1 does not know)",
  ],
] as [string, Parameters<typeof serverThat>[0], string, string][])(
  "a client that %s is refused with a reason",
  async (_what, answer, kind, why) => {
    const account = await serverThat(answer);
    await expect(openConnection(account, PATIENCE)).rejects.toMatchObject({ kind, why });
  },
);

test.each([
  [
    "\x20\x03\x00\x86\x00",
    "refused",
    "it refuses the connection (bad user name or password; set user and secret)",
  ],
  [
    "\x20\x0b\x00\x87\x08\x1f\x00\x05\x1b[2Jx",
    "refused",
    "it refuses the connection (not authorized; let this user in, or set another (\\x1b[2Jx))",
  ],
  ["\x20\x03\x00\x00\x00\xe0\x02\x8b\x00", "closed", "it has ended the connection (shutting down)"],
])("a reason of MQTT 5.0 is reported: %j", async (bytes, kind, why) => {
  const account = await serverThat(
    (socket, cmd) => cmd === "connect" && socket.write(Buffer.from(bytes, "latin1")),
  );
  const asked = openConnection(account, { ...PATIENCE, mqtt: 5 }).then((connection) => {
    onTestFinished(connection.end);
    return connection.lost.then((fault) => Promise.reject(fault));
  });
  await expect(asked).rejects.toMatchObject({ kind, why });
});

test.each([
  ["subscribe", "it has not answered a subscription in 2 s"],
  ["unsubscribe", "it has not answered the end of a subscription in 2 s"],
  ["publish", "it has not acknowledged a message in 2 s"],
] as const)("a broker that leaves %s unanswered gets limited time", async (step, why) => {
  const connection = await openConnection(await serverThat(letIn), PATIENCE);
  onTestFinished(connection.end);
  // Of what was never asked for nobody owes an answer to its end.
  if (step === "unsubscribe") connection.subscribe(["a"]).catch(() => {});
  const asked = step === "publish" ? connection.publish("a", "b") : connection[step](["a"]);
  await expect(asked).rejects.toMatchObject({ kind: "silent", why });
});

test("a waiting caller learns at once of the lost connection", async () => {
  const account = await serverThat((socket, kind) => {
    letIn(socket, kind);
    if (kind === "subscribe") socket.end();
  });
  const connection = await openConnection(account);
  onTestFinished(connection.end);
  await expect(connection.subscribe(["a"])).rejects.toMatchObject({ kind: "closed" });
  expect((await connection.lost).why).toBe("it has closed the connection");
});

test("a connection attempt can be cancelled", async () => {
  const attempt = new AbortController();
  const opening = openConnection(await serverThat(() => {}), { signal: attempt.signal });
  attempt.abort();
  await expect(opening).rejects.toMatchObject({ kind: "closed" });
});

test("a message matching several subscriptions is received once", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const connection = await openConnection({ host: "127.0.0.1", port: broker.port });
  onTestFinished(connection.end);
  const heard: string[] = [];
  connection.listen(({ topic, payload }) => heard.push(`${topic} ${payload}`));
  await connection.subscribe(["home/#", "home/a"]);
  for (const payload of ["1", "1", "2"]) await connection.publish("home/a", payload);
  await expect.poll(() => heard).toEqual(["home/a 1", "home/a 1", "home/a 2"]);
});

test("an unsendable message is refused at once", async () => {
  const connection = await openConnection(await serverThat(letIn));
  onTestFinished(connection.end);
  await expect(connection.publish("home/#", "x")).rejects.toThrow('"home/#"');
  await expect(connection.publish("home/a", "x".repeat(2_000_000))).rejects.toThrow("too long");
});
