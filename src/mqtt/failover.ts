// A list of brokers, "name,name:port,...": the choice of the next one, and the worth of a
// session with one at another.
//
// A client stays with a broker that it could use, and goes on to the next when an attempt has failed. MQTT
// knows sessions of one broker only: what another one calls present is not what this client did last.
import { wholeNumber } from "../bytes/whole-number.ts";
import { forgetLimit } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";

export interface Brokers {
  /** Numbers in the owner's list: of the broker to connect to, and of the one that has the session. */
  current: number;
  sessionAt: number;
}

export function createBrokers(): Brokers {
  return { current: 0, sessionAt: 0 };
}

/** The number of the broker to connect to, counted from 0. */
export function currentBroker(client: Client): number {
  return client.brokers.current;
}

/** Does the current broker have the session? */
export function hasSession(client: Client): boolean {
  return client.brokers.current === client.brokers.sessionAt;
}

/** From now on the current broker has the session. */
export function keepSessionHere(client: Client): void {
  client.brokers.sessionAt = client.brokers.current;
}

const COMMA = ",";
const HIGHEST_PORT = 65535;

/** How many brokers a list names: at least 1. */
export function brokerCount(list: string): number {
  let count = 1;
  for (let i = 0; i < list.length; i++) {
    if (list.substring(i, i + 1) === COMMA) count += 1;
  }
  return count;
}

/** The broker of a number, counted from 0, which the list must have: "name" or "name:port". */
export function brokerAt(list: string, number: number): string {
  let rest = list;
  for (let i = 0; i < number; i++) rest = rest.substring(rest.indexOf(COMMA) + 1);
  const end = rest.indexOf(COMMA);
  return end < 0 ? rest : rest.substring(0, end);
}

/**
 * The place of the port, after a colon; 0 where none is named. An address with more colons than one is all
 * host.
 */
function portAt(broker: string): number {
  const colon = broker.indexOf(":");
  return colon < 0 || broker.substring(colon + 1).indexOf(":") >= 0 ? 0 : colon + 1;
}

export function hostOf(broker: string): string {
  const port = portAt(broker);
  return port === 0 ? broker : broker.substring(0, port - 1);
}

/** The port named with the broker, or `usual` where none is named; 0 for one that is no port. */
export function portOf(broker: string, usual: number): number {
  const at = portAt(broker);
  if (at === 0) return usual;
  const port = wholeNumber(broker.substring(at));
  return port === undefined || port > HIGHEST_PORT ? 0 : port;
}

/** May it be a name or an address? What a URL holds besides these is in neither. */
export function isHost(text: string): boolean {
  return (
    text !== "" &&
    text.indexOf(" ") < 0 &&
    text.indexOf("/") < 0 &&
    text.indexOf("@") < 0 &&
    text.indexOf("[") < 0
  );
}

/** The reason why a list cannot be used, in words; "" when it can. */
export function brokersFault(list: string): string {
  for (let i = 0; i < brokerCount(list); i++) {
    const broker = brokerAt(list, i);
    if (hostOf(broker) === "" || !isHost(broker))
      return "host is names or addresses with commas between, without mqtt:// and spaces";
    if (portOf(broker, 1) === 0) return "a port after a host is a whole number from 1 to 65535";
  }
  return "";
}

/**
 * An attempt has failed, or a connection has ended: chooses the broker of the next one. If the network is
 * down, that is no broker's fault.
 */
export function chooseBroker(client: Client, list: string): void {
  const count = brokerCount(list);
  if (count === 1 || !client.connection.networkUp || client.backoff.attempts < 2) return;
  client.brokers.current = (client.brokers.current + 1) % count;
  forgetLimit(client);
}
