// What grows in the MQTT client alone in an Espruino, whose lists are linked: instructions for each slot of the ring and
// for each subscription; and what is kept while there is no connection.
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { publishPacket } from "../canned-broker.ts";
import { SMALL_RING } from "../operations/client.ts";
import {
  type ClientWork,
  keepOffline,
  publishOneInto,
  receiveZero,
  reconnectFull,
  requireWritten,
  twenty,
} from "../operations/client-work.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost, endsWithAWrite } from "./client-cost.ts";
import { ourClient } from "./client-programs.ts";
import { canCount, countedName } from "./counted-run.ts";
import { ABSENT, engineName } from "./held.ts";

const SLOTS = [8, 16, 32] as const;
const SUBSCRIPTIONS = [1, 10, 100] as const;
const OFFLINE = 100;
const SLOT_BYTES = SMALL_RING.bytes / SMALL_RING.slots;
const PLACE = "Storage";
/** Enough of work that is long by itself. */
const FEW = { warmUp: 1, counted: 2 };

export const espruinoGrowth: Section = {
  title: "The MQTT client alone, grown: machine instructions of Espruino",
  words: ["callgrind", "growth"],
  subject: "the client on Espruino",
  measure: async (skip) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    else if (canCount(binary, skip)) return growthRows(binary);
    return [];
  },
};

async function growthRows(binary: EspruinoBinary): Promise<Row[]> {
  const slots: Row[] = [];
  for (const count of SLOTS) slots.push(await instructions(binary, count, publishOneInto(count)));
  const routing: Row[] = [];
  for (const count of SUBSCRIPTIONS)
    routing.push(await instructions(binary, SMALL_RING.slots, receiveByLast(count)));
  const full = await instructions(binary, SMALL_RING.slots, reconnectFull(), FEW);
  const offline = await instructions(binary, OFFLINE, keepOffline(OFFLINE), FEW);
  return [
    ...slots,
    // All that are in 8 slots are out at once; of 16 and of 32 some wait, which is another way through the code.
    slope(
      slots.slice(1),
      SLOTS.slice(1),
      "publish at QoS 1 and take the PUBACK, more for each slot of the ring",
    ),
    ...routing,
    slope(routing, SUBSCRIPTIONS, "take a message at QoS 0, more for each subscription"),
    full,
    { ...offline, name: `${offline.name}, for each of them`, ours: Math.round(offline.ours / OFFLINE) },
  ];
}

/** For the subscription that was made last: a list is searched from its front. */
function receiveByLast(subscriptions: number): ClientWork {
  return {
    ...receiveZero(twenty, subscriptions),
    name: `take 20 bytes at QoS 0 and give them to the last of ${subscriptions} subscribers`,
    calls: (index) => [
      {
        function: "receiveBytes",
        bytes: publishPacket(`home/room${subscriptions}/temp`, twenty(index), { qos: 0 }),
      },
    ],
  };
}

/** From the least to the most. */
function slope(rows: readonly Row[], sizes: readonly number[], what: string): Row {
  const [first, last] = [rows[0], rows.at(-1)] as [Row, Row];
  const rise = (last.ours - first.ours) / ((sizes.at(-1) ?? 0) - (sizes[0] ?? 0));
  const name = `${what} (from ${sizes[0]} to ${sizes.at(-1)})`;
  return figure(first.engine, first.unit, countedName(name, PLACE), Math.round(rise));
}

async function instructions(
  binary: EspruinoBinary,
  slots: number,
  work: ClientWork,
  times?: { warmUp: number; counted: number },
): Promise<Row> {
  const client = await ourClient(PLACE, { slots, bytes: slots * SLOT_BYTES });
  const cost = await clientCost(binary, client, work, times);
  requireWritten(engineName(binary), work, cost.count, cost.written);
  const what = endsWithAWrite(work) ? `${work.name}, the port's write taken off` : work.name;
  return figure(engineName(binary), "instruction", countedName(what, PLACE), cost.instructions);
}
