/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding out what the doctor wants to know. */
#ifndef RAILGLOW_TOOLS_DOCTOR_FACTS_H
#define RAILGLOW_TOOLS_DOCTOR_FACTS_H

#include "tools/doctor/doctor.h"

/** doctor_find() - look at this machine; changes nothing. */
void doctor_find(struct doctor_facts *facts);

#endif /* RAILGLOW_TOOLS_DOCTOR_FACTS_H */
