// Imports between rooms. A room imports only from floors below its own; the table is docs/rooms.md's.
const { join } = require("node:path");

const DEVICE = ["device/run", "device/declare"];

/** Ground floor first: each room of src/ and the rooms that it may import from. */
const ROOMS = {
  bytes: [],
  ports: [],
  reading: ["bytes", "ports"],
  ring: ["bytes", "ports"],
  clock: ["bytes", "ports"],
  journal: ["bytes", "ports"],
  update: ["bytes", "ports"],
  sealed: ["bytes", "ports", "update"],
  http: ["bytes", "ports"],
  mqtt: ["bytes", "ring"],
  drivers: ["bytes", "ports", "reading"],
  // What a board runs knows nothing of what a computer makes of a declaration.
  "device/run": ["bytes", "ports", "reading", "clock", "journal", "mqtt"],
  "device/declare": ["bytes", "ports", "reading", "clock", "mqtt", "device/run"],
  // Of what a call is given: for checks of a declaration, and for programs.
  arguments: [],
  // What a computer knows of each kind of actuator.
  kinds: ["arguments", "bytes", "clock", ...DEVICE],
  discovery: ["bytes", "ports", "clock", "mqtt", ...DEVICE, "kinds"],
  checks: [
    "arguments",
    "bytes",
    "ports",
    "reading",
    "clock",
    "journal",
    "mqtt",
    "drivers",
    ...DEVICE,
    "kinds",
    "discovery",
  ],
  runtime: [
    "bytes",
    "ports",
    "reading",
    "ring",
    "clock",
    "journal",
    "update",
    "sealed",
    "http",
    "mqtt",
    "drivers",
    ...DEVICE,
    "discovery",
  ],
  // It runs in a device's place, and writes the settings that the device starts with.
  setup: ["bytes", "ports", "http", "mqtt", "runtime"],
  // A program on a computer knows no device.
  client: ["arguments", "bytes", "ports", "mqtt"],
  // What a target's entry is called with and hands on: the declaration, the wires and the client's limits.
  platform: [
    "arguments",
    "bytes",
    "ports",
    "reading",
    "clock",
    "update",
    "sealed",
    "mqtt",
    ...DEVICE,
    "discovery",
    "checks",
    "runtime",
    "setup",
    "client",
  ],
};

/** Ground floor first: each room of tools/ but the laboratory, and those of tools/ that it may import from. */
const TOOLS = {
  files: [],
  start: [],
  terminal: [],
  compiler: ["files"],
  update: ["files"],
  targets: ["files", "compiler", "update"],
  image: ["files", "start", "compiler", "update", "targets"],
  flash: ["files", "update", "targets", "image"],
  monitor: ["files", "image", "flash"],
  sim: ["files", "compiler", "targets", "image", "update"],
  web: ["files", "start", "compiler", "targets", "image", "flash"],
  cli: [
    "files",
    "start",
    "terminal",
    "compiler",
    "targets",
    "image",
    "flash",
    "monitor",
    "update",
    "sim",
    "web",
  ],
};

/** Folders of firmware/ with programs for a computer: systems with a scenario, and what joins the devices of a home. */
const PROGRAMS = ["automation", "chat", "door", "scores", "traffic", "vehicles"];

/** Targets that run Node on hardware of their own. */
const ON_NODE = ["linux"];

const NODE_MODULES = "(^|/)node_modules/";

function roomRule([room, below]) {
  const allowed = below.length === 0 ? "nothing" : below.join(", ");
  return {
    name: `${room}-imports-only-from-below`,
    comment: `src/${room} may import from itself and: ${allowed}. Move what is shared down, or hand it in by call.`,
    severity: "error",
    from: { path: `^src/${room}/` },
    // The table of features (src/features.ts) lies under the ground floor: constants, and nothing else.
    to: { path: "^src/", pathNot: `^src/(features[.]ts$|(${[room, ...below].join("|")})/)` },
  };
}

