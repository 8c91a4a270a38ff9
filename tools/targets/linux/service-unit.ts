// The unit by which systemd starts a device with the machine, and anew when it ends.

/** Its state, the settings among it, is /var/lib/<name>, for this service alone. */
export function serviceUnit(name: string): string {
  return `# The device ${name}: copy this folder to /opt/${name}, this file to /etc/systemd/system, and start it with
# "systemctl enable --now ${name}". Its settings are the file /var/lib/${name}/settings.
[Unit]
Description=${name}
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/node /opt/${name}
StateDirectory=${name}
StateDirectoryMode=0700
DynamicUser=yes
SupplementaryGroups=gpio i2c
Restart=always
RestartSec=5
TimeoutStopSec=20
NoNewPrivileges=yes
ProtectHome=yes
ProtectSystem=strict
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`;
}
