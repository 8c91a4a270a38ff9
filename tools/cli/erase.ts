// ringmote erase: takes images and settings off a board.
import { Command } from "commander";
import { TARGET_FACTS } from "../targets/facts.ts";
import { print } from "../terminal/output.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "./device-port.ts";
import { withExamples } from "./words/example.ts";

interface EraseOptions extends PortOptions {
  everything?: boolean;
}

export function eraseCommand(): Command {
  const command = withPort(
    new Command("erase").description(
      "takes the images, the settings and whatever else ringmote stored off a board",
    ),
  )
    .option("--everything", "takes all files off it, and what its LFS holds, others' too")
    .action(erase);
  return withExamples(command, "ringmote erase --port /dev/ttyUSB0");
}

async function erase({ everything = false, ...options }: EraseOptions): Promise<void> {
  const { makeEmptyLfs } = await import("../flash/nodemcu/terminal-lfs.ts");
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    const { lfs } = await board.erase({ everything, makeEmptyLfs });
    const gone = everything ? "All its files are gone" : "What ringmote stored on it is gone";
    print(`${gone}${lfs?.emptied === true ? ", and the program in its LFS" : ""}.`);
    if (lfs?.emptied === false) print(lfs.why);
    const { openWhenBare } = TARGET_FACTS[board.found.target];
    if (openWhenBare !== undefined) print(openWhenBare);
  });
}