function toolRule([room, below]) {
  return {
    name: `tools-${room}-imports-only-from-below`,
    comment: `tools/${room} may import of tools from itself and: ${below.join(", ") || "nothing"}. Move what is shared down, or hand it in by call.`,
    severity: "error",
    from: { path: `^tools/${room}/` },
    to: { path: "^tools/", pathNot: `^tools/(${[room, ...below].join("|")})/` },
  };
}

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).map(roomRule),
    {
      name: "every-room-is-in-the-plan",
      comment: "A folder of src/ has to stand in the table of rooms: say there what it may import from.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${Object.keys(ROOMS).join("|")})/` },
      to: {},
    },
    {
      name: "a-target-knows-no-other",
      comment: "What two targets share goes into a room below them.",
      severity: "error",
      from: { path: "^src/platform/([^/]+)/", pathNot: `^src/platform/(${ON_NODE.join("|")})/` },
      to: { path: "^src/platform/", pathNot: "^src/platform/$1/" },
    },
    {
      name: "a-target-on-node-knows-node-alone",
      comment:
        "A device of such a target is one in Node, whose world is the machine: it knows no other target.",
      severity: "error",
      from: { path: `^src/platform/(${ON_NODE.join("|")})/` },
      to: { path: "^src/platform/", pathNot: "^src/platform/($1|node)/" },
    },
    {
      name: "src-imports-only-src",
      comment:
        "What runs on a board has no Node, no npm package and no tool: write it in the room, or hand it in by call.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: `^src/(platform/(${["node", ...ON_NODE].join("|")})|client|arguments|checks)/`,
      },
      to: { pathNot: "^src/" },
    },
    {
      name: "checks-add-only-listed-packages",
      comment: "They are told on a computer only: besides src they may import the packages of this list.",
      severity: "error",
      from: { path: "^src/(checks|arguments)/" },
      to: { pathNot: `^src/|${NODE_MODULES}fastest-levenshtein/` },
    },
    {
      name: "platforms-of-a-computer-add-only-node",
      comment:
        "They are src for a computer: besides src they may import what Node brings, and no npm package.",
      severity: "error",
      from: { path: `^src/(client|platform/(${["node", ...ON_NODE].join("|")}))/` },
      to: { pathNot: "^src/", dependencyTypesNot: ["core"] },
    },
    {
      name: "boards-import-only-boards",
      comment: "A board is facts: it needs nothing but the type of a board and the facts of its chip.",
      severity: "error",
      from: { path: "^boards/" },
      to: { pathNot: "^boards/" },
    },
    {
      name: "firmware-uses-the-face",
      comment:
        'A firmware imports "ringmote", "ringmote/filters.ts", "ringmote/options.ts", "ringmote/driver.ts", "ringmote/drivers/<name>.ts", "ringmote/boards/<name>.ts" and its own files.',
      severity: "error",
      // A test of a firmware is for a computer. A device of a system lies in a folder of its own there.
      from: {
        path: "^firmware/([^/]+)/",
        pathNot: `([.]test[.]ts$|^firmware/(${PROGRAMS.join("|")})/[^/]+$)`,
      },
      to: { pathNot: "^(src/(index|filters|options|driver)\\.ts$|src/drivers/|boards/|firmware/$1/)" },
    },
    {
      name: "a-program-uses-the-client",
      comment:
        'A program on a computer imports "ringmote/node.ts", "ringmote/log.ts", "ringmote/tokens.ts", what Node brings and its own files; its scenario "ringmote/scenario.ts".',
      severity: "error",
      from: { path: `^firmware/(${PROGRAMS.join("|")})/[^/]+$`, pathNot: "([.]test|/scenario|/page)[.]ts$" },
      to: {
        pathNot: "^(src/platform/node/computer[.]ts$|src/client/(log/log|tokens/tokens)[.]ts$|firmware/$1/)",
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "a-scenario-uses-its-face",
      comment:
        'A scenario imports "ringmote/scenario.ts", "ringmote/log.ts", "ringmote/tokens.ts", what Node brings, and the programs and devices beside it.',
      severity: "error",
      from: { path: `^firmware/(${PROGRAMS.join("|")})/scenario[.]ts$` },
      to: {
        pathNot: "^(tools/sim/scenario/scenario[.]ts$|src/client/(log/log|tokens/tokens)[.]ts$|firmware/$1/)",
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "a-page-uses-its-face",
      comment: 'The page of a system imports "ringmote/page.ts": nothing of Node is in a browser.',
      severity: "error",
      from: { path: `^firmware/(${PROGRAMS.join("|")})/page[.]ts$` },
      to: { pathNot: "^tools/web/system-page/page/open-page[.]ts$" },
    },
    {
      name: "the-laboratory-stays-at-home",
      comment:
        "tools/laboratory measures and proves, and is in no package: what the product needs stands elsewhere.",
      severity: "error",
      from: { path: "^(src|boards|firmware)/" },
      to: { path: "^tools/laboratory/" },
    },
    ...Object.entries(TOOLS).map(toolRule),
    {
      name: "every-room-of-tools-is-in-the-plan",
      comment: "A folder of tools/ has to stand in the table of rooms: say there what it may import from.",
      severity: "error",
      from: { path: "^tools/[^/]+/", pathNot: `^tools/(${Object.keys(TOOLS).join("|")}|laboratory)/` },
      to: {},
    },
    {
      name: "typescript-behind-the-compiler",
      comment:
        "TypeScript's own tree and checker are for tools/compiler: what else asks it a question asks there.",
      severity: "error",
      from: { path: "^(src|boards|firmware|tools)/", pathNot: "^tools/(compiler|laboratory)/" },
      to: { path: `${NODE_MODULES}typescript/` },
    },
    {
      name: "bench-and-soak-stand-alone",
      comment: "What both need is a room beside them in tools/laboratory.",
      severity: "error",
      from: { path: "^tools/laboratory/(bench|soak)/" },
      to: { path: "^tools/laboratory/(bench|soak)/", pathNot: "^tools/laboratory/$1/" },
    },
    {
      name: "no-cycles",
      comment:
        "Modules that need each other to run have no order to stand in; they are one, or lack a third. Types may go round.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "everything-resolves",
      comment: "An import that is not found is not checked: mend its path or install its package.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: NODE_MODULES },
    // The fixtures of the linker's tests have a circle on purpose.
    exclude: { path: "(^|/)dist/|^test/image/fixtures/modules/" },
    // What a program asks the interpreter for by require("Wifi") is no module of ours.
    moduleSystems: ["es6"],
    // Types count as well: a type from above ties a room to it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, "tsconfig.json") },
    enhancedResolveOptions: {
      // So that "ringmote" is found through the package's own exports.
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".js", ".cjs", ".d.ts"],
    },
  },
};
