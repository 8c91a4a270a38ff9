// Machine instructions of the Espruino interpreter for one message each, with the code in Storage.
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { BOOT_FILE } from "../../hosts/espruino/storage.ts";
import { canCount, countedName, countRun } from "../espruino/counted-run.ts";
import { ABSENT, engineName } from "../espruino/held.ts";
import { byteLiteral } from "../espruino/literals.ts";
import { STAY } from "../espruino/stand-ins.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

const WARM_UP = 4;
const COUNTED = 20;
/** From boot until the program has run. */
const STARTED_MS = 100;
/** Only what runs inside of a forEach is counted: the interpreter's idle loop is not, nor its start. */
const WITHIN = "jswrap_array_forEach";

export const espruinoOperations: Section = {
  title: "For one message: Espruino",
  words: ["operations", "callgrind"],
  subject: "climate on Espruino",
  measure: async (skip) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    else if (canCount(binary, skip)) return rowsOf(binary);
    return [];
  },
};

async function rowsOf(binary: EspruinoBinary): Promise<Row[]> {
  const [image] = await operationsImage("espruino");
  const script = image?.content.text ?? "";
  const rows: Row[] = [];
  for (const operation of OPERATIONS) {
    const [all = Number.NaN, calling = Number.NaN] = await Promise.all(
      [false, true].map((isEmpty) => count(binary, script, operation, isEmpty)),
    );
    const each = Math.round((all - calling) / COUNTED);
    rows.push(figure(engineName(binary), "instruction", countedName(operation.name, "Storage"), each));
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
  const files = new Map([
    [".boot0", harness(operation, isEmpty)],
    [BOOT_FILE, script],
  ]);
  const { instructions, lines } = await countRun(binary, files, { within: WITHIN });
  const written = lines.find((line) => line.startsWith("WRITTEN "))?.substring("WRITTEN ".length);
  if (!isEmpty) requireWritten(binary.name, operation, WARM_UP + COUNTED, Number(written));
  return instructions;
}

function harness(operation: Operation, isEmpty: boolean): string {
  const calls = Array.from({ length: WARM_UP + COUNTED }, (_, index) => operation.calls(index));
  const names = (calls[0] ?? []).map((call) => (isEmpty ? "doNothing" : call.function));
  const lists = names.map(
    (_, at) => `$list${at}=[${calls.map((each) => byteLiteral(each[at]?.bytes ?? "")).join(",")}]`,
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
