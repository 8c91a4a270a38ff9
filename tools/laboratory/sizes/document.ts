// docs/sizes.md: the sizes as a document, the same for the same source on every computer.
import { createHash } from "node:crypto";
import { flashBytes } from "../../image/budget.ts";
import { FEATURES, type Image } from "../../image/build.ts";
import { ROOMS_FIRMWARE, type Sizes } from "./measure.ts";

const INTRODUCTION = `# Sizes

What the firmware of this package costs on one board of each kind; other boards of the same chip and target differ only by their pins.
\`npm run record\` writes this page; \`npm run record -- --check\` fails when a figure has grown by more than 1 %.
\`ringmote build <firmware> --board <board> --verbose --costs\` prints the same for your own image, with the bytes of each room of the source;
\`ringmote build --all\` builds all firmware for all boards.`;

/** A feature of fewer bytes has no row of its own. */
const LEAST_SHOWN_BYTES = 100;

/** The document of these sizes. \`budgets\` has what each board gives an image. */
export function sizesDocument(
  sizes: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string {
  const shown = sizes.images.filter(({ firmware }) => firmware === ROOMS_FIRMWARE);
  return `${[
    INTRODUCTION,
    "## Every firmware",
    `Flash: all files of the image, and what the flash keeps for each. Memory: estimated by the build, connected, and at most, with the
ring and all buffers full or at the start. Measured: bytes of Lua's heap in WebAssembly, connected. LFS: the bytes of code there, and the
memory with it. Where a real Espruino is installed, \`npm test\` compares the estimate in JsVars with it.`,
    ...boardTables(sizes, budgets),
    `All files of these images, with their names, are the same to the byte on every computer; one with a clock holds the day of its build
(\`SOURCE_DATE_EPOCH\` sets it). SHA-256 of those without a clock:
\`${digestOf(sizes.images.filter(({ features }) => features.clock !== true))}\`.`,
    "## MQTT",
    `${ROOMS_FIRMWARE} with more and more of MQTT: as it is; with all of 3.1.1 (QoS 2, priorities, deadlines, wildcards, several brokers); with
5.0 for its values (QoS 0 and 1, aliases, expiry); with all of 5.0. Where a board has less memory, it runs from the LFS, which the build says.`,
    ...profileTables("MQTT", sizes.profiles, budgets),
    "## Time",
    `${ROOMS_FIRMWARE} with more and more of [the time of day](time.md): each row has what the one above it has, but for the topic, which takes the
place of time servers; on the boards with the least memory. LFS: the bytes of code there.`,
    ...profileTables("time", sizes.timed, budgets),
    `${ROOMS_FIRMWARE} with time servers and [readings with their times](history.md), of its temperature; the first row that is durable brings the journal:`,
    ...profileTables("readings", sizes.kept, budgets),
    "## Set-up",
    `${ROOMS_FIRMWARE} with a [set-up over the air](flashing.md#set-up-over-the-air). Its programs, which run in the device's place or before it, take
flash and nothing of the device's memory; what it holds more than the first row is the device's own, which tries settings and goes back. The
last row has [a page of the device](flashing.md#the-page-of-a-device) in place of that.`,
    ...profileTables("set-up", sizes.setUp, budgets),
    "## Features",
    `How much larger the image of ${ROOMS_FIRMWARE} is with the feature (one of MQTT 5.0: in an image that speaks it), and how much more the
device holds when connected (estimated). Below zero: without the feature the image has to refuse settings that ask for it. An image
has the features that its device and its board ask for; \`ringmote build --with\` and \`--without\` change that.`,
    featureTable(shown, sizes.costs),
    "## Bounds",
    "The ring keeps messages at QoS 1 and 2 until the broker has them; no buffer grows beyond its bound.",
    boundTable(shown),
  ].join("\n\n")}\n`;
}

/** A table for each board of all: its profiles by rows. */
function profileTables(
  what: string,
  profiles: Sizes["profiles"],
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string[] {
  const boards = [...new Set(profiles.map(({ image }) => image.board))];
  return boards.map((board) => {
    const there = profiles.filter(({ image }) => image.board === board);
    const isInLfs = there.some(({ image }) => image.inLfs !== undefined);
    const budget = budgets.get(board)?.held ?? 0;
    const heading = [
      what,
      "flash",
      "connected",
      "at most",
      ...(isInLfs ? ["LFS", "at most from it"] : []),
      "runs from",
    ];
    const rows = there.map(({ profile, image }) => [
      profile,
      flashBytes(image),
      image.held.connected,
      image.held.most,
      ...(isInLfs ? [image.inLfs?.fills ?? "-", image.inLfs?.most ?? "-"] : []),
      placeOf(image, budget),
    ]);
    return `**${board}**\n\n${table(heading, rows)}`;
  });
}

function placeOf({ held, inLfs }: Image, budget: number): string {
  if (held.most <= budget) return "files";
  return inLfs !== undefined && inLfs.most <= budget ? "the LFS" : "too large";
}

function digestOf(images: readonly Image[]): string {
  const hash = createHash("sha256");
  const texts = images.map(({ firmware, board, files }) => [
    firmware,
    board,
    ...files.map(({ name, content }) => [name, content.text]),
  ]);
  return hash.update(JSON.stringify(texts)).digest("hex");
}

function featureTable(shown: readonly Image[], costs: Sizes["costs"]): string {
  const boards = [...costs.keys()];
  const isLarge = (name: string) =>
    boards.some((board) => Math.abs(costs.get(board)?.[name]?.bytes ?? 0) >= LEAST_SHOWN_BYTES);
  const rows = table(
    [
      "feature",
      "what it is",
      ...boards.flatMap((board) => [`${board}, bytes`, `held, ${unitOf(shown, board)}`]),
    ],
    FEATURES.filter(({ name }) => isLarge(name)).map(({ name, what }) => [
      name,
      what,
      ...boards.flatMap((board) => {
        const cost = costs.get(board)?.[name];
        return [cost?.bytes ?? "-", cost?.held ?? "-"];
      }),
    ]),
  );
  const small = FEATURES.filter(({ name }) => !isLarge(name)).map(({ name }) => `\`${name}\``);
  return `${rows}\n\nUnder ${LEAST_SHOWN_BYTES} bytes, or not for this board: ${small.join(", ")}.`;
}

