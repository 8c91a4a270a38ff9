// A connection to any broker on this computer that sends raw packets and writes down what comes, in words.
import { connect } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import { createWatched } from "../../../tools/laboratory/soak/watched.ts";

export interface Wire {
  send: (...packets: Packet[]) => void;
  sendBytes: (bytes: string) => void;
  /**
   * What came so far, in words; identifiers that the broker chose are letters, in the order in which they
   * came first.
   */
  heard: () => string[];
  /** The identifiers of the messages that came, in order. */
  ids: () => number[];
  /** Resolves when the broker has answered everything that was sent; at once when the connection has ended. */
  settle: () => Promise<void>;
  /** Resolves with the answer to CONNECT, or with the end of the connection. */
  untilGreeted: () => Promise<void>;
  /** Resolves when the broker has ended the connection. */
  untilEnded: () => Promise<void>;
  /** Resets the connection. */
  cut: () => Promise<void>;
}

type Event = { packet: Packet } | "ended";

/** Opens a connection; nothing is sent. */
export function openWire(port: number): Promise<Wire> {
  const events = createWatched<Event>();
  const socket = connect(port, "127.0.0.1");
  const reader = parser({ protocolVersion: 4 });
  let pings = 0;
  let isCut = false;
  socket.setNoDelay(true);
  reader.on("packet", (packet) => events.add({ packet }));
  reader.on("error", (error) => events.add({ packet: { cmd: "unreadable", error } as never }));
  socket.on("data", (bytes) => reader.parse(bytes));
  // Its "close" follows.
  socket.on("error", () => {});
  socket.once("close", () => {
    if (!isCut) events.add("ended");
  });

  const hasEnded = () => isCut || events.entries.includes("ended");
  const packets = () => events.entries.flatMap((event) => (event === "ended" ? [] : [event.packet]));
  const pongs = () => packets().filter(({ cmd }) => cmd === "pingresp").length;

  const isGreeted = () => packets().some(({ cmd }) => cmd === "connack");

  const wire: Wire = {
    send: (...list) => {
      for (const packet of list) socket.write(generate(packet));
    },
    sendBytes: (bytes) => void socket.write(Buffer.from(bytes, "latin1")),
    heard: () => inWords(events.entries),
    ids: () => packets().flatMap(({ cmd, messageId }) => (cmd === "publish" && messageId ? [messageId] : [])),
    async settle() {
      if (hasEnded() || !isGreeted()) return;
      pings += 1;
      const wanted = pings;
      wire.send({ cmd: "pingreq" });
      await events.until("PINGRESP, or the end of the connection", () => hasEnded() || pongs() >= wanted);
    },
    untilGreeted: () => events.until("CONNACK", () => hasEnded() || isGreeted()),
    untilEnded: () => events.until("the end of the connection", hasEnded),
    cut() {
      isCut = true;
      if (socket.closed) return Promise.resolve();
      return new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.resetAndDestroy();
      });
    },
  };
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(wire));
    socket.once("error", reject);
  });
}

function inWords(events: readonly Event[]): string[] {
  const letters = new Map<number, string>();
  const letter = (id: number) => {
    if (!letters.has(id)) letters.set(id, String.fromCharCode(65 + letters.size));
    return letters.get(id);
  };
  return events.flatMap((event) => {
    if (event === "ended") return ["ended"];
    const { packet } = event;
    const { cmd, messageId = 0 } = packet;
    if (cmd === "pingresp") return [];
    if (cmd === "connack") return [`connack ${packet.returnCode}${packet.sessionPresent ? " present" : ""}`];
    if (cmd === "publish") {
      const { topic, payload, qos, dup, retain } = packet;
      const id = qos > 0 ? ` #${letter(messageId)}` : "";
      return [`${topic}=${payload} q${qos}${id}${dup ? " dup" : ""}${retain ? " retain" : ""}`];
    }
    if (cmd === "pubrel") return [`pubrel #${letter(messageId)}`];
    if (cmd === "suback") return [`suback ${packet.granted.join(",")}`];
    return [cmd === "unsuback" ? cmd : `${cmd} ${messageId}`];
  });
}
