/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "support.h"

static char folder[64], path[128];

static void make_folder(void)
{
  snprintf(folder, sizeof folder, "pnr-file-XXXXXX");
  cr_assert(mkdtemp(folder) != NULL, "mkdtemp");
  snprintf(path, sizeof path, "%s/image", folder);
}

static uint32_t files_in_folder(void)
{
  uint32_t count = 0;
  DIR *open = opendir(folder);
  for (struct dirent *entry; (entry = readdir(open)) != NULL;) count += entry->d_name[0] != '.';
  closedir(open);
  return count;
}

static void remove_folder(void)
{
  remove(path);
  rmdir(folder);
}

Test(file, what_is_written_is_mapped_and_owner_only, .init = make_folder, .fini = remove_folder)
{
  static const char *const texts[] = { "first", "second, which is longer than the first", "" };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    pnri_map map;
    struct stat about;
    cr_assert_eq(pnri_file_write(pnri_env(NULL), path, text_slice(texts[i]), NULL), PNR_OK, "%s", texts[i]);
    cr_assert_eq(pnri_file_map(path, &map, NULL), PNR_OK, "%s", texts[i]);
    cr_expect(slice_is((pnr_slice){ map.data, map.size }, texts[i]), "%s", texts[i]);
    cr_expect(stat(path, &about) == 0 && (about.st_mode & 0777) == 0600, "%s: mode", texts[i]);
    cr_expect_eq(files_in_folder(), 1, "%s: temporary files are left", texts[i]);
    pnri_file_unmap(&map);
    cr_expect(map.data == NULL && map.size == 0, "unmapped");
  }
}

Test(file, a_reader_of_the_old_file_is_not_disturbed_by_the_new_one, .init = make_folder, .fini = remove_folder)
{
  pnri_map before, after;
  cr_assert_eq(pnri_file_write(pnri_env(NULL), path, text_slice("old"), NULL), PNR_OK, "old");
  cr_assert_eq(pnri_file_map(path, &before, NULL), PNR_OK, "map old");
  cr_assert_eq(pnri_file_write(pnri_env(NULL), path, text_slice("new"), NULL), PNR_OK, "new");
  cr_assert_eq(pnri_file_map(path, &after, NULL), PNR_OK, "map new");
  cr_expect(slice_is((pnr_slice){ before.data, before.size }, "old"), "old");
  cr_expect(slice_is((pnr_slice){ after.data, after.size }, "new"), "new");
  pnri_file_unmap(&before);
  pnri_file_unmap(&after);
}

Test(file, a_refusal_of_the_system_gives_its_errno, .init = make_folder, .fini = remove_folder)
{
  pnri_map map;
  pnr_error error = { .size = sizeof error };
  cr_expect_eq(pnri_file_map(path, &map, &error), PNR_E_FILE, "missing");
  cr_expect_eq(error.cause, ENOENT, "missing: %d", error.cause);
  cr_expect_eq(pnri_file_map(folder, &map, &error), PNR_E_FILE, "folder");
  cr_expect_eq(error.cause, EISDIR, "folder: %d", error.cause);
  cr_expect_eq(pnri_file_map("/dev/null", &map, &error), PNR_E_FILE, "device");
  cr_expect_eq(error.cause, EINVAL, "device: %d", error.cause);
  cr_expect_eq(pnri_file_write(pnri_env(NULL), "no-such-folder/image", text_slice("x"), &error), PNR_E_FILE,
               "no folder");
  cr_expect_eq(error.cause, ENOENT, "no folder: %d", error.cause);
  cr_expect_eq(pnri_file_write(pnri_env(NULL), folder, text_slice("x"), &error), PNR_E_FILE, "over a folder");
  cr_expect_eq(error.cause, EISDIR, "over a folder: %d", error.cause);
  cr_expect_eq(files_in_folder(), 0, "nothing is left");
}

Test(file, a_path_without_folder_is_in_the_current_one, .init = make_folder, .fini = remove_folder)
{
  char at[256];
  pnri_map map;
  cr_assert(getcwd(at, sizeof at) != NULL && chdir(folder) == 0, "chdir");
  cr_expect_eq(pnri_file_write(pnri_env(NULL), "image", text_slice("x"), NULL), PNR_OK, "write");
  cr_expect_eq(pnri_file_map("image", &map, NULL), PNR_OK, "map");
  pnri_file_unmap(&map);
  cr_assert(chdir(at) == 0, "chdir back");
}

Test(file, writing_without_memory_leaves_the_old_file, .init = make_folder, .fini = remove_folder)
{
  counting_allocator state = { 0 };
  pnr_env *env;
  pnri_map map;
  cr_assert_eq(pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK, "env");
  cr_assert_eq(pnri_file_write(env, path, text_slice("old"), NULL), PNR_OK, "old");
  state.fail_at = state.count + 1;
  cr_expect_eq(pnri_file_write(env, path, text_slice("new"), NULL), PNR_E_MEMORY, "new");
  cr_assert_eq(pnri_file_map(path, &map, NULL), PNR_OK, "map");
  cr_expect(slice_is((pnr_slice){ map.data, map.size }, "old"), "old");
  pnri_file_unmap(&map);
  pnr_env_close(env);
  cr_expect_eq(state.blocks, 0, "leak");
}

Test(file, what_is_replaced_has_one_name_until_it_is_whole, .init = make_folder, .fini = remove_folder)
{
  static const char *const texts[] = { "first", "second, which is longer than the first", "" };
  char next[sizeof path + 8];
  snprintf(next, sizeof next, "%s.next", path);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    pnri_map map;
    struct stat about;
    FILE *left = fopen(next, "wb"); /* by a process that was killed */
    cr_assert(left != NULL && fputs("what a killed process left, longer than all the others", left) >= 0);
    fclose(left);
    cr_assert_eq(pnri_file_replace(pnri_env(NULL), path, next, text_slice(texts[i]), NULL), PNR_OK, "%s", texts[i]);
    cr_assert_eq(pnri_file_map(path, &map, NULL), PNR_OK, "%s", texts[i]);
    cr_expect(slice_is((pnr_slice){ map.data, map.size }, texts[i]), "%s", texts[i]);
    cr_expect(stat(path, &about) == 0 && (about.st_mode & 0777) == 0600, "%s: mode", texts[i]);
    cr_expect_eq(files_in_folder(), 1, "%s: something is left", texts[i]);
    pnri_file_unmap(&map);
  }
}
