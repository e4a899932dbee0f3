package io.engram.transformers.runtime;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place where the device is chosen. */
final class DeviceChoice {
  private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,4})");

  private static final Pattern INDEX = Pattern.compile("\\d{1,4}");

  private DeviceChoice() {}

  /**
   * @param setting {@code auto} (the granted GPU, else the first, where the engine sees one),
   *     {@code cpu} or {@code gpu:N}
   * @param granted address of the GPU that a cluster granted, or null
   * @param gpus number of GPUs the engine sees
   * @throws IllegalArgumentException when the setting is unknown or the GPU is not there
   */
  static Device choose(String setting, String granted, int gpus) {
    String name = RuntimeSetting.DEVICE.property();
    if (setting.equals("auto")) {
      return gpus > 0 ? Device.gpu(index(granted, gpus)) : Device.cpu();
    }
    if (setting.equals("cpu")) {
      return Device.cpu();
    }
    Matcher gpu = GPU.matcher(setting);
    if (!gpu.matches()) {
      throw new IllegalArgumentException(name + " must be auto, cpu or gpu:N, got " + setting);
    }
    int index = Integer.parseInt(gpu.group(1));
    if (index >= gpus) {
      throw new IllegalArgumentException(
          name
              + "="
              + setting
              + " but the engine sees "
              + gpus
              + " GPUs; a GPU needs a libtorch built for CUDA, named by PYTORCH_LIBRARY_PATH");
    }
    return Device.gpu(index);
  }

  // A container that sees its own GPU only counts it from 0, whatever the cluster calls it.
  private static int index(String granted, int gpus) {
    if (granted == null || !INDEX.matcher(granted).matches()) {
      return 0;
    }
    int index = Integer.parseInt(granted);
    return index < gpus ? index : 0;
  }
}
