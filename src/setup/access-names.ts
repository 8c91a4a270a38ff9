// The name of a device's access point, and the records of its page.

/** What the name begins with; the number of the chip follows. */
export const ACCESS_POINT_NAME = "ringmote-";

/**
 * Name of the record that has the password. It is drawn when the board is flashed, and stands in no image.
 */
export const ACCESS_PASSWORD = "settings-access";

/** Name of the record of what a person sent last, without secrets: shown again when it has failed. */
export const SENT_FORM = "settings-form";
