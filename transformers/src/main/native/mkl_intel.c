/*
 * MKL takes its fast code path only where its vendor check answers 1, whatever the processor can
 * do. Opened with RTLD_GLOBAL before libtorch, this definition answers in the check's place; MKL
 * still asks the processor itself which instructions it has.
 *
 * Made for linux-x86_64 by:
 *   gcc -Os -s -shared -fPIC -nostdlib -Wl,--build-id=none -Wl,-soname,libengram_mkl_intel.so \
 *     -o ../resources/io/engram/transformers/runtime/libengram_mkl_intel.so mkl_intel.c
 * and `sha256sum` of the result is MklVendorAnswer.SHA_256.
 */
int mkl_serv_intel_cpu_true(void) { return 1; }
