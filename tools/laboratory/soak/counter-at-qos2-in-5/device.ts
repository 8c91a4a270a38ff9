// counter at QoS 2 in MQTT 5.0: each number of a counting chip, once.
import { countingDevice } from "../counter/counting-device.ts";

export default countingDevice(undefined, undefined, 2, 5);
