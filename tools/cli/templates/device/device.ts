// my-device: a relay that is switched from anywhere.

import { device, powerSwitch, seconds } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

export default device({
  name: "my-device",
  status: { keepAlive: seconds(60) },
  actuators: [powerSwitch("relay", relay("relay"), { atStart: "off" })],
});
