// Many devices in one process: what each of them holds when it is connected and idle, and what it took to get there.
import { peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import type { IdleAnswer, IdleQuestion } from "./idle-clients.ts";

const COUNT = 1000;
const TENTH = 100;

export const idleHeap: Section = {
  title: "Many devices in one process: Node",
  words: ["node", "devices", "heap"],
  isGate: false,
  measure: () => idleRows([TENTH, COUNT]),
};

/** Each count in processes of its own. The target is for the largest. */
export async function idleRows(counts: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of counts) {
    const ours = await idleClients("ringmote", count);
    const theirs = await idleClients("mqtt", count);
    const each = `each of ${count} climate devices (the peer: clients of mqtt.connect without a device)`;
    const target: Target | undefined = count === COUNT ? { ratioAtMost: 0.25 } : undefined;
    rows.push(
      peerRow("Node", "CPU microsecond", `start and connect ${each}`, ours.micros, {
        peer: "MQTT.js",
        value: theirs.micros,
      }),
      peerRow(
        "Node",
        "byte",
        `heap held by ${each}, connected and idle`,
        ours.bytes,
        { peer: "MQTT.js", value: theirs.bytes },
        target,
      ),
    );
  }
  return rows;
}

function idleClients(name: "ringmote" | "mqtt", count: number): Promise<IdleAnswer> {
  const child = startChild<IdleQuestion, IdleAnswer>("idle-clients.ts", [name], ["--expose-gc"]);
  return withChildren([child], () => child.ask({ count }));
}
