// ringmote run: a firmware in Node, with simulated parts, against a real broker.
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { Command } from "commander";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS, setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { FolderStorage } from "../sim/folder-storage.ts";
import { createRealTimers } from "../sim/real-timers.ts";
import { createRealWorld } from "../sim/real-world.ts";
import { simulatedWires } from "../sim/simulated-wires.ts";
import { createSurroundings } from "../sim/surroundings.ts";
import { parseBrokerUrl } from "./broker-url.ts";
import { withExamples } from "./example.ts";
import { UsageError } from "./failure.ts";
import { withoutRepeatedAttempts } from "./news.ts";
import { readTlsIdentity, type TlsFiles } from "./tls-files.ts";
import { whenAskedToEnd } from "./when-asked-to-end.ts";

interface RunOptions extends TlsFiles {
  broker?: string;
  storage?: string;
  chip: string;
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("runs a firmware in Node, with simulated parts, against a broker")
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder")
    .option(
      "--broker <url>",
      "mqtt[s]://[user[:password]@]host[:port]; without it, the storage's settings say",
    )
    .option("--ca <file>", "PEM file of the authority that signed the broker's certificate")
    .option("--cert <file>", "PEM file of the device's own certificate")
    .option("--key <file>", "PEM file of the certificate's key")
    .option("--storage <folder>", "keeps the device's records in a folder; without it they end with the run")
    .option(
      "--chip <digits>",
      "the chip's number, 6 to 12 hexadecimal digits",
      chipNumber,
      chipOfThisComputer(),
    )
    .action(run);
  return withExamples(command, "ringmote run climate --broker mqtt://localhost");
}

async function run(firmware: string, options: RunOptions): Promise<void> {
  const { checkedFirmware, readFirmware } = await import("./catalogue.ts");
  const { name, declaration } = await readFirmware(checkedFirmware(firmware));
  const storage = storageOf(options);
  const timers = createRealTimers();
  const surroundings = createSurroundings(timers, { name, declaration });
  const say = (line: string) => console.error(`${declaration.name}: ${line}`);
  const world = createRealWorld({
    timers,
    seed: process.pid,
    chipId: options.chip,
    tls: readTlsIdentity(options),
    storage,
    i2c: surroundings.i2c,
    circuit: {
      ...surroundings.circuit,
      written(pin, level) {
        surroundings.circuit.written(pin, level);
        say(`pin ${pin} is ${level}`);
      },
      pulsed(pin, hertz, duty) {
        surroundings.circuit.pulsed(pin, hertz, duty);
        say(`pin ${pin} pulses at ${hertz} Hz, ${duty} of 1023 high`);
      },
    },
    log: withoutRepeatedAttempts(say),
  });
  const asked = whenAskedToEnd();
  const device = startNodeDevice(world, declaration, simulatedWires(declaration));
  say(await asked);
  await new Promise<void>((resolve) => device.stop(resolve));
  await world.end();
}

function storageOf({ broker, storage }: RunOptions): Map<string, string> {
  const records = storage === undefined ? new Map<string, string>() : openFolder(storage);
  if (broker !== undefined) {
    const { host, port, tls, user, password } = parseBrokerUrl(broker);
    const record = settingsRecord({ host, port, tls, user, secret: password });
    if (records instanceof FolderStorage) records.setInMemory(SETTINGS, record);
    else records.set(SETTINGS, record);
  }
  const record = records.get(SETTINGS);
  if (record !== undefined) {
    if (settingsAreWhole(record) && setting(record, "host") !== "") return records;
    throw new UsageError(
      `The settings in ${storage} are damaged; write them again with "ringmote settings".`,
    );
  }
  throw new UsageError(
    "No broker is given; give one with --broker mqtt://host, or --storage with a folder that holds settings.",
  );
}

function openFolder(folder: string): FolderStorage {
  try {
    return new FolderStorage(folder);
  } catch (error) {
    throw new UsageError(`The folder ${folder} cannot be used as storage: ${(error as Error).message}.`);
  }
}

function chipNumber(text: string): string {
  if (/^[0-9a-f]{6,12}$/.test(text)) return text;
  throw new UsageError(`--chip ${text} is not allowed; it is 6 to 12 hexadecimal digits in lower case.`);
}

/** The same after every restart, and different on two computers. */
function chipOfThisComputer(): string {
  return createHash("sha256").update(hostname()).digest("hex").substring(0, 12);
}
