// Options of a device's clock.

export interface ClockOptions {
  /**
   * Time servers (SNTP), one to four names or addresses, all of which are asked: `["192.168.1.1"]` for one in
   * the house. By default three of pool.ntp.org, which needs the internet; none where there is a `topic`, or
   * the broker is asked.
   */
  servers?: readonly string[];
  /**
   * A topic on which somebody publishes epoch seconds each minute, at QoS 0: `"home/time"`, in a network
   * without the internet. Then the device asks no servers, unless they are named.
   */
  topic?: string;
  /** `true`: the broker's host is asked as well, by SNTP, behind the servers. */
  askBroker?: boolean;
  /**
   * The time zone of its place, as the IANA names it: `"Europe/Berlin"`. With it the device knows local time,
   * with summer time: on displays (`{time}`, `{date}`) and in rules. The build writes its changes into the
   * image.
   */
  zone?: string;
  /** Others that the setting `zone` may name in its place, one to eight: `["Europe/Lisbon", "America/New_York"]`. */
  zones?: readonly string[];
  /**
   * Where it stands, in degrees, north above 0: `latitude: 52.5, longitude: 13.4`. Rules that go by the sun
   * need both: the build makes a table for them. A tenth of a degree is half a minute.
   */
  latitude?: number;
  /** The same, east above 0. */
  longitude?: number;
  /**
   * `true`: the setting `place` may name another one in its place, `place=38.7,-9.1`: one image for many
   * homes. The image then has the sun's year in place of a table of each event.
   */
  movable?: boolean;
}

/** Of volunteers, one in each part of the pool: at most one of them is wrong at a time. */
const POOL: readonly string[] = ["0.pool.ntp.org", "1.pool.ntp.org", "2.pool.ntp.org"];

const NONE: readonly string[] = [];

/** The servers that a device asks, but for the broker's host. */
export function serversOf(options: ClockOptions): readonly string[] {
  if (options.servers !== undefined) return options.servers;
  return options.topic !== undefined || options.askBroker === true ? NONE : POOL;
}
