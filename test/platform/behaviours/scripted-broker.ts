// A broker that a test writes by hand, packet by packet and as mqtt-packet has them, for a program's client
// in virtual time.
import mqttPacket, { type IConnackPacket, type Packet, type Parser } from "mqtt-packet";
import type { NodeClient } from "../../../src/client/client.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import type { LinkPlan, PeerEnd, PeerEvents } from "../../../tools/sim/worlds/link.ts";
import type { VirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import { type Pass, program } from "../../client/program-client.ts";

/** What it says to a packet; undefined: what any broker says. An empty list is silence. */
type Answers = (packet: Packet, connection: number) => readonly Packet[] | undefined;

export interface Script {
  /** Default 5. */
  mqtt?: 3 | 5;
  /** What a CONNACK has besides its acceptance, on each connection. */
  connack?: (connection: number) => Partial<IConnackPacket>;
  answers?: Answers;
  /** What the clock shows at first; 0 by default. */
  startsAt?: number;
  /** How each connection carries bytes. */
  plan?: LinkPlan;
}

export interface ScriptedBroker {
  world: VirtualWorld;
  pass: Pass;
  /** A client of the script's version. */
  start: (options?: Partial<NodeClientOptions>) => NodeClient;
  /** What clients said, one list for each connection, without what begins it and without pings. */
  heard: Packet[][];
  /** The same in short: "publish 4096 qos 1 dup". */
  words: (connection?: number) => string[];
  /** On the newest connection. */
  say: (packet: Packet) => void;
  sayBytes: (...bytes: number[]) => void;
  hangUp: () => void;
}

export function scriptedBroker({
  mqtt = 5,
  connack = () => ({}),
  answers,
  startsAt,
  plan,
}: Script = {}): ScriptedBroker {
  const protocolVersion = mqtt === 5 ? 5 : 4;
  const heard: Packet[][] = [];
  let newest: PeerEnd | undefined;

  const say = (packet: Packet) =>
    newest?.write(mqttPacket.generate(packet, { protocolVersion } as never).toString("latin1"));

  function peer(end: PeerEnd): PeerEvents {
    const connection = heard.length;
    const packets: Packet[] = [];
    heard.push(packets);
    newest = end;
    const parser: Parser = mqttPacket.parser({ protocolVersion });
    parser.on("packet", (packet) => {
      packets.push(packet);
      const said = answers?.(packet, connection) ?? usual(packet, connack(connection), protocolVersion);
      for (const answer of said) say(answer);
    });
    return { received: (bytes) => void parser.parse(Buffer.from(bytes, "latin1")), closed() {} };
  }

  const { world, pass, start } = program(
    {},
    () => plan ?? {},
    () => peer,
    startsAt,
  );
  return {
    world,
    pass,
    start: (options) => start({ mqtt, ...options }),
    heard,
    words: (connection = heard.length - 1) =>
      (heard[connection] ?? []).filter(({ cmd }) => cmd !== "connect" && cmd !== "pingreq").map(inShort),
    say,
    sayBytes: (...bytes) => newest?.write(String.fromCharCode(...bytes)),
    hangUp: () => newest?.close(),
  };
}

/** What a broker says that grants all, keeps no session and knows of no message. */
function usual(packet: Packet, more: Partial<IConnackPacket>, protocolVersion: number): Packet[] {
  const messageId = packet.messageId ?? 0;
  switch (packet.cmd) {
    case "connect": {
      const code = protocolVersion === 5 ? { reasonCode: 0 } : { returnCode: 0 };
      return [{ cmd: "connack", sessionPresent: false, ...code, ...more }];
    }
    case "subscribe":
      return [{ cmd: "suback", messageId, granted: packet.subscriptions.map(({ qos }) => qos) }];
    case "unsubscribe":
      return [{ cmd: "unsuback", messageId, granted: packet.unsubscriptions.map(() => 0) }];
    case "publish":
      if (packet.qos === 0) return [];
      return [{ cmd: packet.qos === 1 ? "puback" : "pubrec", messageId }];
    case "pubrel":
      return [{ cmd: "pubcomp", messageId }];
    case "pubrec":
      return [{ cmd: "pubrel", messageId }];
    case "pingreq":
      return [{ cmd: "pingresp" }];
    default:
      return [];
  }
}

function inShort(packet: Packet): string {
  const { reasonCode } = packet as { reasonCode?: number };
  const parts: (string | number | undefined)[] = [packet.cmd, packet.messageId];
  if (packet.cmd === "publish") {
    const { topic, payload, qos, dup, retain } = packet;
    parts.push(`${topic}=${payload}`, `qos ${qos}`, dup ? "dup" : "", retain ? "retain" : "");
  } else if (packet.cmd === "subscribe") parts.push(...packet.subscriptions.map(({ topic }) => topic));
  else if (packet.cmd === "unsubscribe") parts.push(...packet.unsubscriptions);
  else if (reasonCode) parts.push(`0x${reasonCode.toString(16)}`);
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
