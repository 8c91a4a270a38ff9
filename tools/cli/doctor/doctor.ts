// ringmote doctor: what may be in the way, a line each, with its cure.
import { Command } from "commander";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { print, printJson } from "../../terminal/output.ts";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { refuseTlsFiles, type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { columns } from "../words/columns.ts";
import { withExamples } from "../words/example.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";

export interface DoctorOptions extends OwnVersion, TlsFiles {
  port?: string;
  broker?: string;
  device?: string;
  seconds: number;
  json?: boolean;
}

export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description(
      "checks Node, the ports and the right to them, whether the broker lets you in, what it offers and whether it gives what it keeps, whether two devices share one identifier, and what of a device stands open",
    )
    .option("--port <port>", "looks at this port alone")
    .option("--broker <url>", BROKER_URL)
    .option(
      "--device <address>",
      "knocks at what Espruino leaves open in a device's network (ports 23 and 88)",
    )
    .option(
      "--seconds <seconds>",
      "how long it looks for devices that throw each other out",
      numberOption("--seconds", { least: 1, most: 3600 }),
      5,
    )
    .option("--json", "prints the checks as JSON")
    .action(doctor);
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote doctor --broker mqtt://localhost",
  );
}

async function doctor(options: DoctorOptions): Promise<void> {
  if (options.mqtt !== undefined && options.broker === undefined)
    throw new UsageError("--mqtt says what to speak to a broker, and none is named; give it with --broker.");
  if (options.port === "") throw new UsageError("--port names no port; leave it out, or name one.");
  if (options.broker === undefined) refuseTlsFiles(options);
  const { findings } = await import("./doctor-checks.ts");
  const results = [];
  for await (const finding of findings(options)) {
    results.push(finding);
    if (options.json) continue;
    const { check, ok, said, cure, rows } = finding;
    print(printable(`${ok ? "ok  " : "FAIL"}  ${check}: ${said}${cure === undefined ? "" : `; ${cure}`}`));
    if (rows !== undefined) print(columns(rows.map(([what, value]) => [`        ${what}`, value])));
  }
  if (options.json)
    printJson(
      results.map(({ rows, ...finding }) => finding),
      2,
    );
  const failed = results.filter(({ ok }) => !ok).map(({ check }) => check);
  if (failed.length > 0) throw new RunError(`What fails: ${failed.join(", ")}.`);
}
