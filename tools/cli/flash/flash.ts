// ringmote flash: a firmware onto a board, from its source to its first line; and the board's own
// interpreter, from a file.
import { Command } from "commander";
import { type FeatureOptions, withFeatures } from "../build/feature-options.ts";
import { type PortOptions, withPort } from "../device-port.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";

export interface FlashOptions extends PortOptions, FeatureOptions {
  board?: string;
  inPlace?: boolean;
  keepBootFiles?: boolean;
  watch?: boolean;
  firmware?: string;
  offset?: string;
  luac?: string;
  lfs?: boolean;
  json?: boolean;
}

export function flashCommand(): Command {
  const command = withFeatures(
    withPort(
      new Command("flash")
        .description("builds a firmware, sends it to the board and starts it; only what changed is sent")
        .argument("[firmware]", "its name (see ringmote list), or the path of its folder")
        .option("--board <board>", "what it is built for (see ringmote boards)"),
    ),
  )
    .option(
      "--in-place",
      "writes over the installed image, on boards that do not hold two: cut off, it leaves none",
    )
    .option(
      "--keep-boot-files",
      "Espruino: leaves files of other programs that run before ringmote's at each start; without it, they are removed",
    )
    .option("--watch", "sends it again whenever a file of its folder changes; Ctrl-C ends it")
    .option(
      "--firmware <file>",
      "installs the board's own Espruino or NodeMCU first, from its merged .bin file; erases what it has",
    )
    .option("--offset <address>", "with --firmware: where the file begins in flash; without it, at 0x0")
    .option(
      "--luac <program>",
      "NodeMCU: compiles here, by the luac.cross that was built with the board's firmware",
    )
    .option("--lfs", "NodeMCU: puts the code into the LFS, even where that holds something else, or refuses")
    .option(
      "--no-lfs",
      "NodeMCU: leaves the LFS as it is; without it, an LFS that is empty or ours has the code",
    )
    .option("--json", "prints what was found and sent as JSON")
    .action(flash);
  return withExamples(command, "ringmote flash climate --board esp32-espruino --port /dev/ttyUSB0");
}

async function flash(firmware: string | undefined, options: FlashOptions): Promise<void> {
  if (options.firmware === undefined && (firmware === undefined || options.board === undefined))
    throw new UsageError(
      `ringmote flash needs a <firmware> and --board <board>; ${firmware === undefined ? '"ringmote list" names what there is' : '"ringmote boards" names the boards there are'}.`,
    );
  if (firmware !== undefined && options.board === undefined)
    throw new UsageError(
      'A firmware is sent to a board; give --board <board> ("ringmote boards" names them).',
    );
  if (options.lfs === true && options.luac !== undefined)
    throw new UsageError(
      "--lfs puts the code into the LFS, and --luac compiles it into files; leave one of them out.",
    );
  refuseMisplaced(firmware, options);
  // A name that is not known is told before anything on the board is erased.
  const { checkedBoard, checkedBoardOf, checkedFirmware } = await import("../catalogue.ts");
  const source = firmware === undefined ? undefined : checkedFirmware(firmware);
  const board =
    options.board === undefined || source === undefined
      ? options.board && checkedBoard(options.board)
      : await checkedBoardOf(source, options.board);
  const { flashBoard, flashInterpreter } = await import("./flash-board.ts");
  if (options.firmware !== undefined) await flashInterpreter(options.firmware, source, options);
  if (source !== undefined && board !== undefined) await flashBoard(source, board, options);
}

/** An option that would change nothing is a mistake. */
function refuseMisplaced(firmware: string | undefined, options: FlashOptions): void {
  if (options.offset !== undefined && options.firmware === undefined)
    throw new UsageError(
      "--offset is where the file of --firmware begins, and there is none; leave it out, or name the file.",
    );
  const ofDevice = {
    "--watch": options.watch,
    "--in-place": options.inPlace,
    "--keep-boot-files": options.keepBootFiles,
    "--luac": options.luac,
    "--with": options.with,
    "--without": options.without,
    [options.lfs === true ? "--lfs" : "--no-lfs"]: options.lfs,
  };
  const [setting] = Object.entries(ofDevice).find(([, value]) => value !== undefined) ?? [];
  if (firmware === undefined && setting !== undefined)
    throw new UsageError(
      `${setting} is about the device that is sent, and none is named; name one ("ringmote list" names what there is).`,
    );
}
