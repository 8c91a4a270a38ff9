// The broker that a settings record names, and whether another record names another one.
import { wholeNumber } from "../bytes/whole-number.ts";
import { BROKERS, TLS } from "../features.ts";
import { brokerAt, brokerCount } from "../mqtt/failover.ts";
import { setting } from "./settings.ts";

/** The broker that is set. Several are one text, with commas between (mqtt/failover.ts). */
export interface BrokerSettings {
  host: string;
  port: number;
  tls: boolean;
}

const PLAIN_PORT = 1883;
const TLS_PORT = 8883;

export function usesTls(record: string): boolean {
  return setting(record, "tls") === "1";
}

/** The broker's port; 0 when the one that is set is none. */
function portOf(record: string): number {
  const digits = setting(record, "port");
  if (digits === "") return TLS && usesTls(record) ? TLS_PORT : PLAIN_PORT;
  const port = wholeNumber(digits);
  return port === undefined || port > 65535 ? 0 : port;
}

export function brokerSettings(record: string): BrokerSettings {
  return { host: setting(record, "host"), port: portOf(record), tls: TLS && usesTls(record) };
}

/**
 * Does `after` send its credentials where `before` did not? A list in another order, or a part of it, is not
 * elsewhere.
 */
export function goesElsewhere(before: string, after: string): boolean {
  return (
    portOf(before) !== portOf(after) ||
    (TLS && usesTls(before) !== usesTls(after)) ||
    hasStrangers(setting(before, "host"), setting(after, "host"))
  );
}

/** Is there a broker in the list that the known ones do not have? */
function hasStrangers(known: string, list: string): boolean {
  if (!BROKERS) return list !== known;
  for (let i = 0; i < brokerCount(list); i++) {
    if (("," + known + ",").indexOf("," + brokerAt(list, i) + ",") < 0) return true;
  }
  return false;
}
