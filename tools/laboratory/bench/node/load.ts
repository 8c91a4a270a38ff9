// CPU time to load the library in a new process, beside MQTT.js.
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import type { LoadingAnswer } from "./loading.ts";
import { inTurn, middlePair } from "./pairs.ts";

export const load: Section = {
  title: "Loading: Node",
  words: ["node", "load"],
  subject: "Node's package",
  isGate: false,
  measure: () => loadRows(3),
};

/** Each time in a process of its own. TypeScript is read through tsx, as the package is; what that has compiled it keeps. */
export async function loadRows(rounds: number): Promise<Row[]> {
  const pairs = await inTurn(
    rounds + 1,
    () => loading("ringmote"),
    () => loading("mqtt"),
  );
  const { ours, theirs } = middlePair(pairs.slice(1));
  const name = "load the client and the device layer (the peer: the client), in a process that has tsx";
  return [peerRow("Node", "CPU microsecond", name, ours, { peer: "MQTT.js", value: theirs })];
}

function loading(name: "ringmote" | "mqtt"): Promise<number> {
  const child = startChild<string, LoadingAnswer>("loading.ts", [name]);
  return withChildren([child], () => child.ask("load"));
}
