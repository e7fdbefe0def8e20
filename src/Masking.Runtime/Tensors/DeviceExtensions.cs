using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class DeviceExtensions
{
    /// <summary>
    /// The device of a tensor. For the CPU it returns a shared object, whereas <c>tensor.device</c> allocates one at every call.
    /// </summary>
    public static Device GetDevice(this Tensor tensor) => tensor.is_cpu() ? CPU : tensor.device;

    /// <summary>Copies a tensor from the CPU to a device. If the device is the CPU, returns the tensor itself.</summary>
    public static Tensor On(this Tensor tensor, Device device) => device.type == TorchSharp.DeviceType.CPU ? tensor : tensor.to(device);

    /// <summary>Whether a tensor is on a device.</summary>
    public static bool IsOn(this Tensor tensor, Device device) =>
        tensor.device_type == device.type && (device.type == TorchSharp.DeviceType.CPU || tensor.device_index == device.index);
}
