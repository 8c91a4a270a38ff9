// How large programs are as stripped bytecode: the MQTT client alone beside luamqtt's, and the whole climate device.
import type { ImageFile } from "../../../image/build.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import { CLIMATES } from "../climate.ts";
import { clientImage } from "../operations/client.ts";
import { exact, gateRow, peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS } from "./hosted-climate.ts";
import { bytecodeOf, type Compiler, hasCompiler, LOADER } from "./luac.ts";
import { luamqttFolder, luamqttModules } from "./luamqtt.ts";

/** Debian's compiler; it writes numbers of 64 bits. */
const COMPILER: Compiler = "luac5.1";
const ENGINE = `${COMPILER}, 64-bit`;

const MOST_FOR_CLIENT = 9000;
const MOST_FOR_CLIMATE = 14_000;

export const bytecode: Section = {
  title: "Stripped bytecode: Lua",
  isExact: true,
  measure: async (skip, peers) => {
    if (!hasCompiler(COMPILER)) {
      skip(`${COMPILER} is not here: it is in Debian's package lua5.1.`);
      return [];
    }
    const folder = luamqttFolder(peers, skip);
    return [await clientRow(folder), ...(await climateRows())];
  },
};

async function clientRow(peerFolder: string | undefined): Promise<Row> {
  const value = peerFolder === undefined ? undefined : sum(luamqttModules(peerFolder));
  return exact(
    peerRow(
      ENGINE,
      "byte",
      "all modules of the MQTT client alone: will, keep-alive, backoff, QoS 1 in a ring, subscriptions (luamqtt: without connector and MQTT 5)",
      sum(modulesOf(await clientImage("nodemcu"))),
      { peer: "luamqtt", value },
      { atMost: MOST_FOR_CLIENT },
    ),
  );
}

async function climateRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const climate of CLIMATES)
    for (const { board } of CHIPS) {
      const { files } = await keptImage({ firmware: climate.firmware, board });
      const name = `all modules of ${climate.name} (${board})`;
      rows.push(exact(gateRow(ENGINE, "byte", name, sum(modulesOf(files)), { atMost: MOST_FOR_CLIMATE })));
    }
  return rows;
}

function modulesOf(files: readonly ImageFile[]): string[] {
  return files.filter(({ name }) => name !== LOADER).map(({ content }) => content.text);
}

function sum(sources: readonly string[]): number {
  return sources.reduce((bytes, source) => bytes + bytecodeOf(COMPILER, source).length, 0);
}
