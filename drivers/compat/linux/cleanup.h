/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.5, where the stable series has not been given it, nothing ended with its block. */
#ifndef RAILGLOW_COMPAT_LINUX_CLEANUP_H
#define RAILGLOW_COMPAT_LINUX_CLEANUP_H

#ifdef RAILGLOW_LINUX_CLEANUP
#include_next <linux/cleanup.h>
#else
#include <linux/mutex.h>

#define DEFINE_CLASS(name, type, leave, enter, parameters...)                                      \
	typedef type class_##name##_t;                                                             \
	static inline void class_##name##_destructor(type *place)                                  \
	{                                                                                          \
		type _T = *place;                                                                  \
		leave;                                                                             \
	}                                                                                          \
	static inline type class_##name##_constructor(parameters)                                  \
	{                                                                                          \
		return enter;                                                                      \
	}

#define CLASS(name, var)                                                                           \
	class_##name##_t var __attribute__((__cleanup__(class_##name##_destructor))) =             \
		class_##name##_constructor

#define guard(name) CLASS(name, __UNIQUE_ID(guard))
#define scoped_guard(name, args...)                                                                \
	for (CLASS(name, held)(args), *once = (void *)1; once; once = NULL)

DEFINE_CLASS(mutex, struct mutex *, mutex_unlock(_T), (mutex_lock(lock), lock), struct mutex *lock)
#endif

#endif
