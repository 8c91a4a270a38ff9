// rumqttd on loopback, by its own program: it keeps sessions and messages in memory only, and has a port for
// each version of MQTT.
import { writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import type { TestBroker } from "./broker.ts";
import { brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

export const rumqttdProgram = findProgram("rumqttd", "RUMQTTD_BIN");

/** As in the configuration that it brings, but for fewer parts of a log that no scene fills. */
const ROUTER = `id = 0
[router]
id = 0
max_connections = 10010
max_outgoing_packet_count = 200
max_segment_size = 104857600
max_segment_count = 2
`;

/** It listens at both ports. */
const IS_UP = /v4-1[\s\S]*v5-1|v5-1[\s\S]*v4-1/;

export async function startRumqttd(): Promise<TestBroker> {
  const folder = brokerFolder("rumqttd");
  const [in3, in5, console] = [await freePort(), await freePort(), await freePort()];
  const configuration = join(folder, "rumqttd.toml");
  const sections = [
    ROUTER,
    listener("v4", in3),
    listener("v5", in5),
    `[console]\nlisten = "127.0.0.1:${console}"\n`,
  ];
  writeFileSync(configuration, sections.join("\n"));
  const door = createServer((client) => letIn(client, in3, in5));
  const port = await listen(door);
  const run = () =>
    startProcess(rumqttdProgram as string, ["--config", configuration, "-v"], { isUp: IS_UP });
  return startIn(folder, port, run, () => new Promise((resolve) => void door.close(() => resolve())));
}

function listener(version: string, port: number): string {
  return `[${version}.1]
name = "${version}-1"
listen = "127.0.0.1:${port}"
next_connection_delay_ms = 1
[${version}.1.connections]
connection_timeout_ms = 60000
max_payload_size = 1048576
max_inflight_count = 100
dynamic_filters = true
`;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address.port);
    });
  });
}

/**
 * Hands a client to the port of its version, which its first packet names behind the name of the protocol.
 */
function letIn(client: Socket, in3: number, in5: number): void {
  client.on("error", () => client.destroy());
  client.once("data", (bytes: Buffer) => {
    const level = bytes[bytes.indexOf("MQTT") + "MQTT".length];
    const broker = connect(level === LEVEL_5 ? in5 : in3, "127.0.0.1");
    broker.on("error", () => client.destroy());
    broker.on("close", () => client.destroy());
    client.on("close", () => broker.destroy());
    broker.write(bytes);
    client.pipe(broker);
    broker.pipe(client);
  });
}
