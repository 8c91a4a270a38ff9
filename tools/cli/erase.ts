// ringmote erase: takes images and settings off a board.
import { Command } from "commander";
import { print } from "../terminal/output.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "./device-port.ts";
import { withExamples } from "./example.ts";

interface EraseOptions extends PortOptions {
  everything?: boolean;
}

export function eraseCommand(): Command {
  const command = withPort(
    new Command("erase").description(
      "takes the images, the settings and whatever else ringmote stored off a board",
    ),
  )
    .option("--everything", "takes all files off it, others' too")
    .action(erase);
  return withExamples(command, "ringmote erase --port /dev/ttyUSB0");
}

async function erase(options: EraseOptions): Promise<void> {
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    await board.erase(options.everything === true);
    print(options.everything ? "All its files are gone." : "What ringmote stored on it is gone.");
  });
}
