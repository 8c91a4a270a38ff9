// The command ringmote run: puts the device among simulated parts, and stops it on request. It is loaded only
// when the command needs it, because it brings the simulator.
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import type { Board } from "../../../boards/board.ts";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { serversOf } from "../../../src/clock/options.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { JournalFiles } from "../../../src/platform/linux/journal-files.ts";
import { NodeJournal } from "../../../src/platform/node/buses/journal.ts";
import { changed } from "../../../src/platform/node/circuit.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { createRealWorld, type RealWorld } from "../../../src/platform/node/real-world.ts";
import type { NodeFirmware } from "../../../src/platform/node/run-device.ts";
import { contentOf } from "../../../src/platform/node/stored-image.ts";
import { UpdateFolder } from "../../../src/platform/node/update-folder.ts";
import type { Circuit, World } from "../../../src/platform/node/world.ts";
import { SETTINGS, setting, settingsAreWhole } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import type { Manifest } from "../../../src/update/manifest.ts";
import { reasonOf } from "../../files/file-error.ts";
import { needsMulticastDns } from "../../image/features/feature-needs.ts";
import { firmwareFolder, requireNone } from "../../image/firmware/firmware.ts";
import { boardOf } from "../../image/firmware/wired-board.ts";
import { ChargeMeter } from "../../sim/devices/charge-meter.ts";
import { loopbackPage } from "../../sim/devices/loopback-page.ts";
import {
  type Instead,
  type PoweredDevice,
  powerDevice,
  powerUpdated,
  simulatedFirmware,
} from "../../sim/devices/powered-device.ts";
import { watchPublished } from "../../sim/devices/published.ts";
import { deviceIn, flashImage, simulatedImage } from "../../sim/devices/simulated-image.ts";
import { freePort, SetUpPage, setUpIn } from "../../sim/devices/simulated-set-up.ts";
import { storageOf, UpdateLoader } from "../../sim/devices/update-loader.ts";
import { watchDisplays } from "../../sim/fit/shown-rows.ts";
import { createTouchedParts, type Quantities } from "../../sim/fit/touched-parts.ts";
import { createSurroundings } from "../../sim/home/surroundings.ts";
import type { Surroundings } from "../../sim/parts/around.ts";
import { type LikeBoard, likeBoard, unlikeBoard } from "../../sim/trial/like-board.ts";
import { announcedBroker } from "../../sim/worlds/announced-broker.ts";
import { SimulatedDatagrams } from "../../sim/worlds/datagrams.ts";
import { FolderStorage } from "../../sim/worlds/folder-storage.ts";
import { timeServers } from "../../sim/worlds/time-server.ts";
import { note } from "../../terminal/output.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import { parseBrokerUrl } from "../broker/broker-url.ts";
import { onFirstFight } from "../broker/identity-fights.ts";
import { speaking } from "../broker/mqtt-option.ts";
import { readTlsIdentity, refuseTlsFiles } from "../broker/tls-files.ts";
import { boardNames, checkedBoardOf, checkedFirmware, readBoard, readSoundFirmware } from "../catalogue.ts";
import { brokerHostFault } from "../settings/settings-changes.ts";
import { whenChanged } from "../source-changes.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { UsageError } from "../words/failure.ts";
import { wordsOfFailure } from "../words/failure-words.ts";
import { withoutRepeatedAttempts } from "../words/news.ts";
import { tellUnanswered } from "../words/tell-unanswered.ts";
import { createHands, type Hands } from "./hands.ts";
import { JSON_LINES, type MessageRecord, recordIn } from "./message-record.ts";
import { type OwnBroker, startOwnBroker } from "./own-broker.ts";
import { readAround } from "./read-around.ts";
import type { RunOptions } from "./run.ts";

interface NamedDevice {
  /** As it was asked for: a name of the package's, or a path. */
  name: string;
  declaration: DeviceDeclaration;
  around: Surroundings;
  /** The board that it runs as, where one was named. */
  like?: LikeBoard | undefined;
  /** Of one that takes updates, where its records are kept. */
  image?: UpdateImage | undefined;
}

/**
 * Runs a firmware until somebody asks it to end. Throws a UsageError when there is no broker to connect to.
 */
