#!/usr/bin/env bash
# Makes (once) or completes the Debian 13 build root that older hosts build in.
# usage: make-root.sh ROOT PACKAGE...   Needs root; says nothing when all is there.
set -euo pipefail
root=$1; shift
here=$(cd "$(dirname "$0")" && pwd)

# The mirror that this host already uses, so that a local mirror is honoured; debootstrap's own default otherwise.
host_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk '$2 == "Debian" && $3 == "main" && $1 !~ /security/ {print $1; exit}'
}

# What a machine behind a proxy or a private certificate authority needs to reach its packages.
pass_host_settings() {
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  cp -L /etc/hosts "$root/etc/hosts" 2>/dev/null || true
  local f
  for f in /etc/apt/apt.conf.d/*; do
    if grep -qiE 'proxy|verify-peer|CaInfo|Check-Valid|Check-Date' "$f" 2>/dev/null; then cp "$f" "$root/etc/apt/apt.conf.d/"; fi
  done
  # Authorities that this machine's owner added, and, until the package ca-certificates is there, all that the host trusts.
  mkdir -p "$root/usr/local/share/ca-certificates" "$root/etc/ssl/certs"
  cp -L /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  if [ ! -e "$root/etc/ssl/certs/ca-certificates.crt" ] && [ -s /etc/ssl/certs/ca-certificates.crt ]; then
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  fi
}

if [ ! -e "$root/.bootstrapped" ]; then
  rm -rf "$root"
  mkdir -p "$root"
  mirror=$(host_mirror || true)
  if ! debootstrap --variant=minbase --force-check-gpg trixie "$root" ${mirror:+"$mirror"}; then
    [ -n "${mirror:-}" ] || exit 1
    rm -rf "$root"; mkdir -p "$root"
    debootstrap --variant=minbase --force-check-gpg trixie "$root"
  fi
  touch "$root/.bootstrapped"
fi
pass_host_settings
"$here/enter-root.sh" "$root" --writable -- apt-get update -qq
"$here/enter-root.sh" "$root" --writable -- env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@"
"$here/enter-root.sh" "$root" --writable -- apt-get clean
