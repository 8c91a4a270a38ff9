// Options of a device's diagnostics in Home Assistant, beyond what their sensors say.
import type { Diagnostic } from "../device/declare/diagnostics.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";

/** The options of a diagnostic. */
export function diagnosticOptions(diagnostic: Diagnostic): EntityOptions {
  return { ...DIAGNOSTICS[diagnostic], category: "diagnostic" };
}

/** They change all the time: they would fill the history of a home where nobody has asked for it. */
const RESTLESS: EntityOptions = { enabled: false };
const BYTES: EntityOptions = { deviceClass: "data_size", stateClass: "measurement" };

const DIAGNOSTICS: Readonly<Record<Diagnostic, EntityOptions>> = {
  uptime: { label: "Started" },
  "reset-reason": { label: "Reset reason", deviceClass: "enum" },
  "free-memory": { label: "Free memory", ...BYTES, ...RESTLESS },
  signal: {
    label: "Signal strength",
    deviceClass: "signal_strength",
    stateClass: "measurement",
    ...RESTLESS,
  },
  reconnects: counter("Reconnects"),
  waiting: { label: "Waiting messages", stateClass: "measurement", ...RESTLESS },
  kept: { ...counter("Kept messages"), ...RESTLESS },
  sent: { ...counter("Sent messages"), ...RESTLESS },
  acknowledged: { ...counter("Acknowledged messages"), ...RESTLESS },
  dropped: counter("Dropped messages"),
  refused: counter("Refused messages"),
  repeated: counter("Repeated messages"),
  "dropped-oldest": counter("Messages dropped in a full ring"),
  replaced: counter("Replaced messages"),
  thinned: counter("Messages thinned out"),
  expired: counter("Expired messages"),
  "ring-bytes": { label: "Bytes in the ring", ...BYTES, ...RESTLESS },
  "ring-peak": { label: "Most bytes in the ring", ...BYTES },
  skipped: counter("Skipped packets"),
  "next-report": { label: "Next report" },
};

function counter(label: string): EntityOptions {
  return { label, stateClass: "total_increasing" };
}
