// What a message costs the MQTT client alone in MQTT 5.0, by a topic alias, beside the same client in 3.1.1: Espruino.
import { espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { SMALL_RING } from "../operations/client.ts";
import {
  publishOne,
  publishOneByAlias,
  publishZero,
  publishZeroByAlias,
  requireWritten,
  twenty,
} from "../operations/client-work.ts";
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost, endsWithAWrite } from "./client-cost.ts";
import { ourClient } from "./client-programs.ts";
import { canCount, countedName } from "./counted-run.ts";
import { ABSENT, engineName } from "./held.ts";

const COMPARISONS = [
  { before: publishZero(twenty), now: publishZeroByAlias(twenty) },
  { before: publishOne(twenty), now: publishOneByAlias(twenty) },
];

export const espruinoInVersion5: Section = {
  title: "The MQTT client alone in MQTT 5.0, with a topic alias: machine instructions of Espruino",
  words: ["mqtt5", "callgrind"],
  subject: "the client on Espruino, in 5.0",
  measure: async (skip) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    if (binary === undefined || !canCount(binary, skip)) return [];
    const [in3, in5] = [await ourClient("Storage"), await ourClient("Storage", SMALL_RING, "5.0")];
    const rows: Row[] = [];
    for (const { before, now } of COMPARISONS) {
      const theirs = await clientCost(binary, in3, before);
      const ours = await clientCost(binary, in5, now);
      requireWritten(engineName(binary), now, ours.count, ours.written);
      const what = `${now.name}${endsWithAWrite(now) ? ", the port's write taken off" : ""}`;
      rows.push(
        peerRow(
          engineName(binary),
          "instruction",
          countedName(what, in5.place),
          ours.instructions,
          { peer: "itself in MQTT 3.1.1", value: theirs.instructions },
          { ratioAtMost: 1 },
        ),
      );
    }
    return rows;
  },
};
