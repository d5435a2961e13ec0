/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_ENV_H
#define PNR_CORE_ENV_H

#include "pnr/base.h"

struct pnr_env {
  pnr_allocator allocate;
  void *user;
  pnr_limits limits; /* complete: no field is 0 */
};

/* env itself, or the default one for NULL. */
const pnr_env *pnri_env(const pnr_env *env);

/* Not initialised; NULL when the allocator fails. size 0 gives NULL. */
void *pnri_alloc(const pnr_env *env, size_t size);

/* Wipes, then releases. ptr may be NULL. */
void pnri_free(const pnr_env *env, void *ptr, size_t size);

/* Releases what holds nothing but zeroes. */
void pnri_release(const pnr_env *env, void *ptr, size_t size);

/* Overwrites with zeroes in a way that no optimiser removes. */
void pnri_wipe(void *ptr, size_t size);

#endif
