package io.engram.transformers.runtime;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place where the device is chosen. */
final class DeviceChoice {
  private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,4})");

  private DeviceChoice() {}

  /**
   * @param setting {@code auto} (the first GPU where there is one), {@code cpu} or {@code gpu:N}
   * @param gpus number of GPUs the engine sees
   * @throws IllegalArgumentException when the setting is unknown or the GPU is not there
   */
  static Device choose(String setting, int gpus) {
    String name = RuntimeSetting.DEVICE.property();
    if (setting.equals("auto")) {
      return gpus > 0 ? Device.gpu(0) : Device.cpu();
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
}
