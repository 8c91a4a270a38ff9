// The name of a device's access point, and where its password is.

/** What the name begins with; the number of the chip follows. */
export const ACCESS_POINT_NAME = "ringmote-";

/**
 * Name of the record that has the password. It is drawn when the board is flashed, and stands in no image.
 */
export const ACCESS_PASSWORD = "settings-access";
