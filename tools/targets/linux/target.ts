// The target Linux: makes images for a small computer, as a folder that `node .` starts
// without a package to install.
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { MachineFacts } from "../../../boards/board.ts";
import type { Hardware } from "../../../src/device/declare/device.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { madeUp } from "../../compiler/source/mapped-text.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { hardwareOf } from "../facts.ts";
import type { ImageFile } from "../image.ts";
import type { BundledTarget, BundleSource } from "../targets.ts";
import { serviceUnit } from "./service-unit.ts";

const BOOT = join(packageFolder, "src", "platform", "linux", "boot.ts");
/** The engine of the program: the oldest Node that ringmote itself takes. */
const NODE = "20.19";

/**
 * Bytes of a Node with a device: its parts and its ring do not count beside it. Measured of climate,
 * connected: 58 MB.
 */
const HELD = { unit: "bytes", connected: 60_000_000, start: 0, called: 0, buffered: 1, sent: 0 } as const;

export const linux: BundledTarget = {
  bundle,
  heldBy: () => HELD,
  heldByEach: { sensor: 1000, actuator: 1000 },
};

/** `ringmote` and `ringmote/...` are this package. */
const ownName: Plugin = {
  name: "ringmote",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^ringmote(?:\/|$)/ }, ({ path, importer }) => ({
      path: importedFile(path, importer),
    }));
  },
};

async function bundle(source: BundleSource): Promise<ImageFile[]> {
  const { firmware } = source;
  const manifest = {
    name: firmware,
    private: true,
    type: "module",
    main: "main.js",
    engines: { node: `>=${NODE}` },
  };
  return [
    { name: "main.js", content: madeUp(await program(source)) },
    { name: "package.json", content: madeUp(`${JSON.stringify(manifest, undefined, 2)}\n`) },
    { name: `${firmware}.service`, content: madeUp(serviceUnit(firmware)) },
  ];
}

/** The device, what it is wired to and the platform, in one module. */
async function program({ folder, board, wires, limits, usual }: BundleSource): Promise<string> {
  const { title, machine, analogMillivolts = 0 } = board;
  if (machine === undefined) throw new BuildError(`${title} does not say what its lines are to Linux.`);
  const facts: MachineFacts & { analogMillivolts: number; hardware: Hardware } = {
    ...machine,
    analogMillivolts,
    hardware: hardwareOf(board),
  };
  const { outputFiles } = await build({
    stdin: {
      contents: [
        `import declaration from "./device.ts";`,
        `import { boot } from ${JSON.stringify(BOOT)};`,
        `boot(declaration, ${[wires, limits, facts, usual].map((value) => JSON.stringify(value)).join(", ")});`,
      ].join("\n"),
      resolveDir: folder,
      sourcefile: "entry.ts",
      loader: "ts",
    },
    bundle: true,
    write: false,
    platform: "node",
    target: `node${NODE}`,
    format: "esm",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    plugins: [ownName],
  });
  return outputFiles[0]?.text ?? "";
}
