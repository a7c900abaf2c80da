#!/bin/sh
# Makes groups and accounts with the words of Alpine's programs; and adds packages, which are all there.
program=$(basename "$0")
[ "$program" = apk ] && exit 0
system='' id='' group='' home='' name='' member=''
while [ $# -gt 0 ]; do
  case $1 in
    -S) system=-r ;;
    -g | -u) id=$2; shift ;;
    -G) group=$2; shift ;;
    -h) home=$2; shift ;;
    -s) shift ;;
    -*) ;;
    *) member=$name name=$1 ;;
  esac
  shift
done
if [ "$program" = adduser ]; then
  exec useradd $system ${id:+-u "$id"} ${group:+-g "$group"} ${home:+-d "$home"} "$name"
fi
[ -n "$member" ] && exec usermod -aG "$name" "$member"
exec groupadd $system ${id:+-g "$id"} "$name"
