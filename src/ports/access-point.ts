// The access point: a Wi-Fi network of the device's own, and a look around for those of others.

/** Who a network lets in: everybody, who has its password, who has an account (802.1X). */
export const OPEN = "o";
export const BY_PASSWORD = "p";
export const ENTERPRISE = "e";
export type Admission = typeof OPEN | typeof BY_PASSWORD | typeof ENTERPRISE;

/** Nothing here blocks or throws; each callback comes in a later turn, or never: the caller keeps a deadline. */
export interface AccessPoint {
  /**
   * Calls `found` for each access point in reach, with the bytes of its name and its strength in dBm, and
   * then `done`.
   */
  scanNetworks: (
    found: (this: void, name: string, dBm: number, admission: Admission) => void,
    done: (this: void) => void,
  ) => void;
  /**
   * Opens it; `password` has 8 to 63 characters, or is "": it lets everybody in. `opened` is called with its address,
   * "192.168.4.1".
   */
  openAccessPoint: (name: string, password: string, opened: (this: void, address: string) => void) => void;
  closeAccessPoint: () => void;
}
