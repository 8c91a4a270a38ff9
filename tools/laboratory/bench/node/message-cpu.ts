// CPU time of a client for each message that it publishes, beside MQTT.js and beside a bare socket.
import { peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import type { Place, Qos, Version } from "./contender.ts";
import { throughMosquitto } from "./mosquitto.ts";
import { inTurn, middlePair } from "./pairs.ts";
import type { ContenderName, PublishingAnswer, PublishingQuestion } from "./publishing.ts";

type PublishingChild = Child<PublishingQuestion, PublishingAnswer>;

export interface CpuEffort {
  rounds: number;
  /** Messages in each round, and before the first one, when all is compiled. */
  messages: number;
  warmUp: number;
}

/** Messages under way when the client is busy: as many as ringmote sends before it waits for an acknowledgement. */
const BUSY = 7;
const TARGETS: Readonly<Record<Version, Target>> = {
  3: { ratioAtMost: 0.5 },
  // Three times as fast.
  5: { ratioAtMost: 0.333 },
};

const NULL_EFFORT: CpuEffort = { rounds: 7, messages: 20_000, warmUp: 40_000 };
const BROKER_EFFORT: CpuEffort = { rounds: 7, messages: 6_000, warmUp: 12_000 };

export const messageCpu: Section = {
  title: "CPU time of the client for each message: Node",
  subject: "the client in Node",
  async measure(skip) {
    const skipBroker = (reason: string): void => skip(`through Mosquitto: ${reason}`);
    return [
      ...(await cpuRows("null", NULL_EFFORT)),
      ...(await cpuRows("null", NULL_EFFORT, 5)),
      ...(await throughMosquitto(skipBroker, (port) => cpuRows(port, BROKER_EFFORT))),
    ];
  },
};

/** Both contenders, each alone in its process, take turns; through a broker a bare socket does so as well. */
export async function cpuRows(place: Place, effort: CpuEffort, mqtt: Version = 3): Promise<Row[]> {
  const start = (name: ContenderName): PublishingChild =>
    startChild("publishing.ts", [name, String(place), String(mqtt)]);
  const ours = start("ringmote");
  const theirs = start("mqtt");
  const socket = place === "null" ? undefined : start("socket");
  const children = socket === undefined ? [ours, theirs] : [ours, theirs, socket];
  return withChildren(children, async () => {
    const rows: Row[] = [];
    for (const qos of [0, 1] as const) {
      for (const underWay of [BUSY, 1]) {
        const what = workName(place, qos, underWay, mqtt);
        const target = underWay === BUSY ? TARGETS[mqtt] : undefined;
        rows.push(await rowOf(what, "MQTT.js", { ours, theirs, qos, underWay, effort }, target));
        if (socket !== undefined)
          rows.push(await rowOf(what, "bare socket", { ours, theirs: socket, qos, underWay, effort }));
      }
    }
    return rows;
  });
}

function workName(place: Place, qos: Qos, underWay: number, mqtt: Version): string {
  const through = place === "null" ? "a null peer in the process" : "Mosquitto";
  const message = qos === 0 ? "publish at QoS 0" : "publish at QoS 1 and take its PUBACK";
  const inVersion = mqtt === 5 ? " in MQTT 5.0" : "";
  return `${message}${inVersion}, ${underWay} under way, through ${through}`;
}

interface Comparison {
  ours: PublishingChild;
  theirs: PublishingChild;
  qos: Qos;
  underWay: number;
  effort: CpuEffort;
}

async function rowOf(
  name: string,
  peer: string,
  { ours, theirs, qos, underWay, effort }: Comparison,
  target?: Target,
): Promise<Row> {
  const { rounds, messages, warmUp } = effort;
  const cost = async (child: PublishingChild, count = messages): Promise<number> => {
    const [micros = Number.NaN] = await child.ask({ count, qos, underWay });
    return micros / count;
  };
  await cost(ours, warmUp);
  await cost(theirs, warmUp);
  const pair = middlePair(
    await inTurn(
      rounds,
      () => cost(ours),
      () => cost(theirs),
    ),
  );
  return peerRow("Node", "CPU microsecond", name, pair.ours, { peer, value: pair.theirs }, target);
}
