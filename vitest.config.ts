// Five sets of tests: "everyday" (npm test) needs nothing but what npm ci installed, and takes two minutes or three. npm run
// test:heavy takes many: "programs" starts the command line and the laboratory as their users do, "images" builds whole devices, on
// each engine, "heavy" takes real brokers and interpreters where they are installed. "package" (npm run test:package) clones, packs and installs, for which it needs
// the npm registry.
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { EVERYTHING } from "./test/everything.ts";

/** What goes further than each run of .ci/run does, in minutes of its own: by hand, with npm run soak -- --everything. */
const BY_HAND = EVERYTHING
  ? []
  : [
      ...["test/brokers/{filled,vehicles-cluster}.test.ts", "test/docs/own-display.test.ts"],
      "test/web/{cuts,kept}.test.ts",
    ];

const HEAVY = [
  ...["contributing", "engines", "faults", "brokers", "firmware", "web"].map(
    (folder) => `test/${folder}/**/*.test.ts`,
  ),
  // A million hashes for a key.
  "test/update/lms*.test.ts",
  // Days of a home, and lives of a host.
  "test/sim/home/household.test.ts",
  "test/needs.test.ts",
];

const PROGRAMS = [
  ...["cli", "start", "soak"].map((folder) => `test/${folder}/**/*.test.ts`),
  "test/docs/{fleets,updates}.test.ts",
];

/** Each of them builds images, or runs them, for ten seconds and more. */
const IMAGES = [
  "test/checks/silent-sensors.test.ts",
  "test/clock/engines.test.ts",
  "test/{journal,update}/engines.test.ts",
  "test/update/espruino-device.test.ts",
  "test/update/nodemcu-device.test.ts",
  "test/update/nodemcu-lfs-device.test.ts",
  "test/device/run/totals-engines.test.ts",
  "test/compiler/{changing-programs,everywhere,interpreter}.test.ts",
  "test/device/run/actuators/inputs.test.ts",
  "test/docs/{first-hour,mqtt-5,own-actuator,own-display,own-driver,own-wires,power-months,probe}.test.ts",
  "test/drivers/engines.test.ts",
  "test/flash/install-interpreter.test.ts",
  "test/home-assistant/{images,push-buttons}.test.ts",
  "test/image/{analog,budget,build-worker,climate,fault-place,features,firmware,image,kept-image,missing-export}.test.ts",
  "test/image/{one-wire-lines,pwm,reproducible,ring,sound-firmware,usual-diagnostics}.test.ts",
  "test/monitor/image-errors.test.ts",
  "test/page/server.test.ts",
  "test/platform/{hostile-link,nodemcu-link}.test.ts",
  "test/runtime/{safe-mode,sealed}-engines.test.ts",
  "test/runtime/device-page-{boards,small}.test.ts",
  "test/setup/{boards,engines,memory,small-choice,small-espruino}.test.ts",
  "test/sizes/sizes.test.ts",
  "test/targets/espruino/devices.test.ts",
  "test/flash/nodemcu/{cuts,lfs,maintenance-cuts,real-lua}.test.ts",
];

/** They put other modules in the place of some, which files that share their modules would meet, or wait by real clocks. */
const ALONE = [
  "test/brokers/outcomes.test.ts",
  "test/engines/held-bytes.test.ts",
  "test/faults/small-window.test.ts",
  "test/client/{store-faults,store-unlocked}.test.ts",
  "test/sim/watcher.test.ts",
  "test/web/real-espruino.test.ts",
];

const PACKAGE = ["test/package/**/*.test.ts"];
/** Limits that catch what hangs, and do not measure. */
const patient = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Files share the compilers that they load, warm: a build costs half then, and so does what only reads them. */
const together = { isolate: false };

/** Of what is heavy a third is waiting: for brokers, for keep-alive times, for programs that end. Another one computes then. */
const beside = { maxWorkers: availableParallelism() + 1, sequence: { groupOrder: 1 } };

export default defineConfig({
  test: {
    // The second one holds docs/conformance.md against a whole run; the third names each skipped test and why, and ends
    // with a line that a script can read.
    reporters: ["default", "./test/conformance/check-page.ts", "./test/closing-lines.ts"],
    // A build takes seconds, and many times that where the machine is busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What a test waits for comes later where the machine is busy; the default of 1 s would take that for a fault.
    expect: { poll: { timeout: 15_000 } },
    // A test that passes then is named as flaky in the closing lines; one that fails three times fails the run.
    retry: 2,
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "everyday",
          include: ["test/**/*.test.ts"],
          exclude: [...HEAVY, ...PROGRAMS, ...IMAGES, ...PACKAGE, ...ALONE],
          ...together,
        },
      },
      { extends: true, test: { name: "programs", include: PROGRAMS, ...together, ...beside } },
      { extends: true, test: { name: "images", include: IMAGES, exclude: BY_HAND, ...together, ...beside } },
      {
        extends: true,
        test: {
          name: "heavy",
          include: HEAVY,
          exclude: [...ALONE, ...BY_HAND],
          ...together,
          ...beside,
          ...patient,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE, ...beside, ...patient } },
      {
        extends: true,
        test: {
          name: "package",
          include: PACKAGE,
          globalSetup: "./test/package/packages.ts",
          ...beside,
          ...patient,
        },
      },
    ],
  },
});
