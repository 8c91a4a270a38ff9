// Static addresses: which interpreter sets none.
//
// Sources: Espruino 2v29, libs/network/esp32/jswrap_esp32_network.c:1877: `Wifi.setIP` ends a DHCP server in place of the
// DHCP client, and the ESP-IDF gives a station whose client runs no address; :1889 calls back with no error all the same.

export const ESP32_ESPRUINO_ADDRESS =
  "Wifi.setIP of Espruino's ESP32 leaves DHCP running (docs/cannot-yet.md#a-static-address)";