export async function runDevice(firmware: string, options: RunOptions): Promise<void> {
  const storage = options.storage === undefined ? new Map<string, string>() : openFolder(options.storage);
  if (!options.ownBroker && !options.setUp) putSettings(storage, options);
  const tls = readTlsIdentity(options);
  const device = await checkedDevice(firmware, options);
  // Not before: until then there is nothing to end in an orderly way, and a signal ends the program at once.
  const ending = whenAskedToEnd();
  const records = recordsOf(options);
  const hands = createHands();
  let own: OwnBroker | undefined;
  try {
    if (options.ownBroker) own = await startOwnBroker(options, hands.take, device.declaration.clock?.topic);
    const withBroker = own === undefined ? options : { ...options, broker: own.url };
    if (own !== undefined && !options.setUp) putSettings(storage, withBroker);
    const page = options.setUp ? new SetUpPage(await freePort()) : undefined;
    const felt = new Map<string, Quantities>();
    await runThrough(
      device,
      firmware,
      { options: withBroker, storage, tls, records, hands, felt, page, ownPort: await freePort() },
      ending,
    );
  } finally {
    hands.end();
    await own?.end();
    for (const record of records) record.end();
  }
}

async function runThrough(
  device: NamedDevice,
  firmware: string,
  surrounded: Surrounded,
  ending: Promise<string>,
): Promise<void> {
  const { options } = surrounded;
  let fail: (error: unknown) => void = () => undefined;
  const failing = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // Whoever edits the source mends the mistake as well.
  const failed = options.watch ? tellSlip : fail;
  let running = startChecked(device, surrounded, failed);
  const changes = options.watch
    ? whenChanged(
        firmwareFolder(firmware),
        async () => {
          try {
            const next = await checkedDevice(firmware, options);
            await running.end("The source has changed.");
            running = startChecked(next, surrounded, failed);
          } catch (error) {
            // A slip in the source is mended while the old device goes on.
            tellSlip(error);
          }
        },
        ownFiles(options),
      )
    : undefined;
  try {
    const why = await Promise.race([ending, failing]);
    await changes?.end();
    await running.end(why);
  } catch (error) {
    await running.end("It has failed.");
    throw error;
  }
}

/** What the run writes itself: no change of a source. */
function ownFiles({ record, storage }: RunOptions): string[] {
  return [record, storage].flatMap((path) => (path === undefined ? [] : [resolve(path)]));
}

/** What whoever edits is told of a mistake. */
function tellSlip(error: unknown): void {
  note(`ringmote: ${wordsOfFailure(error) ?? inspect(error)}`);
}

/** What each start of the device has the same. */
interface Surrounded {
  options: RunOptions;
  storage: Map<string, string>;
  tls: TlsIdentity;
  records: readonly MessageRecord[];
  hands: Hands;
  /** What the parts were set to feel, by role. */
  felt: Map<string, Quantities>;
  /** Of its set-up, if it is to be set up. */
  page: SetUpPage | undefined;
  /** Where this computer shows its own page, if it has one. */
  ownPort: number;
}

interface Running {
  end: (why: string) => Promise<void>;
}

/** All that may be refused comes first: simulated parts keep the process running. */
async function checkedDevice(firmware: string, options: RunOptions): Promise<NamedDevice> {
  const path = checkedFirmware(firmware);
  const board = options.board === undefined ? undefined : await boardMeant(path, options.board);
  const { linkBytes } = board ?? NODE_LIMITS;
  const { folder, declaration } = await readSoundFirmware(path, linkBytes);
  if (options.setUp) requireSetUp(declaration);
  if (board !== undefined) await requireNone(folder, await unlikeBoard(declaration, board));
  const like = board === undefined ? undefined : likeBoard(declaration, board);
  const around = await readAround(folder, declaration);
  await tellUnanswered(declaration, around);
  // A path is a device of somebody's own, of which the house of this package knows nothing, whatever it is
  // called.
  const takesUpdates = declaration.update !== undefined && options.storage !== undefined;
  const image = takesUpdates ? await simulatedImage(declaration.name, folder) : undefined;
  return { name: firmware, declaration, around, like, image };
}

