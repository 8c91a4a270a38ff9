// Components of ESPHome that nothing is like here, by the ability that is missing, and the substitute.

export interface Unsaid {
  title: string;
  /** A sentence or two, as the page has them. */
  instead: string;
  /** Names with blanks between. */
  components: string;
}

export const UNSAID: readonly Unsaid[] = [
  {
    title: "Bluetooth",
    instead: "There is none. Take Home Assistant's own Bluetooth, or an ESPHome proxy beside ringmote.",
    components:
      "airthings_ble airthings_wave_base airthings_wave_mini airthings_wave_plus alpha3 am43 anova " +
      "atc_mithermometer b_parasite bedjet ble_client ble_presence ble_rssi ble_scanner bluetooth_proxy " +
      "esp32_ble esp32_ble_beacon esp32_ble_client esp32_ble_server esp32_ble_tracker " +
      "exposure_notifications inkbird_ibsth1_mini mopeka_ble mopeka_pro_check mopeka_std_check " +
      "pvvx_mithermometer radon_eye_ble radon_eye_rd200 ruuvi_ble ruuvitag xiaomi_ble xiaomi_cgd1 " +
      "xiaomi_cgdk2 xiaomi_cgg1 xiaomi_cgpr1 xiaomi_gcls002 xiaomi_hhccjcy01 xiaomi_hhccjcy10 " +
      "xiaomi_hhccpot002 xiaomi_jqjcy01ym xiaomi_lywsd02 xiaomi_lywsd02mmc xiaomi_lywsd03mmc " +
      "xiaomi_lywsdcgq xiaomi_mhoc303 xiaomi_mhoc401 xiaomi_miscale xiaomi_miscale2 xiaomi_mjyd02yla " +
      "xiaomi_mue4094rt xiaomi_rtcgq02lm xiaomi_wx08zm",
  },
  {
    title: "Infrared, 433 MHz and other exact times",
    instead:
      "There are [no pulses of microseconds](cannot-yet.md#exact-times-and-pixels). Take Tasmota or ESPHome.",
    components:
      "ballu climate_ir climate_ir_lg coolix daikin daikin_arc daikin_brc delonghi duty_cycle emmeti esp32_rmt fujitsu_general gree heatpumpir hitachi_ac344 hitachi_ac424 lightwaverf midea_ir mitsubishi noblex pulse_width remote_base remote_transmitter rf_bridge tcl112 toshiba tx20 whirlpool whynter wiegand yashima zhlt01 zyaura",
  },
  {
    title: "Parts on I2C without a driver here",
    instead: "[A driver of your own](drivers.md#a-part-of-your-own) is some sixty lines.",
    components:
      "ade7880 ade7953 ade7953_base ade7953_i2c ags10 am2315c am2320 apds9306 apds9960 as3935 as3935_i2c as5600 as7341 at581x bme680 bmi160 bmp085 bmp280 bmp280_base bmp280_i2c bmp3xx bmp3xx_base bmp3xx_i2c bmp581 cap1188 ccs811 dac7678 dht12 dps310 ee895 emc2101 ens160 ens160_base ens160_i2c ens210 ezo ezo_pmp gp8403 grove_gas_mc_v2 grove_tb6612fng hdc1080 hm3301 hmc5883l honeywell_hih_i2c honeywellabp2_i2c hte501 htu21d htu31d hyt271 iaqcore ina226 ina260 ina2xx_base ina2xx_i2c ina3221 ltr390 ltr501 ltr_als_ps m5stack_8angle max17043 max44009 max6956 max9611 mcp4725 mcp4728 mcp47a1 mcp9600 mcp9808 mics_4514 mlx90393 mlx90614 mmc5603 mmc5983 mpl3115a2 mpr121 mpu6050 mpu6886 ms5611 ms8607 nau7802 npi19 pmsa003i pmwcs3 qmc5883l qmp6988 qwiic_pir scd30 scd4x sdp3x sen0321 sen21231 sen5x sensirion_common sfa30 sgp30 sgp40 sgp4x shtcx sps30 sts3x tc74 tcs34725 tee501 tem3200 tlc59208f tmp102 tmp1075 tmp117 tof10120 tsl2561 tsl2591 ufire_ec ufire_ise veml3235 veml7700 vl53l0x xgzp68xx zio_ultrasonic",
  },
  {
    title: "Parts at a UART without a driver here",
    instead:
      "On an ESP32 [a driver of your own](drivers.md#a-part-of-your-own) reads frames; a part that only speaks, as [`a02yyuw`](drivers.md).",
    components:
      "bl0906 bl0939 bl0940 bl0942 cse7761 cse7766 daly_bms dfplayer dfrobot_sen0395 " +
      "fingerprint_grow fs3000 gcja5 gps haier he60r hrxl_maxsonar_wr hydreon_rgxx jsn_sr04t kamstrup_kmp " +
      "ld2410 ld2420 micronova midea midea_ac nextion pipsolar pm1006 pylontech pzem004t rdm6300 " +
      "sds011 seeed_mr24hpc1 senseair shelly_dimmer sim800l sm300d2 sml smt100 sonoff_d1 sun_gtil2 t6615 " +
      "teleinfo tuya uponor_smatrix vbus weikai wl_134",
  },
  {
    title: "Modbus devices with a component of their own",
    instead: "[`modbusRtu`](drivers.md) reads one block of registers, at 8N1; it writes none.",
    components: "growatt_solar havells_solar kuntze pzemdc selec_meter",
  },
  {
    title: "Parts on SPI without a driver here",
    instead:
      "The port is [mode 0 at 1 MHz](cannot-yet.md#spi-and-modbus). Take the part with I2C, or write a driver.",
    components:
      "adc128s102 ade7953_spi ads1118 as3935_spi atm90e26 atm90e32 bme280_spi bmp280_spi bmp3xx_spi cs5460a " +
      "ens160_spi honeywellabp ina2xx_spi max31856 max31865 max6675 mcp23s08 mcp23s17 mcp2515 mcp3008 " +
      "mcp3204 sn74hc165 spi_device tlc5947 tlc5971 weikai_spi wk2132_spi wk2168_spi wk2204_spi " +
      "wk2212_spi",
  },
  {
    title: "Other displays, texts and touch",
    instead:
      "[An SSD1306](cannot-yet.md#text-to-a-part) shows words and values, and no text that a message brings. Show the rest in Home Assistant.",
    components:
      "animation axs15231 cst226 cst816 display_menu_base ektf2232 font ft5x06 ft63x6 graph " +
      "graphical_display_menu gt911 ili9341 ili9xxx image inkplate6 lcd_base lcd_gpio lcd_menu lcd_pcf8574 " +
      "lilygo_t5_47 lvgl max7219 max7219digit online_image pcd8544 qr_code qspi_amoled qspi_dbi rpi_dpi_rgb " +
      "sdl ssd1306_spi ssd1322_base ssd1322_spi ssd1325_base ssd1325_spi ssd1327_base ssd1327_i2c " +
      "ssd1327_spi ssd1331_base ssd1331_spi ssd1351_base ssd1351_spi st7567_base st7567_i2c st7567_spi " +
      "st7701s st7735 st7789v st7920 tm1621 tm1637 tm1638 tm1651 touchscreen tt21100 waveshare_epaper " +
      "text xpt2046",
  },
  {
    title: "Other lights and effects",
    instead: "[A strip has one colour](cannot-yet.md#colour), and no effects. Take WLED beside ringmote.",
    components:
      "ac_dimmer adalight addressable_light beken_spi_led_strip bp1658cj bp5758d color color_temperature " +
      "cwww e131 fastled_base fastled_spi my9231 partition rgbct rgbww rp2040_pio_led_strip sm10bit_base " +
      "sm16716 sm2135 sm2235 sm2335 spi_led_strip status_led wled",
  },
  {
    title: "Time of day, and periods",
    instead:
      "A device [knows no hour](cannot-yet.md#time-of-day), and no rule begins by itself. Let Home Assistant send the command at its time.",
    components: "datetime ds1307 interval pcf85063 pcf8563 sntp sprinkler sun time",
  },
  {
    title: "Sound and cameras",
    instead: "There are none but a `buzzer`.",
    components:
      "aic3204 audio audio_dac esp32_camera esp32_camera_web_server i2s_audio media_player micro_wake_word " +
      "microphone rtttl speaker voice_assistant",
  },
  {
    title: "Set-up, updates and pages over the network",
    instead:
      "Everything is [set up by cable](cannot-yet.md#set-up-without-a-cable), then [by message](topics.md#changed-by-message); an [update needs the cable](cannot-yet.md#update-over-the-air).",
    components:
      "api captive_portal dashboard_import esp32_improv factory_reset http_request improv_base " +
      "improv_serial mdns ota prometheus safe_mode socket statsd udp update wake_on_lan web_server " +
      "web_server_base web_server_idf wifi_info wireguard",
  },
  {
    title: "Sleep",
    instead: "A device [stays connected](cannot-yet.md#sleep).",
    components: "deep_sleep shutdown",
  },
  {
    title: "Covers, thermostats and alarms",
    instead:
      "There is [no such kind](actuators.md#kinds). A heater is a `powerSwitch` with a rule; a cover's motor a `numberInput`.",
    components: "alarm_control_panel climate cover current_based opentherm pid thermostat time_based",
  },
  {
    title: "Step and direction, slow PWM",
    instead: "A `stepper` is on four coils, and no PWM below 1 Hz. A heater goes by a rule with a margin.",
    components: "a4988 sigma_delta_output slow_pwm",
  },
  {
    title: "Keys, cards and codes",
    instead: "Their parts have no driver here.",
    components:
      "key_collector key_provider matrix_keypad nfc pn532 pn532_i2c pn532_spi pn7150 pn7150_i2c pn7160 " +
      "pn7160_i2c pn7160_spi rc522 rc522_i2c rc522_spi ttp229_bsf ttp229_lsf",
  },
  {
    title: "Abilities of chips that are not used",
    instead: "Touch, DAC, CAN, Hall sensor and more memory have no port.",
    components:
      "canbus esp32_can esp32_dac esp32_hall esp32_touch ethernet ethernet_info internal_temperature psram",
  },
  {
    title: "Other chips",
    instead: "The interpreters run on ESP8266 and ESP32, and the runtime on [Linux](linux.md) too.",
    components: "bk72xx libretiny libretiny_pwm rp2040 rp2040_pio rp2040_pwm rtl87xx",
  },
  {
    title: "Other analog parts and pulses",
    instead: "[A driver of your own](drivers.md#a-part-of-your-own), or the voltage by an `ads1115`.",
    components: "cd74hc4067 ct_clamp gdk101 gp2y1010au0f kmeteriso",
  },
  {
    title: "More pins, buses and UARTs by a part on I2C",
    instead: "No other part can be wired to their pins here. Take a chip with more pins.",
    components:
      "ch422g gpio_expander mcp23008 mcp23016 mcp23017 mcp23x08_base mcp23x17_base mcp23xxx_base pca6416a pca9554 pcf8574 sx1509 tca9548a tca9555 weikai_i2c wk2132_i2c wk2168_i2c wk2204_i2c wk2212_i2c xl9535",
  },
  {
    title: "What others publish",
    instead: "A device hears its own commands alone. Take a helper of Home Assistant.",
    components: "kalman_combinator mqtt_subscribe",
  },
  {
    title: "Closed libraries and trimmers",
    instead: "There is nothing like them.",
    components: "bme680_bsec bme68x_bsec2 bme68x_bsec2_i2c x9c",
  },
];

/** What other components are made of, and what only a program in C++ needs. */
export const OF_ITS_OWN =
  "async_tcp bme280_base custom custom_component dallas esphome hmac_md5 json md5 ssd1306_base " +
  "voltage_sampler watchdog";
