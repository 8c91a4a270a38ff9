// Texts and devices as the compiler's IR.
import { join } from "node:path";
import type { Program } from "../../tools/compiler/ir/program.ts";
import { readProgram } from "../../tools/compiler/read/read-program.ts";
import { modulesInOrder } from "../../tools/compiler/source/modules.ts";
import { createProgram, parsedTree } from "../../tools/compiler/source/program.ts";
import { shownPath } from "../../tools/files/shown-path.ts";
import { SILENCE } from "../../tools/image/discovery.ts";
import { entryModule, platformOf } from "../../tools/image/entry.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { withGivenValues } from "../../tools/image/given-values.ts";
import { limitsOf } from "../../tools/image/limits.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import { FIXTURES, GLOBALS } from "../../tools/laboratory/programs/engines.ts";

/** A module's text, which hands its results to `emit`. */
export function irOf(text: string): Program {
  return irOfModules(join(FIXTURES, "case.ts"), `${text}\nexport {};`, GLOBALS);
}

/** A firmware of this package for a board, with all of its features. */
export async function irOfDevice(firmware: string, name: string): Promise<Program> {
  const board = await readBoard(name);
  const { folder, declaration, wiring } = await readFirmware(firmware);
  const wired = wiring[name];
  if (wired === undefined) throw new Error(`${firmware} has no wiring for ${name}.`);
  const { boot, globals } = platformOf(board);
  const wires = await wiredRoles(neededRoles(declaration), wired, firmware);
  const { file, text } = entryModule(folder, boot);
  return withGivenValues(irOfModules(file, text, globals), shownPath(file), wires, limitsOf(board));
}

function irOfModules(file: string, text: string, globals: readonly string[]): Program {
  const entry = parsedTree(file, text);
  const program = createProgram({
    trees: [entry, parsedTree(SILENCE.file, SILENCE.text)],
    roots: [entry.fileName, ...globals],
  });
  return readProgram(modulesInOrder(program, entry.fileName), program.getTypeChecker());
}
