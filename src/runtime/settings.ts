// The settings record: what differs from one device to the next and never stands in an image.
//
// Lines of "key=value" between "ringmote 1" and "end"; a value is any bytes without a line feed. Kept as it
// is read: a value is looked up when it is needed.

/** Name of the record in the device's storage. */
export const SETTINGS = "settings";

/** Name of the record beside it that has the broker's authority, where a device verifies it: PEM. */
export const AUTHORITY = "settings-ca";

const FIRST_LINE = "ringmote 1\n";
const LAST_LINE = "\nend\n";

/** A whole record that sets nothing. */
export const EMPTY_RECORD = FIRST_LINE + "end\n";

/** Is the record whole? */
export function settingsAreWhole(record: string): boolean {
  const end = record.length - LAST_LINE.length;
  return (
    end >= 0 && record.substring(end) === LAST_LINE && record.substring(0, FIRST_LINE.length) === FIRST_LINE
  );
}

/** The value of `key` (ssid, password, host, port, tls, user, secret, id, root), or "" when it is not set. */
export function setting(record: string, key: string): string {
  const line = "\n" + key + "=";
  const at = record.indexOf(line);
  if (at < 0) return "";
  const rest = record.substring(at + line.length);
  return rest.substring(0, rest.indexOf("\n"));
}
