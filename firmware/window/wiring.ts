// window on each board that wakes when a contact opens and when it closes: the contact, and the battery's divider.
import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { contact: "D27", battery: "D32" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { contact: "IO27", battery: "IO32" }),
};
