# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v other=FILE -v part=N -f alike.awk FILE: do two texts say the same? Letters and blanks
# literally, numbers to one part in N. Exit status 0 if so. (Busybox's awk has no powers.)

function shape(text) {
	gsub(/[0-9]+(\.[0-9]+)?/, "#", text)
	return text
}

function numbers_near(one, two, a, b, i, apart) {
	split(one, a, /[^0-9.]+/)
	for (i = split(two, b, /[^0-9.]+/); i; i--) {
		apart = (a[i] - b[i]) * part
		if (apart * apart > a[i] * a[i])
			return 0
	}
	return 1
}

(getline line <other) <= 0 || shape(line) != shape($0) || !numbers_near($0, line) {
	differ = 1
	exit
}

END { exit differ || (getline line <other) > 0 }
