// The broker that a settings record names.
import { wholeNumber } from "../bytes/whole-number.ts";
import { TLS } from "../features.ts";
import { setting } from "./settings.ts";

const PLAIN_PORT = 1883;
const TLS_PORT = 8883;

export function usesTls(record: string): boolean {
  return setting(record, "tls") === "1";
}

/** The broker's port; 0 when the one that is set is none. */
export function portOf(record: string): number {
  const digits = setting(record, "port");
  if (digits === "") return TLS && usesTls(record) ? TLS_PORT : PLAIN_PORT;
  const port = wholeNumber(digits);
  return port === undefined || port > 65535 ? 0 : port;
}
