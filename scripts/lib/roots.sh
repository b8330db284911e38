# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and setup_log belong to the script that sources this
#
# Bare Debian roots: made by mmdebstrap from the mirrors that the host's apt names, entered
# with a mount and a process namespace of their own, so that whatever runs inside ends with
# the command that started it. As root, or in a user namespace; kernel_series.sh decides whether
# kernels of other releases are tested at all. Sourced, after say.sh.
#
#	root_make trixie build/roots/trixie git,make,gcc
#	root_exec build/roots/trixie root make -C /srv demo
#	root_remove build/roots/trixie

# root_mirror PATTERN DEFAULT: address of the host's first archive of Debian whose release fits. A
# system that is derived from Debian may have archives of its own.
root_mirror() {
	# shellcheck disable=SC2016 # apt's fields, not the shell's
	apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(REPO_URI)' 'Created-By: Packages' \
		2>/dev/null |
		awk -v pattern="$1" -v default_uri="$2" \
			-v debian="$(grep -cx 'ID=debian' "${RG_OS_RELEASE:-/etc/os-release}")" '
			(debian || $1 == "Debian") && $2 ~ pattern && !uri { uri = $3 }
			END { print uri ? uri : default_uri }'
}

# root_sources SUITE [OPTIONS]: lines of sources.list for a suite of Debian, with the security
# updates of a release. A root that only builds goes without: mirrors are late with some of them,
# and apt refuses a list that does not fit its release.
root_only_builds=
root_sources() {
	local options
	options=${2:+[$2] }
	echo "deb $options$(root_mirror '^[a-z]+$' http://deb.debian.org/debian) $1 main"
	case $root_only_builds$1 in
	*-* | yes*) ;;
	*) echo "deb $options$(root_mirror '^[a-z]+-security$' \
		http://deb.debian.org/debian-security) $1-security main" ;;
	esac
}

# A proxy or a relaxed date check that the host's apt needs is needed inside, too.
root_apt_options() {
	apt-config dump 2>/dev/null |
		grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date|Retries)\b.* "..*"'
}

# as_mapped_root COMMAND...: run it as root, or as the root of a user namespace.
as_mapped_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		unshare --map-auto --map-root-user "$@"
	fi
}

# root_possible: can a root be made and entered here? If not, says why.
root_possible() {
	command -v mmdebstrap >/dev/null 2>&1 || {
		say "mmdebstrap is missing: install it (apt-get install mmdebstrap), then run this again."
		return 1
	}
	as_mapped_root unshare --mount true 2>/dev/null || {
		say "roots of other distributions need root or user namespaces: run this as root, or install uidmap, allow user namespaces, and have a line in /etc/subuid and /etc/subgid."
		return 1
	}
}

# root_make SUITE FOLDER PACKAGE,... [ARCHITECTURE]: a minimal system with apt and these packages.
# A half-made one does not carry the final name.
root_make() {
	rg_partial=$2.partial
	root_remove "$rg_partial"
	mkdir -p "$(dirname "$2")" &&
		root_apt_options >"$2.options" &&
		root_sources "$1" | mmdebstrap --quiet --variant=apt --include="$3" \
			--aptopt="$2.options" ${4:+--architectures="$4"} "$1" "$rg_partial" - >"$2.log" 2>&1 &&
		mv "$rg_partial" "$2" &&
		rm -f "$2.options" "$2.log"
}

# root_copy FROM TO: copy a root.
root_copy() {
	root_remove "$2"
	as_mapped_root cp -a --reflink=auto "$1" "$2"
}

root_remove() {
	[ ! -e "$1" ] || as_mapped_root rm -rf --one-file-system "$1"
}

