// Enhanced authentication over real sockets: MQTT.js, which shares no code with the client, comes to the same
// end at the same broker; and a broker without any method refuses by its reason code.
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { connect as connectMqttJs, type MqttClient, type Packet } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { scram } from "../../src/client/authentication/scram.ts";
import { connect } from "../../src/client/connect.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { scramServer } from "../client/scram-server.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { startModel } from "./answers/model-on-socket.ts";

const METHOD = "SCRAM-SHA-256";
const USER = "user";
const PASSWORD = "pencil";

async function startScramBroker() {
  const model = await startModel({}, { authenticates: scramServer({ users: { [USER]: PASSWORD } }) });
  onTestFinished(model.end);
  return model;
}

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The client's last message of SCRAM, by Node's own crypto. */
function lastMessage(bare: string, first: string): string {
  const [, nonce = "", salt = "", count = ""] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(first) ?? [];
  const withoutProof = `c=biws,r=${nonce}`;
  const salted = pbkdf2Sync(PASSWORD, Buffer.from(salt, "base64"), Number(count), 32, "sha256");
  const key = hmac(salted, "Client Key");
  const stored = createHash("sha256").update(key).digest();
  const signature = hmac(stored, `${bare},${first},${withoutProof}`);
  return `${withoutProof},p=${Buffer.from(key.map((byte, at) => byte ^ (signature[at] ?? 0))).toString("base64")}`;
}

/** MQTT.js at the broker, which goes through the same exchange. */
function guest(port: number): MqttClient {
  const bare = `n=${USER},r=nonce`;
  const client = connectMqttJs(`mqtt://127.0.0.1:${port}`, {
    protocolVersion: 5,
    clientId: "guest",
    reconnectPeriod: 0,
    properties: { authenticationMethod: METHOD, authenticationData: Buffer.from(`n,,${bare}`) },
  });
  onTestFinished(() => void client.end(true));
  client.handleAuth = (packet, callback) => {
    const first = (packet.properties?.authenticationData ?? "").toString();
    const authenticationData = Buffer.from(lastMessage(bare, first));
    const properties = { authenticationMethod: METHOD, authenticationData };
    callback(undefined, { cmd: "auth", reasonCode: 0x18, properties } as Packet);
  };
  return client;
}

test("MQTT.js and this client authenticate at one broker and exchange messages", async () => {
  const { port, broker } = await startScramBroker();
  const theirs = guest(port);
  await new Promise<void>((resolve, reject) => theirs.once("connect", () => resolve()).once("error", reject));
  const authentication = scram({ user: USER, password: PASSWORD });
  const ours = connect(`mqtt://127.0.0.1:${port}`, { id: "ours", mqtt: 5, authentication });
  onTestFinished(() => ours.kill());
  const heard = new Promise<string>((resolve) => {
    void ours.subscribe("a", ({ payload }) => resolve(payload));
  });
  await ours.untilConnected();
  await ours.reauthenticate();
  await ours.send("b", "ready");
  await theirs.publishAsync("a", "hello", { qos: 1 });
  expect([await heard, broker.breaches]).toEqual(["hello", []]);
});

test("Mosquitto, which has no method, refuses by 0x8C", needs(MOSQUITTO), async () => {
  const { port, end } = await startMosquitto();
  onTestFinished(end);
  const authentication = scram({ user: USER, password: PASSWORD });
  const client = connect(`mqtt://127.0.0.1:${port}`, {
    id: "ours",
    mqtt: 5,
    authentication,
    reconnect: false,
  });
  await expect(client.untilConnected()).rejects.toMatchObject({
    reasonCode: 0x8c,
    reason: "broker refused: authentication method; set another, or leave it out",
  });
});
