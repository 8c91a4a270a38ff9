// Machine instructions of the Espruino interpreter for one message each, with the code in Storage.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EspruinoBinary, espruinoBinaries } from "../../sim/espruino/binaries.ts";
import { BOOT_FILE } from "../../sim/espruino/host.ts";
import { startInterpreter } from "../../sim/espruino/interpreter-process.ts";
import { ABSENT, engineName } from "../espruino/held.ts";
import { STAY } from "../espruino/stand-ins.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { callgrind, collected, hasValgrind } from "./callgrind.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

const WARM_UP = 4;
const COUNTED = 20;
/** From boot until the program has run. */
const STARTED_MS = 100;
/** Only what runs inside of a forEach is counted: the interpreter's idle loop is not, nor its start. */
const WITHIN = "jswrap_array_forEach";

export const espruinoOperations: Section = {
  title: "For one message: Espruino",
  words: ["operations", "espruino", "callgrind"],
  isGate: false,
  measure: async (skip) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    else if (!hasValgrind()) skip("valgrind is not here: it is a package of Debian.");
    else return rowsOf(binary, skip);
    return [];
  },
};

async function rowsOf(binary: EspruinoBinary, skip: (reason: string) => void): Promise<Row[]> {
  const [image] = await operationsImage("espruino");
  const script = image?.content.text ?? "";
  const rows: Row[] = [];
  for (const operation of OPERATIONS) {
    const [all, calling] = await Promise.all(
      [false, true].map((isEmpty) => count(binary, script, operation, isEmpty)),
    );
    if (all === 0 || all === undefined || calling === undefined) {
      skip(`${binary.name} has no symbol ${WITHIN}: build it without stripping it.`);
      return [];
    }
    const each = Math.round((all - calling) / COUNTED);
    rows.push(figure(engineName(binary), "instruction", `of the machine to ${operation.name}`, each));
  }
  return rows;
}

/** Instructions of all operations together; `isEmpty` replaces every call by one that does nothing. */
async function count(
  binary: EspruinoBinary,
  script: string,
  operation: Operation,
  isEmpty: boolean,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  const lines: string[] = [];
  const child = startInterpreter({
    binary,
    files: new Map([
      [".boot0", harness(operation, isEmpty)],
      [BOOT_FILE, script],
    ]),
    onLine: (line) => lines.push(line),
    under: callgrind(join(folder, "counts"), WITHIN),
  });
  try {
    await child.exited;
    const problem = lines.find((line) => /Uncaught|MEMORY/.test(line));
    if (problem !== undefined) throw new Error(`The operations fail in ${binary.name}: ${problem}`);
    const written = lines.find((line) => line.startsWith("WRITTEN "))?.substring("WRITTEN ".length);
    if (!isEmpty) requireWritten(binary.name, operation, WARM_UP + COUNTED, Number(written));
    return collected(readFileSync(join(folder, "counts"), "latin1"));
  } finally {
    child.dispose();
    rmSync(folder, { recursive: true });
  }
}

function harness(operation: Operation, isEmpty: boolean): string {
  const calls = Array.from({ length: WARM_UP + COUNTED }, (_, index) => operation.calls(index));
  const names = (calls[0] ?? []).map((call) => (isEmpty ? "doNothing" : call.function));
  const lists = names.map(
    (_, at) => `$list${at}=[${calls.map((each) => literal(each[at]?.bytes ?? "")).join(",")}]`,
  );
  const counted = Array.from({ length: COUNTED }, (_, index) => WARM_UP + index);
  return `echo(0);${STAY}
var ${lists.join(",")};
function $operation(i){${names.map((name, at) => `${name}($list${at}[i]);`).join("")}}
setTimeout(function(){
  var written=countWritten();
  for(var i=0;i<${WARM_UP};i++)$operation(i);
  [${counted.join(",")}].forEach($operation);
  print("WRITTEN "+(countWritten()-written));
  quit();
},${STARTED_MS});`;
}

function literal(bytes: string): string {
  const escaped = [...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped.join("")}"`;
}