/** Throws a UsageError for a device that is not set up so. */
function requireSetUp({ name, setUp }: DeviceDeclaration): void {
  if (setUp !== undefined) return;
  throw new UsageError(
    `--set-up is for a device that declares it; write setUp: true into the device "${name}", or leave --set-up out.`,
  );
}

/** Of this package, or one that the firmware's wiring has. */
async function boardMeant(firmware: string, name: string): Promise<Board> {
  const known = await checkedBoardOf(firmware, name);
  return boardNames().includes(known) ? readBoard(known) : boardOf(firmware, known);
}

function startChecked(
  { name, declaration: declared, around, like, image }: NamedDevice,
  { options, storage, tls, records, hands, felt, page, ownPort }: Surrounded,
  failed: (error: unknown) => void,
): Running {
  const declaration = speaking(declared, options.mqtt);
  const timers = createRealTimers();
  const touched = createTouchedParts(timers, felt);
  const surroundings = createSurroundings(timers, { name, declaration }, (home) =>
    touched.over(declaration, { ...home, ...around }),
  );
  const say = (line: string) => note(printable(`${declaration.name}: ${line}`));
  hands.reach((role, what, value) => say(touched.touch(surroundings, role, what, value)));
  const world = createRealWorld({
    timers,
    seed: process.pid,
    connectsAtOnce: options.watch === true,
    chipId: options.chip,
    tls,
    storage,
    i2c: watchDisplays(surroundings, timers, (role, rows) => say(`${role} shows ${rows.join(" | ")}`)),
    circuit: spokenCircuit(surroundings.circuit, say),
    log: consoleOf(say, options.chip),
    failed,
  });
  if (records.length > 0)
    watchPublished(world, (message) => {
      for (const record of records) record.write(message);
    });
  if (declaration.page === true) world.pagePlace = loopbackPage(ownPort);
  if (like !== undefined) world.hardware = like.hardware;
  if (options.ownBroker && needsMulticastDns(declaration) !== undefined)
    world.datagrams = datagramsBeside(options.broker, declaration, timers);
  if (options.storage !== undefined)
    world.journal = new NodeJournal(new JournalFiles(join(options.storage, "journal")));
  const setUp = page && setUpIn(world, declaration.setUp ?? true, page);
  const device =
    image === undefined || options.storage === undefined
      ? powered(world, declaration, like, chargeMeter(timers, declaration, like, say), setUp)
      : poweredByUpdates(
          world,
          image,
          join(options.storage, "parts"),
          (update) =>
            simulatedFirmware(
              speaking(update, options.mqtt),
              like?.limits,
              like?.diagnostics,
              like?.hardware,
            ),
          setUp,
        );
  return runningUntil(async (why) => {
    hands.leave();
    say(why);
    try {
      await new Promise<void>((resolve) => device.stop(resolve));
    } finally {
      await world.end();
    }
  });
}

/** The network around a run's own broker, which announces itself there; time servers answer too. */
function datagramsBeside(
  broker: string | undefined,
  { clock }: DeviceDeclaration,
  timers: Pick<World, "after">,
): SimulatedDatagrams {
  const { hostname, port } = new URL(broker ?? "");
  const { names, peers } = timeServers(clock === undefined ? [] : serversOf(clock), Date.now);
  return new SimulatedDatagrams(timers, {
    names,
    peers: { ...peers, ...announcedBroker(hostname, Number(port)) },
  });
}

/** It ends once, by the first reason. */
function runningUntil(end: (why: string) => Promise<void>): Running {
  let ending: Promise<void> | undefined;
  return {
    end(why) {
      ending ??= end(why);
      return ending;
    },
  };
}

/** What the device says of its connections, with a warning at the first fight for its identity. */
function consoleOf(say: (line: string) => void, chip: string): (line: string) => void {
  const news = withoutRepeatedAttempts(say);
  const lookForFights = onFirstFight(
    `ringmote: warning: the same device runs elsewhere, and both throw each other out; give this one another --chip than ${chip}, or another id by its settings.`,
    note,
  );
  return (line) => {
    news(line);
    lookForFights(line);
  };
}

