// The storage port: small named records that outlive a restart.

/**
 * Blocks for as long as the flash takes (milliseconds). A name has at most 28 ASCII characters and no slash.
 */
export interface Storage {
  /** The record's bytes, or `undefined` when there is none or it cannot be read. */
  readRecord: (name: string) => string | undefined;
  /**
   * Replaces the record; false when it could not be written. A power cut leaves the old record or the new
   * one.
   */
  writeRecord: (name: string, bytes: string) => boolean;
}
