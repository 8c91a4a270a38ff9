// ringmote key: the keys that sign updates: makes, lists and replaces them, and gives one to its device.
import { Command, Option } from "commander";
import type { KeyKind } from "../../../src/update/key.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { type PortOptions, withPort } from "../device-port.ts";
import { columns } from "../words/columns.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";

export interface KeysOption {
  /** The folder that they lie in. */
  keys?: string;
}

interface GiveOptions extends PortOptions {
  storage?: string;
  to?: string;
}

interface MakeOptions extends KeysOption {
  kind: KeyKind;
}

const KINDS: readonly KeyKind[] = ["hmac", "lms"];
const NAME = "the identity of the device that it is for, such as porch-a1b2c3";
const FOLDER = "the folder of the keys (default: ~/.config/ringmote/keys)";

export function keyCommand(): Command {
  const command = new Command("key")
    .description(
      "keeps the keys that sign updates: files that only you can read. Whoever has one can replace the program of its device; what is lost cannot be made again",
    )
    .addCommand(makeCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(giveCommand())
    .addCommand(showCommand());
  return withExamples(
    command,
    "ringmote key make porch-a1b2c3",
    "ringmote key give porch-a1b2c3 --storage ./porch-records",
    "ringmote key list",
  );
}

function makeCommand(): Command {
  const command = new Command("make")
    .description("makes a key, and never overwrites one")
    .argument("<name>", NAME)
    .addOption(
      new Option(
        "--kind <kind>",
        "hmac: a secret that the device shares; lms: one that no device holds, which signs 1,024 times",
      )
        .choices(KINDS)
        .default("hmac"),
    )
    .option("--keys <folder>", FOLDER)
    .action(async (name: string, { kind, keys }: MakeOptions) => {
      const store = await openKeys(keys);
      store.make(name, kind);
      note(`ringmote: ${name} has a key in ${store.folder}; keep a copy where nobody else comes.`);
    });
  return withExamples(command, "ringmote key make porch-a1b2c3");
}

function listCommand(): Command {
  const command = new Command("list")
    .description("names the keys and their kinds, never what is in them")
    .option("--json", "prints the same as JSON")
    .option("--keys <folder>", FOLDER)
    .action(async ({ json, keys }: KeysOption & { json?: boolean }) => {
      const all = (await openKeys(keys)).list();
      if (json) printJson(all, 2);
      else if (all.length === 0) note('ringmote: There is no key yet; "ringmote key make <name>" makes one.');
      else
        print(columns(all.map(({ name, kind, isReplaced }) => [name, kind, isReplaced ? "replaced" : ""])));
    });
  return withExamples(command, "ringmote key list --json");
}

function rotateCommand(): Command {
  const command = new Command("rotate")
    .description("makes another key for a device, and keeps the old one under another name")
    .argument("<name>", NAME)
    .option("--keys <folder>", FOLDER)
    .action(async (name: string, { keys }: KeysOption) => {
      const before = (await openKeys(keys)).rotate(name);
      note(
        `ringmote: ${name} has another key; until the device is given it, "ringmote push --sign ${before}" signs by the old one.`,
      );
    });
  return withExamples(command, "ringmote key rotate porch-a1b2c3");
}

function giveCommand(): Command {
  const command = withPort(
    new Command("give")
      .description(
        "gives a device its key, the record update-key: to the board at a port, or into a folder, that of a simulated device or one to copy to a machine",
      )
      .argument("<name>", NAME),
  )
    .option(
      "--to <identity>",
      "of the device at the port, where the key has another name (default: the key's name)",
    )
    .option("--storage <folder>", "the folder of ringmote run --storage, or any other, in place of a board")
    .option("--keys <folder>", FOLDER)
    .action(async (name: string, { storage, to, keys, ...at }: KeysOption & GiveOptions) => {
      if (storage !== undefined && at.port !== undefined)
        throw new UsageError("--storage and --port name two devices; leave one of them out.");
      if (storage !== undefined && to !== undefined)
        throw new UsageError(
          "--to is checked at a board alone; leave it out where --storage names a folder.",
        );
      const { giveKey, giveKeyToBoard } = await import("./give-key.ts");
      const record = (await openKeys(keys)).recordOf(name);
      if (storage === undefined) await giveKeyToBoard(at, to ?? name, record);
      else giveKey(storage, record);
      note(
        storage === undefined
          ? `ringmote: The board has the key of ${name}, and starts anew.`
          : `ringmote: The device with the records in ${storage} has the key of ${name} from its next start on.`,
      );
    });
  return withExamples(
    command,
    "ringmote key give porch-a1b2c3 --port /dev/ttyUSB0",
    "ringmote key give porch-a1b2c3 --storage ./porch-records",
  );
}

function showCommand(): Command {
  const command = new Command("show")
    .description("prints the record by which a device knows its key: of hmac it is the secret itself")
    .argument("<name>", NAME)
    .option("--keys <folder>", FOLDER)
    .action(async (name: string, { keys }: KeysOption) => {
      print((await openKeys(keys)).recordOf(name).trimEnd());
    });
  return withExamples(command, "ringmote key show porch-a1b2c3");
}

async function openKeys(folder: string | undefined) {
  const { KeyStore, usualKeyFolder } = await import("../../update/key-store.ts");
  return new KeyStore(folder ?? usualKeyFolder());
}