# root_exec FOLDER USER COMMAND...: runs a command there as that user, with /dev, /proc and
# the network of the host. The root is moved to the top of its namespace, as in a plain chroot
# no user namespace could be made; mount(8) keeps no record of that, which it could not write.
# Folders in root_binds ("host:inside[:rw] ...") appear inside, read-only if not said otherwise.
root_binds=
root_exec() {
	local its_root each_user each
	its_root=$1
	each_user=$2
	shift 2
	# shellcheck disable=SC2016 # for the shell inside
	as_mapped_root unshare --mount --pid --fork --kill-child --propagation private \
		env -i PATH="$PATH" TERM="${TERM:-dumb}" RG_ROOT="$its_root" RG_USER="$each_user" \
		RG_BINDS="$root_binds" sh -euc '
			mount --bind "$RG_ROOT" "$RG_ROOT"
			mount --rbind /dev "$RG_ROOT/dev"
			mount -t proc proc "$RG_ROOT/proc"
			cat /etc/resolv.conf >"$RG_ROOT/etc/resolv.conf"
			echo "127.0.0.1 localhost $(uname -n)" >"$RG_ROOT/etc/hosts"
			for each in $RG_BINDS; do
				mode=ro
				[ "$each" = "${each%:rw}" ] || mode=rw
				each=${each%:rw}
				mkdir -p "$RG_ROOT${each#*:}"
				mount --bind -o "$mode" "${each%%:*}" "$RG_ROOT${each#*:}"
			done
			home=$(awk -F: -v user="$RG_USER" '\''$1 == user { print $6 }'\'' \
				"$RG_ROOT/etc/passwd")
			cd "$RG_ROOT"
			mount -n --move . /
			exec env -i TERM="$TERM" HOME="$home" USER="$RG_USER" LANG=C.UTF-8 \
				PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
				chroot --userspec="$RG_USER:$RG_USER" . \
				sh -c '\''cd && exec "$@"'\'' sh "$@"' sh "$@"
}

# root_add_user FOLDER NAME: an ordinary user, who may use sudo without a password where the
# root has sudo, and has ids to hand out to its namespaces. Written by hand, as a minimal system
# has no useradd.
root_add_user() {
	# shellcheck disable=SC2016 # for the shell inside
	root_exec "$1" root sh -euc '
		echo "$1:x:1000:1000::/home/$1:/bin/bash" >>/etc/passwd
		echo "$1:x:1000:" >>/etc/group
		echo "$1:*:20000:0:99999:7:::" >>/etc/shadow
		echo "$1:100000:65536" | tee -a /etc/subuid >>/etc/subgid
		mkdir -p /etc/sudoers.d "/home/$1"
		echo "$1 ALL=(ALL) NOPASSWD: ALL" >"/etc/sudoers.d/$1"
		chown "$1:$1" "/home/$1"' sh "$2"
}

# ---- roots of the releases of kernels, where that is not the host's: modules are built in them,
# and guests run programs of them ----
#
#	build/roots/RELEASE/		with build_packages; a file .railglow says which they are
#	build/roots/RELEASE-arm64/	with a cross compiler besides
#	build/roots/RELEASE-i386/	of that architecture, whose programs amd64 runs

# build_packages ROOT: compilers, and for amd64 the programs that guests run.
build_packages() {
	case $1 in
	*-arm64) echo gcc,make,libc6-dev,libelf1,gcc-aarch64-linux-gnu ;;
	*-i386) echo gcc,make,libc6-dev,libelf1 ;;
	*) echo gcc,make,libc6-dev,libelf1,libiio-utils ;;
	esac
}

# build_root_present SERIES: is there one, if the series needs one? One that was made with other
# packages counts as none.
build_root_present() {
	local name=''
	! series_foreign "$1" || {
		name=$(build_root_of "$1")
		[ "$(cat "$root/build/roots/$name/.railglow" 2>/dev/null)" = "$(build_packages "$name")" ]
	}
}

# root_fetch ROOT: make it anew, whatever was there.
root_fetch() {
	local arch
	need_space 700
	rg_folder=$root/build/roots/$1
	[ ! -e "$rg_folder" ] || say "the root of $1 is of an earlier day: making it anew"
	say "making a root of $1 to build its kernels' modules in"
	arch=
	root_only_builds=yes
	[ "$1" = "${1%-i386}" ] || arch=i386
	root_remove "$rg_folder"
	root_make "${1%-*}" "$rg_folder" "$(build_packages "$1")" "$arch" || {
		cat "$rg_folder.log" >>"$setup_log" 2>/dev/null
		rm -f "$rg_folder.log" "$rg_folder.options"
		step_failed "make a root of $1" \
			"check the network, and that the mirror in apt's sources has ${1%-*}, then run this again"
	}
	root_only_builds=
	root_exec "$rg_folder" root sh -c "echo '$(build_packages "$1")' >/.railglow"
}

# root_discard PATTERN: remove all roots that fit it.
root_discard() {
	local each
	for each in $1; do
		[ ! -e "$each" ] || root_remove "$each"
	done
}
