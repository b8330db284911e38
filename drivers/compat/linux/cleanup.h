/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.5, where the stable series has not been given it, nothing ended with its block. */
#ifndef RAILGLOW_COMPAT_LINUX_CLEANUP_H
#define RAILGLOW_COMPAT_LINUX_CLEANUP_H

#ifdef RAILGLOW_LINUX_CLEANUP
#include_next <linux/cleanup.h>
#else
#include <linux/mutex.h>

/* The object named kind is never there; it carries the type to where the name alone is known. */
#define DEFINE_CLASS(name, type, leave, enter, parameters...)                                      \
	extern type class_##name##_kind;                                                           \
	static inline void class_##name##_destructor(typeof(class_##name##_kind) *place)           \
	{                                                                                          \
		typeof(class_##name##_kind) _T = *place;                                           \
		leave;                                                                             \
	}                                                                                          \
	static inline typeof(class_##name##_kind) class_##name##_constructor(parameters)           \
	{                                                                                          \
		return enter;                                                                      \
	}

#define CLASS(name, var)                                                                           \
	typeof(class_##name##_kind) var __attribute__((__cleanup__(class_##name##_destructor))) =  \
		class_##name##_constructor

#define guard(name) CLASS(name, __UNIQUE_ID(guard))

#define DEFINE_GUARD(name, type, enter, leave)                                                     \
	DEFINE_CLASS(name, type, leave, ({                                                         \
			     enter;                                                                \
			     _T;                                                                   \
		     }),                                                                           \
		     type _T)

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
#endif

#endif
