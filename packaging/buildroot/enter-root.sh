#!/usr/bin/env bash
# Runs a command in the build root, the caller's folders at the same paths inside.
# usage: enter-root.sh ROOT [--writable] [--bind DIR]... [--] COMMAND...
# Without --writable the root's own folders are read-only, so a build cannot change what other clones share.
set -euo pipefail
root=$1; shift
writable=
binds=()
while [ $# -gt 0 ]; do
  case $1 in
    --writable) writable=1; shift ;;
    --bind) binds+=(--bind "$2" "$2"); shift 2 ;;
    --) shift; break ;;
    *) break ;;
  esac
done
if [ -n "$writable" ]; then
  base=(--bind "$root" /)
else
  base=(--symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc --ro-bind "$root/var" /var)
fi
dir=/
for ((i = 1; i < ${#binds[@]}; i += 3)); do
  case $PWD/ in "${binds[i]}"/*) dir=$PWD ;; esac
done
exec bwrap "${base[@]}" --dev-bind /dev /dev --proc /proc --bind-try /sys /sys --tmpfs /run --bind /tmp /tmp "${binds[@]}" \
  --chdir "$dir" --die-with-parent --setenv PATH /usr/lib/ccache:/usr/sbin:/usr/bin:/sbin:/bin "$@"
