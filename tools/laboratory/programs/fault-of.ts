// The program of a seed on every engine: what differs, in the shortest program that shows it.
import { BuildError } from "../../compiler/source/build-error.ts";
import { type ChangingProgram, changingProgram, programText } from "./changing-program.ts";
import { cutDown } from "./cut-down.ts";
import { DRAWN_REFUSALS } from "./drawn-edges.ts";

const NO_ANSWER = "no answer";

/**
 * Runs a module's text everywhere; by the engine's name, what it emits in hexadecimal. "source" is the
 * author's text in Node.
 */
export type Everywhere = (text: string) => Promise<Readonly<Record<string, readonly string[]>>>;

/**
 * A sentence with the program, when an engine does something else than Node or a build fails; "" when all do
 * the same.
 */
export async function faultOf(seed: number, everywhere: Everywhere): Promise<string> {
  const program = changingProgram(seed);
  const found = await differenceIn(programText(program), everywhere);
  if (found === "") return "";
  const shortest = await shortestOf(program, async (fewer) => {
    const difference = await differenceIn(programText(fewer), everywhere);
    // Another fault than the one that was found is another program's.
    return difference !== "" && kindOf(difference) === kindOf(found);
  });
  return `The program of seed ${seed} differs: ${await differenceIn(programText(shortest), everywhere)}\n${programText(shortest)}`;
}

/** The engine that differs; of what gives no answer, why, wherever that is. */
function kindOf(difference: string): string {
  const [kind = ""] = difference.split(": ", 1);
  return kind === NO_ANSWER ? difference.replaceAll(/\d+/g, "") : kind;
}

async function shortestOf(
  program: ChangingProgram,
  shows: (fewer: ChangingProgram) => Promise<boolean>,
): Promise<ChangingProgram> {
  const tail = await cutDown(program.tail, (fewer) => shows({ ...program, tail: fewer }));
  const body = await cutDown(program.body, (fewer) => shows({ ...program, tail, body: fewer }));
  const head = await cutDown(program.head, (fewer) => shows({ head: fewer, body, tail }));
  return { head, body, tail };
}

async function differenceIn(text: string, everywhere: Everywhere): Promise<string> {
  let answers: Awaited<ReturnType<Everywhere>>;
  try {
    answers = await everywhere(text);
  } catch (thrown) {
    // What is not seen to be right is refused: the same on all engines.
    if (thrown instanceof BuildError && DRAWN_REFUSALS.some((words) => thrown.message.includes(words)))
      return "";
    return `${NO_ANSWER}: ${(thrown as Error).message}`;
  }
  const { source = [], ...others } = answers;
  for (const [engine, lines] of Object.entries(others)) {
    const at = [...source, undefined].findIndex((line, index) => line !== lines[index]);
    if (at < 0 || (at === source.length && lines.length === at)) continue;
    return `${engine}: line ${at + 1} is ${inWords(lines[at])}, and ${inWords(source[at])} in Node`;
  }
  return "";
}

function inWords(hex: string | undefined): string {
  return hex === undefined ? "not there" : JSON.stringify(Buffer.from(hex, "hex").toString("latin1"));
}
