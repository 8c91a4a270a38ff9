// Options of a command that may seal what it sends to a device.
import type { Command } from "commander";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import type { KeyChoice } from "./seal-for.ts";

export interface SealOptions extends KeyChoice {
  sealed?: boolean;
}

const OF_SEALED = ["sign", "keys", "after"] as const;

/** Gives a command the options. `what` is sealed. */
export function withSeal(command: Command, what: string): Command {
  return command
    .option("--sealed", `seals ${what} by the device's key, with the next counter`)
    .option("--sign <key>", "the name of the key (default: the device's identity; see ringmote key list)")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option(
      "--after <counter>",
      "believes the device up to this counter, where it tells more than 1,000 above what this computer has sealed for it; once, and only if another computer has really sealed so often",
      numberOption("--after", { least: 1, most: 999_999_998, whole: true }),
    );
}

/** Throws a UsageError for options of a seal where none is wished for. */
export function refuseWithoutSeal(options: SealOptions): void {
  const alone = OF_SEALED.find((option) => options[option] !== undefined);
  if (alone !== undefined && !options.sealed)
    throw new UsageError(`--${alone} is about a seal; say --sealed as well, or leave it out.`);
}
