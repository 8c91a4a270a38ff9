// The faults of a call that starts a client; its options but `tls` and `log` are those of any client.
import { type Check, isFunction, isRecord, optionFaults, shown } from "../../arguments/given.ts";

const OPTIONS: Readonly<Record<string, Check>> = {
  tls: (value) =>
    typeof value === "boolean" || isRecord(value)
      ? undefined
      : "true, false or a record of PEM texts, { ca }",
  log: isFunction,
};

/** `example`: an address as somebody would write it here. */
export function connectFaults(broker: unknown, options: unknown, example: string): string[] {
  if (typeof broker !== "string" || broker === "")
    return [
      `connect() is given ${shown(broker)} for its broker; give it an address: connect("${example}", { id: "program" }).`,
    ];
  if (!isRecord(options)) return optionFaults("options of connect()", options, OPTIONS);
  const { tls, log } = options as { tls?: unknown; log?: unknown };
  return optionFaults("options of connect()", { tls, log }, OPTIONS);
}
