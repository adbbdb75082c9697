/* A plugin for a hub of another age. It would say so if any of its code ran. */
#include <tickhub/abi.h>

#include <stdio.h>
#include <stdlib.h>

#define MANIFEST "{\"name\":\"other_abi\",\"version\":\"1.0.0\",\"kind\":\"sink\",\"doc\":\"\",\"settings\":[]}"

__attribute__((constructor)) static void say_so(void) {
    fputs("other_abi: code of a refused plugin ran\n", stderr);
    abort();
}

static struct {
    tickhub_manifest_header header;
    char json[sizeof(MANIFEST) - 1];
} const block __attribute__((section(TICKHUB_MANIFEST_SECTION), used, retain, aligned(8))) = {
    {TICKHUB_MANIFEST_MAGIC, TICKHUB_ABI_MAJOR + 1, 0, sizeof(MANIFEST) - 1}, MANIFEST};

static tickhub_component const component = {.struct_size = sizeof(tickhub_component)};

TICKHUB_EXPORT tickhub_plugin const tickhub_plugin_v1 = {
    sizeof(tickhub_plugin), TICKHUB_ABI_MAJOR + 1, 0, {block.json, sizeof(block.json)}, &component};
