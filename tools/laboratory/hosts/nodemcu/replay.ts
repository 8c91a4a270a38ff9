// A transcript as a script for a VM whose only output is `print`, and the script's output.
import { eventNumber, OPERATIONS, type Operation } from "./operations.ts";
import { type Chip, commonParts, header, textOf } from "./prelude.ts";
import type { TranscriptEntry, TranscriptLife } from "./transcript.ts";

export interface Replay {
  /** True when the program made the same queries in the same order, to the end. */
  same: boolean;
  /** How many questions were equal. */
  questions: number;
  /** What the program did, in order: bytes to sockets, levels on pins, contents of files. */
  outputs: { operation: Operation; number: number; bytes: string }[];
  /** Errors that escaped a callback, in the VM's own words. */
  errors: string[];
  /** Where it went another way, or why the VM ended early. */
  difference?: string;
}

const OUTPUT_OPERATIONS: readonly Operation[] = [
  "socketConnect",
  "socketConnectTls",
  "socketSend",
  "socketClose",
  "pinWrite",
  "fileWrite",
  "fileRemove",
  "fileRename",
  "busWrite",
  "pwmDuty",
  "oneWireWrite",
  "uartSend",
  "pixelsSend",
];

/** The host's Lua side, the image and the transcript as one script. */
export function replayScript(options: {
  chip: Chip;
  image: ReadonlyMap<string, string>;
  life: TranscriptLife;
  uptimeIsFloat?: boolean;
}): string {
  const { chip, image, life, uptimeIsFloat = true } = options;
  const outputs = OUTPUT_OPERATIONS.map((name) => `[${OPERATIONS.indexOf(name)}] = true`).join(", ");
  const modules = [...image].map(([name, source]) => `modules[${quoted(name)}] = ${quoted(source)}\n`);
  const parts = commonParts(chip).map(
    ({ text }) => `do local part = function(...)\n${text}end part(host) end\n`,
  );
  return [
    header({ chip, uptimeIsFloat }),
    `local outputs = { ${outputs} }\nlocal modules = {}\n`,
    ...modules,
    `local transcript = "${life.map(lineOf).join("\\n")}"\n`,
    textOf("replay"),
    "local host = { ask = ask, op = op, event = event, handlers = {}, chip = chip, uptimeIsFloat = uptimeIsFloat, variant = variant }\n",
    ...parts,
    // What only an inspector asks for; an evaluate event is how init.lua starts.
    `host.handlers[event.evaluate] = function(_, _, source)
      local run = (loadstring or load)(source, "=evaluate")
      local result = run()
      ask(op.result, 0, tostring(result))
    end\n`,
    "replay(host.turn)\n",
  ].join("");
}

function lineOf(entry: TranscriptEntry): string {
  if ("event" in entry) {
    const { kind, id = 0, number = 0, bytes } = entry.event;
    return `E ${eventNumber(kind)} ${id} ${number} ${bytes === undefined ? "x" : "b"} ${hexadecimal(bytes ?? "")}`;
  }
  const { operation, number, bytes, answer } = entry;
  return `Q ${OPERATIONS.indexOf(operation)} ${number} ${hexadecimal(bytes)} ${answerText(operation, answer)}`;
}

function answerText(operation: Operation, answer: number | string | undefined): string {
  if (typeof answer === "string") return `b ${hexadecimal(answer)}`;
  if (answer !== undefined) return `n ${answer}`;
  return OPERATIONS.indexOf(operation) < OPERATIONS.indexOf("eventBytes") ? "n 0" : "x ";
}

function hexadecimal(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}

function quoted(bytes: string): string {
  const escaped = bytes.replace(
    /[^ !#-[\]-~]/g,
    (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}

/** Reads what the script printed. */
export function readReplay({ output, problem }: { output: string; problem?: string }): Replay {
  const replay: Replay = { same: false, questions: 0, outputs: [], errors: [] };
  const differences: string[] = [];
  for (const line of output.split("\n")) {
    const [word = "", ...rest] = line.split(" ");
    if (word === "OUTPUT") replay.outputs.push(outputOf(rest));
    else if (word === "ERROR") replay.errors.push(rest.join(" "));
    else if (word === "SAME") Object.assign(replay, { same: true, questions: Number(rest[0]) });
    else if (word === "DIFFERENT") replay.questions = Number(rest[1]) - 1;
    else if (word === "EXPECTED" || word === "ASKED")
      differences.push(`${word.toLowerCase()} ${named(rest.join(" "))}`);
  }
  if (!replay.same)
    replay.difference =
      differences.length > 0 ? differences.join("; ") : (problem ?? "the VM printed no end");
  return replay;
}

function outputOf([operation, number, bytes]: string[]): Replay["outputs"][number] {
  return {
    operation: OPERATIONS[Number(operation)] as Operation,
    number: Number(number),
    bytes: Buffer.from(bytes ?? "", "hex").toString("latin1"),
  };
}

/** A question with the name of its operation. */
function named(question: string): string {
  return question.replace(/^Q (\d+)/, (_, number: string) => OPERATIONS[Number(number)] ?? number);
}
