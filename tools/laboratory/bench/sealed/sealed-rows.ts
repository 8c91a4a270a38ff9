// Costs of a sealed command to a device, from its message to its payload: the computation of its tag by the
// interpreter's own hash, and one write of the flash in 64 commands, which is not counted.
import { HASHES } from "../../../../src/platform/node/hash.ts";
import { open } from "../../../../src/sealed/opening.ts";
import { readTaken } from "../../../../src/sealed/taken-counters.ts";
import { espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { clientCost } from "../espruino/client-cost.ts";
import { canCountInstructions } from "../espruino/counted-run.ts";
import { ABSENT, espruinoEngineName } from "../espruino/machine.ts";
import { CHIPS, luaEngineName } from "../lua/hosted-climate.ts";
import { imageProgram, type LuaProgram, vmCost } from "../lua/vm-cost.ts";
import { cpuMicroseconds } from "../node/pairs.ts";
import type { Work } from "../operations/client-work.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { KEY, requireObeyed, sealedCommand, sealedProgram, TOPIC } from "./sealed-commands.ts";

const NAME = "obey a sealed command";
const WORK: Work = {
  name: NAME,
  calls: (index) => [{ function: "openSealed", bytes: sealedCommand(index + 1) }],
  written: 0,
};
const SHA256_IN_ESPRUINO = 'function sha256(bytes){return E.toString(require("crypto").SHA256(bytes));}';
export const SHA256_IN_LUA =
  'function sha256(bytes) local hash=crypto.new_hash("SHA256") hash:update(bytes) return hash:finalize() end';

export const sealedInEspruino: Section = {
  title: "A sealed command: machine instructions of Espruino",
  subject: "sealed commands on Espruino",
  measure: async (skip) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    if (binary === undefined || !canCountInstructions(binary, skip)) return [];
    const [image] = await sealedProgram("espruino");
    const source = `${SHA256_IN_ESPRUINO}\n${image?.content.text ?? ""}`;
    const cost = await clientCost(binary, { source, connects: false }, WORK);
    const engine = espruinoEngineName(binary);
    requireObeyed(engine, cost);
    return [
      benchRow({
        engine,
        unit: "instruction",
        name: `of the machine to ${NAME}, its hash included`,
        ours: cost.instructions,
        headline: `Espruino: ${NAME}`,
      }),
    ];
  },
};

export const sealedInLua: Section = {
  title: "A sealed command: Lua's virtual machine",
  subject: "sealed commands on NodeMCU",
  measure: async () => {
    const program: LuaProgram = {
      ...imageProgram(await sealedProgram("nodemcu")),
      source: SHA256_IN_LUA,
      hasCrypto: true,
    };
    return CHIPS.flatMap((chip): Row[] => {
      const cost = vmCost(chip, program, WORK);
      const engine = luaEngineName(chip);
      requireObeyed(engine, cost);
      return [
        benchRow({ engine, unit: "byte", name: `allocated to ${NAME}`, ours: cost.bytes }),
        benchRow({
          engine,
          unit: "instruction",
          name: `of the VM to ${NAME}, without its hash`,
          ours: cost.instructions,
          headline: `Lua: ${NAME}, without its hash`,
        }),
      ];
    });
  },
};

const COMMANDS = 20_000;

export const sealedInNode: Section = {
  title: "A sealed command: Node",
  subject: "sealed commands in Node",
  measure: async () => {
    const commands = Array.from({ length: 2 * COMMANDS }, (_, index) => sealedCommand(index + 1));
    const counters = readTaken({ readRecord: () => undefined, writeRecord: () => true });
    const key = { scheme: "hmac-sha256", key: KEY, hash: HASHES.sha256 } as const;
    const obey = (some: readonly string[]) =>
      some.filter((each) => open(key, counters, TOPIC, each, false).fault === "").length;
    // The first half is warm-up.
    obey(commands.slice(0, COMMANDS));
    let obeyed = 0;
    const micros = await cpuMicroseconds(() => {
      obeyed = obey(commands.slice(COMMANDS));
    });
    if (obeyed !== COMMANDS) throw new Error(`Node obeyed ${obeyed} of ${COMMANDS} sealed commands.`);
    const ours = micros / COMMANDS;
    return [
      benchRow({
        engine: "Node",
        unit: "CPU microsecond",
        name: `to ${NAME}`,
        ours,
        headline: `Node: ${NAME}`,
      }),
    ];
  },
};
