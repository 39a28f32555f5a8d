#!/bin/sh
# Một lượt: thu thập, lập chỉ mục, báo tin. Lặng lẽ khi mọi sự đều ổn.
# One round: harvest, index, alert. Quiet when all is well; started twice, the second gives way.
# Leaves with the code of the first step that failed; a refused page or article (3) is told on
# standard error and stops nothing.
set -u
home=${TRACUU_HOME:-/var/lib/tracuu}
bin=${TRACUU_BIN:-/opt/tracuu/bin}
export TRACUU_INDEX="${TRACUU_INDEX:-$home/index}"
status=0

step() {
    "$@"
    code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne 3 ] && [ "$status" -eq 0 ]; then status=$code; fi
}

step "$bin/tracuu" harvest "$home/sources.toml"
# What was harvested before is indexed also where the harvest failed.
step "$bin/tracuu" index "$home/articles"
if [ -f "$home/alerts.toml" ] && [ "$status" -eq 0 ]; then
    step "$bin/tracuu" alert "$home/alerts.toml"
fi
exit "$status"
