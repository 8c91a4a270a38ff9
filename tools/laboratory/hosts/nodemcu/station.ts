// The chip's Wi-Fi station: joins the world's network with the right name and password, and reports changes.
import { CHIP_WAYS } from "./chips.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

export interface StationOptions {
  /** The network that is there. Default: any name and password is right. */
  ssid?: string;
  password?: string;
  /** From the call of connect to an address. */
  joinMs: number;
  /**
   * The world's network is joined and lost in the moment in which it comes and goes; nothing is tried in
   * between.
   */
  joinsWithWorld?: boolean;
  /** What the chip has stored. */
  stored: StoredNetwork;
  radio: Radio;
}

/** The radio, which the sleep before leaves off where it was asked to. */
export interface Radio {
  isOff: boolean;
}

/** The network's name and password, with NUL between them. */
export interface StoredNetwork {
  names: string | undefined;
}

/** The numbers of wifi.sta.status() on the ESP8266. */
const STATUS = { idle: 0, connecting: 1, wrongPassword: 2, notFound: 3, gotAddress: 5 };
/** The order that the Lua side knows. */
const CHANGE = { connected: 1, gotAddress: 2, disconnected: 3, started: 4 };
/** Reasons of the 802.11 standard and of Espressif. */
const REASON = { handshakeTimeout: 15, beaconTimeout: 200, notFound: 201 };
/** What `connect` is answered while it is connecting, where it is refused. */
const REFUSED = 1;
/** What becomes of a configuration, as the Lua side says it. */
const JOIN = 1;
const STORE = 2;
const ADDRESS_MS = 10;
const RETRY_MS = 1000;

export function createStation(life: Life, options: StationOptions): Answers {
  const { world } = life;
  let [ssid, password = ""]: (string | undefined)[] = options.stored.names?.split("\0") ?? [];
  let status = STATUS.idle;
  let isJoined = false;
  /** From the call of connect until the network has let it in or not. */
  let isJoining = false;
  const { rejoinsByItself, refusesWhileJoining } = CHIP_WAYS[life.chip];
  let cancelStep = () => {};

  const tell = (change: number, reason = 0) => life.emit({ kind: "station", id: change, number: reason });
  const then = (ms: number, step: () => void) => {
    cancelStep();
    cancelStep = life.after(ms, step);
  };

  function attempt(): void {
    if (ssid === undefined) return;
    status = STATUS.connecting;
    if (options.radio.isOff) return;
    if (options.joinsWithWorld === true && !world.networkIsUp()) return;
    isJoining = true;
    then(Math.max(0, options.joinMs - ADDRESS_MS), associate);
  }

  function associate(): void {
    isJoining = false;
    if (!world.networkIsUp() || (options.ssid !== undefined && options.ssid !== ssid)) {
      fail(STATUS.notFound, REASON.notFound);
    } else if (options.password !== undefined && options.password !== password) {
      fail(STATUS.wrongPassword, REASON.handshakeTimeout);
    } else {
      isJoined = true;
      then(ADDRESS_MS, haveAddress);
      tell(CHANGE.connected);
    }
  }

  function haveAddress(): void {
    status = STATUS.gotAddress;
    tell(CHANGE.gotAddress);
  }

  function fail(why: number, reason: number): void {
    status = why;
    if (rejoinsByItself && options.joinsWithWorld !== true) then(RETRY_MS, attempt);
    tell(CHANGE.disconnected, reason);
  }

  life.atEnd(
    world.watchNetwork((up) => {
      if (up && options.joinsWithWorld === true && ssid !== undefined) {
        isJoining = false;
        isJoined = true;
        haveAddress();
      }
      if (up || !isJoined) return;
      isJoined = false;
      cancelStep();
      fail(STATUS.connecting, REASON.beaconTimeout);
    }),
  );

  return {
    stationStart: () => {
      life.after(0, () => tell(CHANGE.started));
      return undefined;
    },
    stationConfig: (orders, names) => {
      cancelStep();
      isJoining = false;
      isJoined = false;
      status = STATUS.idle;
      [ssid, password = ""] = names.split("\0");
      if ((orders & STORE) !== 0) options.stored.names = names;
      if ((orders & JOIN) !== 0) attempt();
      return undefined;
    },
    stationConnect: () => {
      if (isJoining && refusesWhileJoining) return REFUSED;
      if (!isJoined) attempt();
      return 0;
    },
    stationStatus: () => status,
  };
}
