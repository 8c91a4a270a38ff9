// A device on a small computer under Linux while it runs. It stops in an orderly way when it is asked to end, and ends
// with an error where the device's own code throws: systemd starts it anew.
import { join } from "node:path";
import { printable } from "../../client/faults/foreign-text.ts";
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import type { Diagnostic } from "../../device/declare/diagnostics.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import type { Wires } from "../../reading/part.ts";
import { NodeJournal } from "../node/buses/journal.ts";
import { firmwareOf, runNodeDevice } from "../node/run-device.ts";
import { withUsualDiagnostics } from "../node/usual-diagnostics.ts";
import { JournalFiles } from "./journal-files.ts";
import { createMachine, type MachineFacts } from "./machine.ts";
import { PROGRAMS } from "./programs.ts";
import { DiskRecords } from "./records.ts";
import { sysfs } from "./sysfs.ts";

/** A device, and what the build knows of it. */
export interface LinuxImage {
  declaration: DeviceDeclaration;
  wires: Wires;
  limits: ClientLimits;
  facts: MachineFacts;
  /** Diagnostics that it tells unless it names some itself. */
  usual: readonly Diagnostic[];
}

const FAILED = 1;
/** Milliseconds in which what is kept may still go out when it is asked to end. */
const STOP_MS = Number(process.env.RINGMOTE_STOP_MS ?? 5000);
/** It wants to be started anew: systemd does so for any end but an orderly stop. */
const ANEW = 75;

/** Starts the device, whose state is in `folder`, and keeps it until the program is asked to end. */
export function run(image: LinuxImage, folder: string, updates?: UpdatePort): void {
  const { declaration, wires, limits, facts, usual } = image;
  const machine = createMachine({
    ...facts,
    programs: PROGRAMS,
    sysfs: sysfs(),
    storage: new DiskRecords(folder),
    // A folder of its own: what lies in the other one is records.
    journal: new NodeJournal(new JournalFiles(join(folder, "journal"))),
    updates,
    // A broker may have said it, or a program: nothing of it moves a terminal's cursor.
    log: (line) => console.log(printable(line)),
    restart: () => end(ANEW),
    failed(error) {
      console.error(error);
      end(FAILED);
    },
  });
  const end = (code: number): void => {
    machine.end();
    process.exit(code);
  };
  // The build has checked the declaration.
  const firmware = firmwareOf(withUsualDiagnostics(declaration, usual), wires, limits, facts.hardware);
  const device = runNodeDevice(machine, firmware);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => device.stop(() => end(0), STOP_MS));
}
