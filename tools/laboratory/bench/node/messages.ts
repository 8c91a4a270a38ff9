// The cost of a message to ringmote's connection alone, as a device in Node has it, beside MQTT.js: CPU time,
// and the time to its acknowledgement.
import type { Row } from "../row.ts";
import type { Section } from "../section.ts";
import { type Metric, measuredInTurn, startContender } from "./beside.ts";
import type { ContenderAnswer } from "./contender-child.ts";
import type { ContenderPlace, Version } from "./contenders.ts";
import { throughMosquitto } from "./mosquitto.ts";

interface Effort {
  rounds: number;
  /** In each round. */
  messages: number;
}

/** Messages under way: as many as ringmote sends before it waits for an acknowledgement. */
const BUSY = 7;

export const messageCpu: Section = {
  title: "CPU time of the client for each message: Node",
  subject: "the client in Node",
  measure: async (skip) => [
    ...(await cpuRows("null", { rounds: 7, messages: 20_000 })),
    ...(await cpuRows("null", { rounds: 7, messages: 20_000 }, 5)),
    ...(await throughMosquitto(skip, ({ port }) => cpuRows(port, { rounds: 7, messages: 40_000 }))),
  ],
};

export const acknowledgement: Section = {
  title: "From publish to acknowledgement: Node",
  subject: "the client in Node",
  measure: (skip) =>
    throughMosquitto(skip, ({ port }) => acknowledgementRows(port, { rounds: 25, messages: 1000 })),
};

async function cpuRows(
  place: ContenderPlace,
  { rounds, messages }: Effort,
  mqtt: Version = 3,
): Promise<Row[]> {
  const through = place === "null" ? "a null peer in the process" : "Mosquitto";
  const where = place === "null" ? "" : ", Mosquitto";
  const version = mqtt === 5 ? " in MQTT 5.0" : "";
  const rows: Row[] = [];
  for (const qos of [0, 1] as const) {
    const children = [
      startContender("connection", place, { mqtt }),
      startContender("MQTT.js", place, { mqtt }),
    ] as const;
    const metric: Metric = {
      unit: "CPU microsecond",
      name: `publish at QoS ${qos}${qos === 1 ? " and take its PUBACK" : ""}${version}, ${BUSY} under way, through ${through}`,
      of: ({ micros }) => micros / messages,
      target: { ratioAtMost: mqtt === 5 ? 0.333 : 0.5 },
      headline: `Node${mqtt === 5 ? ", MQTT 5.0" : ""}: publish to a prepared topic at QoS ${qos}, ${BUSY} under way${where}`,
    };
    const question = { task: "offer", count: messages, qos, underWay: BUSY } as const;
    rows.push(...(await measuredInTurn(rounds, children, question, [metric])));
  }
  return rows;
}

function acknowledgementRows(port: number, { rounds, messages }: Effort): Promise<Row[]> {
  const children = [startContender("connection", port), startContender("MQTT.js", port)] as const;
  const latency = (percent: number, half: string): Metric => ({
    unit: "microsecond",
    name: `publish to acknowledgement at QoS 1 through Mosquitto, ${percent} % of messages within`,
    of: (answer) => percentile(answer, percent),
    target: { ratioAtMost: 1 },
    headline: `Node: publish to PUBACK, ${half} within`,
  });
  return measuredInTurn(rounds, children, { task: "acknowledge", count: messages }, [
    latency(50, "half of them"),
    latency(99, "99 %"),
  ]);
}

/** The time that `percent` of the messages do not exceed. */
function percentile({ times }: Pick<ContenderAnswer, "times">, percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