/** Says each level and each pulse that the device gives a pin. */
function spokenCircuit(circuit: Circuit, say: (line: string) => void): Circuit {
  return changed<Circuit>(circuit, {
    written(pin, level) {
      circuit.written(pin, level);
      say(`pin ${pin} is ${level}`);
    },
    pulsed(pin, hertz, duty) {
      circuit.pulsed(pin, hertz, duty);
      say(`pin ${pin} pulses at ${hertz} Hz, ${duty} of 1023 high`);
    },
  });
}

/** All may be refused before anything runs. */
function recordsOf({ record, json }: RunOptions): MessageRecord[] {
  return [...(record === undefined ? [] : [recordIn(record)]), ...(json ? [JSON_LINES] : [])];
}

/** Of a device that sleeps: says at each sleep what it has taken of its battery, as the board that it runs as. */
function chargeMeter(
  timers: Pick<World, "now">,
  { sleep }: DeviceDeclaration,
  like: LikeBoard | undefined,
  say: (line: string) => void,
): ChargeMeter | undefined {
  const power = like?.power;
  if (sleep === undefined || power === undefined) return undefined;
  const meter = new ChargeMeter(timers, () => {
    const { low, high } = meter.charge(power);
    say(`has taken ${low.toFixed(3)} to ${high.toFixed(3)} mAh of its battery as ${like?.board} (estimated)`);
  });
  return meter;
}

/** What its loader finds in the folder starts: what was pushed, until the source of the firmware changes. */
function poweredByUpdates(
  world: RealWorld,
  image: UpdateImage,
  folder: string,
  firmwareOf: (declaration: DeviceDeclaration) => NodeFirmware,
  setUp: Instead | undefined,
): PoweredDevice {
  const store = new UpdateFolder(folder);
  if (!flashImage(storageOf(world), store, image)) {
    void world.end();
    throw new UsageError(`The folder ${folder} cannot be used for updates; may you write there?`);
  }
  const read = (manifest: Manifest) =>
    firmwareOf(deviceIn(contentOf(manifest, (name) => store.contentOf(name))));
  return powerUpdated(world, new UpdateLoader(world, store, read), setUp);
}

/** One that fails at its start leaves nothing behind that would keep the process running. */
function powered(
  world: RealWorld,
  declaration: DeviceDeclaration,
  like?: LikeBoard,
  meter?: ChargeMeter,
  setUp?: Instead,
): PoweredDevice {
  try {
    return powerDevice(world, declaration, like?.limits, like?.diagnostics, meter, setUp);
  } catch (error) {
    void world.end();
    throw error;
  }
}

/**
 * The settings of the broker that is named, or those that are there already. Throws a UsageError where there
 * are none.
 */
function putSettings(records: Map<string, string>, options: RunOptions): void {
  const { broker, storage } = options;
  if (broker !== undefined) {
    const { host, port, tls, user, password } = parseBrokerUrl(broker);
    const record = settingsRecord({ host, port, tls, user, secret: password });
    if (records instanceof FolderStorage) records.setInMemory(SETTINGS, record);
    else records.set(SETTINGS, record);
  }
  const record = records.get(SETTINGS);
  if (record !== undefined) {
    if (!settingsAreWhole(record) || setting(record, "host") === "")
      throw new UsageError(
        `The settings in ${storage} are damaged; write them again with "ringmote settings".`,
      );
    const fault = brokerHostFault(Buffer.from(setting(record, "host"), "latin1").toString());
    if (setting(record, "tls") !== "1") refuseTlsFiles(options);
    if (fault === "") return;
    throw new UsageError(
      `The settings in ${storage} name no broker that can be found: ${fault}, with "ringmote settings".`,
    );
  }
  throw new UsageError(
    "No broker is given; take --own-broker, give one with --broker mqtt://host, or --storage with a folder that holds settings.",
  );
}

function openFolder(folder: string): FolderStorage {
  try {
    return new FolderStorage(folder);
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).code === "EEXIST";
    const reason = isFile ? "it is there, and is no folder" : (reasonOf(error) ?? (error as Error).message);
    throw new UsageError(`The folder ${folder} cannot be used as storage: ${reason}.`);
  }
}
