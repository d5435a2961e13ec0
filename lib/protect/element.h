/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_ELEMENT_H
#define PNR_PROTECT_ELEMENT_H

#include "record/field.h"

/* Which elements of Annex I of Directive (EU) 2016/681 a value belongs to: by its field, and where the field alone does
 * not tell (remarks, items, identifiers, contacts, names) by the view's code, tag, kind or witness. */

/* Bits 1 << element of what the view at holds; 0 where it belongs to none. */
uint32_t pnri_elements_of_view(const pnri_view *view, const void *at);

/* The same of one value; what is technical belongs wherever its view does. */
uint32_t pnri_elements_of_field(const pnri_field *field, const pnri_view *view, const void *at);

/* The element of an item's tag, 0 for a tag that is not known or belongs to none. *known, static, is the tag as the table
 * has it, NULL where it is not known: what is not known may be part of a name. */
uint32_t pnri_element_of_tag(pnr_slice tag, const char **known);

/* The element of a remark's code. */
uint32_t pnri_element_of_code(pnr_slice code);

#endif