function unitOf(shown: readonly Image[], board: string): string {
  return shown.find((image) => image.board === board)?.held.unit ?? "";
}

function boundTable(images: readonly Image[]): string {
  return table(
    ["board", "slots", "bytes of the ring", "longest packet in", "bytes handed to the link"],
    images.map(({ board, limits }) => [
      board,
      limits.slots,
      limits.bytes,
      limits.packetBytes,
      limits.linkBytes,
    ]),
  );
}

/** A table for each board: its firmware by rows. */
function boardTables(
  { images, heaps }: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string[] {
  const boards = [...new Set(images.map(({ board }) => board))];
  return boards.map((board) => {
    const budget = budgets.get(board);
    const measured = heaps.filter((heap) => heap.board === board);
    const there = images.filter((image) => image.board === board);
    const isInLfs = there.some(({ inLfs }) => inLfs !== undefined);
    const heading = [
      ...["firmware", "flash", "connected", "at most"],
      ...measured.slice(0, 1).map(({ engine }) => `measured in ${engine}`),
      ...(isInLfs ? ["LFS", "connected from it", "at most from it"] : []),
    ];
    const rows = there.map((image) => [
      image.firmware,
      flashBytes(image),
      image.held.connected,
      image.held.most,
      ...(measured.length > 0
        ? [measured.find((heap) => heap.firmware === image.firmware)?.bytes ?? "-"]
        : []),
      ...(isInLfs
        ? [image.inLfs?.fills ?? "-", image.inLfs?.connected ?? "-", image.inLfs?.most ?? "-"]
        : []),
    ]);
    const unit = there[0]?.held.unit ?? "";
    const limits =
      budget === undefined ? "" : `: ${budget.flashBytes} bytes of flash, ${budget.held} ${unit} of memory`;
    return `**${board}**${limits}\n\n${table(heading, rows)}`;
  });
}

function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const isNumber = (column: number) => rows.every((row) => typeof row[column] === "number");
  const rule = heading.map((_, column) => (isNumber(column) ? "---:" : "---"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}
