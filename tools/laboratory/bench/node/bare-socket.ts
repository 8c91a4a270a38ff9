// The least that a program in Node can do: a socket that writes prebuilt packets, and counts the bytes that come back.
import { connect } from "node:net";
import { connectPacket } from "../../../../src/mqtt/connect-packet.ts";
import { identifiedPacket, packetStart, prepare, publishPacket } from "../../../../src/mqtt/publication.ts";
import { type Contender, payloadOf, TOPIC } from "./contender.ts";

const PUBACK_BYTES = 4;

/** Connects to a broker on this port of this computer; resolves when it has answered CONNECT. */
export async function connectBareSocket(port: number): Promise<Contender> {
  const bytes = (packet: string): Buffer => Buffer.from(packet, "latin1");
  const prepared = (qos: number) => prepare(TOPIC, qos, true, "reject");
  const atQos1 = prepared(1);
  const payload = payloadOf(0);
  const packets = [
    bytes(publishPacket(prepared(0), payload)),
    bytes(identifiedPacket(atQos1, packetStart(atQos1, payload.length), 1, payload)),
  ];
  const socket = connect(port, "127.0.0.1");
  let through = () => {};
  socket.setNoDelay(true);
  socket.write(bytes(connectPacket({ clientId: "socket", cleanSession: true, keepAlive: 60 })));
  await new Promise((resolve) => socket.once("data", resolve));
  socket.on("data", (answers) => {
    for (let at = 0; at < answers.length; at += PUBACK_BYTES) through();
  });
  return {
    publish(_payload, qos, whenThrough) {
      through = whenThrough;
      socket.write(packets[qos] as Buffer, qos === 0 ? whenThrough : undefined);
    },
  };
}
